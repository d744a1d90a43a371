import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { StatementForm } from './StatementForm.tsx'

/** Seldom needed: opened by a quiet button. */
export function StatementsPart() {
  const t = useT()
  const { network } = useNetwork()
  const [open, setOpen] = useState(false)
  if (network.state !== 'current') return undefined
  if (open) return <StatementForm />
  return (
    <p>
      <Button look="quiet" onPress={() => setOpen(true)}>
        {t('dispute.take.open')}
      </Button>
    </p>
  )
}

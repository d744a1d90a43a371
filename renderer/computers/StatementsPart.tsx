import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { StatementForm } from './StatementForm.tsx'
import { StatementText } from './StatementText.tsx'

/** Statements against a stolen computer: one's own to hand on, and others' to take in. Seldom needed: opened by a quiet button. */
export function StatementsPart() {
  const t = useT()
  const { network } = useNetwork()
  const dispute = valueOf(useQuery('dispute:show', { network: network.id }))
  const [open, setOpen] = useState(false)
  if (network.state !== 'current') return undefined
  return (
    <>
      <StatementText by={dispute?.by ?? []} statement={dispute?.statement} />
      {open ? (
        <StatementForm />
      ) : (
        <p>
          <Button look="quiet" onPress={() => setOpen(true)}>
            {t('dispute.take.open')}
          </Button>
        </p>
      )}
    </>
  )
}

import { MoreHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'

import { Button } from '../components/Button.tsx'
import { Menu, type MenuEntry } from '../components/Menu.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { useHolding } from '../keeping/use-holding.tsx'
import { EraseDialog } from './EraseDialog.tsx'

/**
 * What can be done to any record, behind one button at the end of its screen's actions.
 *
 * @param props.back where to go once it is erased
 * @param props.entries what can be done to this one, first
 */
export function RecordMenu({ id, back, entries = [] }: { id: string; back: string; entries?: readonly MenuEntry[] }) {
  const t = useT()
  const [, navigate] = useLocation()
  const [isErasing, setErasing] = useState(false)
  const holding = useHolding(id)
  return (
    <>
      <Menu
        label={t('nav.more')}
        trigger={<Button iconOnly icon={MoreHorizontal} aria-label={t('nav.more')} />}
        entries={[
          ...entries,
          ...holding.entries,
          { id: 'erase', label: t('erase.action'), icon: Trash2, onAction: () => setErasing(true) },
        ]}
      />
      {holding.dialog}
      {isErasing && <EraseDialog id={id} onClose={() => setErasing(false)} onErased={() => navigate(back)} />}
    </>
  )
}

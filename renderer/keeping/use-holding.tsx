import { ShieldCheck, ShieldOff } from 'lucide-react'
import { useState, type ReactNode } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import type { MenuEntry } from '../components/Menu.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { HoldDialog, LiftDialog } from './HoldDialog.tsx'

/** What a coordinator can do about the keeping of a record: an entry for its menu, and the dialog that it opens. */
export function useHolding(id: string): { readonly entries: readonly MenuEntry[]; readonly dialog: ReactNode } {
  const t = useT()
  const { network } = useNetwork()
  const [isOpen, setOpen] = useState(false)
  const holds = valueOf(useQuery('hold:list', { network: network.id, id }))?.holds
  if (network.role === 'member' || holds === undefined) return { entries: [], dialog: null }
  const isHeld = holds.length > 0
  const Dialog = isHeld ? LiftDialog : HoldDialog
  return {
    entries: [
      {
        id: 'hold',
        label: isHeld ? t('hold.lift') : t('hold.set'),
        icon: isHeld ? ShieldOff : ShieldCheck,
        onAction: () => setOpen(true),
      },
    ],
    dialog: isOpen ? <Dialog id={id} onClose={() => setOpen(false)} /> : null,
  }
}

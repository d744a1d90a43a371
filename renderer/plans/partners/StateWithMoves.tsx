import { ChevronDown, type LucideIcon } from 'lucide-react'

import { Button } from '../../components/Button.tsx'
import { Menu, type MenuEntry } from '../../components/Menu.tsx'
import { StateBadge, type Tone } from '../../components/StateBadge.tsx'

/** Where something stands, and beside it the menu of where it can go from there; no menu where it stays. */
export function StateWithMoves(props: {
  look: { readonly tone: Tone; readonly icon: LucideIcon }
  /** The state in words. */
  state: string
  /** What the menu is for. */
  label: string
  moves: readonly MenuEntry[]
}) {
  const { look, state, label, moves } = props
  return (
    <>
      <StateBadge {...look}>{state}</StateBadge>
      {moves.length > 0 && (
        <Menu
          label={label}
          trigger={<Button look="quiet" iconOnly icon={ChevronDown} aria-label={label} />}
          entries={moves}
        />
      )}
    </>
  )
}

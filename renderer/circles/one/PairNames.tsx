import { PersonName } from '../../components/PersonName.tsx'
import { T } from '../../i18n/i18n-context.tsx'
import type { Members } from '../../people/use-members.ts'

/** Two people by name. */
export function PairNames({ first, second, members }: { first: string; second: string; members: Members }) {
  return (
    <T
      id="circle.buddies.and"
      values={{
        first: <PersonName {...members.nameOf(first)} />,
        second: <PersonName {...members.nameOf(second)} />,
      }}
    />
  )
}

import { useFormats, useT } from '../i18n/i18n-context.tsx'
import type { Members } from '../people/use-members.ts'
import { namesOrMore } from './names-or-more.ts'
import type { KnownCircles } from './use-circles.ts'

/** Who is asked when a circle does not answer a call, in one sentence with names; and what only a person decides. */
export function EscalationText({
  minutes,
  people,
  teams,
  members,
}: {
  /** Three rising times. */
  minutes: readonly number[]
  /** Person ids of those asked at the second of them. */
  people: readonly string[]
  teams: KnownCircles['teams']
  members: Members
}) {
  const t = useT()
  const formats = useFormats()
  const [first = 0, second = 0, third = 0] = minutes
  const named = namesOrMore(people.map((person) => members.nameOf(person).name ?? t('person.unknown')))
  const teamName = ({ skill, pointContact: { person } }: KnownCircles['teams'][number]): string => {
    const name = person === null ? undefined : members.nameOf(person).name
    return name === undefined ? skill : t('escalation.team', { skill, name })
  }
  const rest = named.more === 0 ? [] : [t('escalation.more', { count: named.more })]
  const names = people.length === 0 ? t('escalation.nobody') : formats.list([...named.names, ...rest])
  return (
    <>
      <p>{t('escalation.sentence', { first, second, third, names })}</p>
      <p>
        {teams.length === 0
          ? t('escalation.wider')
          : t('escalation.wider.teams', { teams: formats.list(teams.map(teamName)) })}
      </p>
    </>
  )
}

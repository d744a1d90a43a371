import { Select } from '../components/Select.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { useMembers } from '../people/use-members.ts'

/** Stands for nobody in a list of people. */
export const NOBODY = 'nobody'

/** The person id chosen, as the network's record takes it. */
export function personOf(chosen: string): string | null {
  return chosen === NOBODY ? null : chosen
}

/** One of the members, or nobody. */
export function PostSelect({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (person: string) => void
}) {
  const t = useT()
  const members = useMembers()
  const people = members.list.map((member) => ({ value: member.id, label: member.name }))
  const known = value === NOBODY || people.some((one) => one.value === value)
  const options = [
    { value: NOBODY, label: t('circle.nobody') },
    ...people,
    // Who was named and has left stays in sight until somebody else is chosen
    ...(known ? [] : [{ value, label: t('person.unknown') }]),
  ]
  return <Select<string> label={label} options={options} value={value} onChange={onChange} optional />
}

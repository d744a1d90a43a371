import { Fragment } from 'react'

import { PersonName } from '../components/PersonName.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import type { Members } from './use-members.ts'

/** Several people by name, with the language's comma between them. */
export function Names({ people, members, nobody }: { people: readonly string[]; members: Members; nobody?: string }) {
  const t = useT()
  if (people.length === 0) return nobody === undefined ? undefined : <span>{nobody}</span>
  return (
    <span>
      {people.map((person, at) => (
        <Fragment key={person}>
          {at > 0 && t('list.comma')}
          <PersonName {...members.nameOf(person)} />
        </Fragment>
      ))}
    </span>
  )
}

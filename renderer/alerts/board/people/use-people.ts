import { useMemo } from 'react'

import { useNetwork } from '../../../app/network-context.tsx'
import { useQuery, valueOf } from '../../../engine/use-query.ts'
import { asContact } from '../../../people/contact-view.ts'
import { useMembers, type Members } from '../../../people/use-members.ts'
import { cardsOf, phoneOn, type Phone } from './phone.ts'

/** Cards among which those of the people on a board are looked for. */
const LOOKED_AT = 200

export interface People {
  /** Of members and of contacts. */
  nameOf: Members['nameOf']
  /** Number to call, where the person agreed to be phoned; `no-card`, `no-number`, `no-consent` where there is none. */
  phoneOf: (person: string) => Phone
}

/** Names and numbers of members and contacts alike, by person id or card id. */
export function usePeople(): People {
  const network = useNetwork().network.id
  const { nameOf } = useMembers()
  const answer = useQuery('record:list', { network, kind: 'contact', limit: LOOKED_AT, sort: 'name' })
  const records = valueOf(answer)?.records
  return useMemo(() => {
    const cards = cardsOf((records ?? []).map(asContact))
    return {
      nameOf: (person) => {
        const known = nameOf(person)
        const card = cards.get(person)
        return known.name === undefined && card !== undefined ? { name: card.fn ?? undefined, you: false } : known
      },
      phoneOf: (person) => phoneOn(cards.get(person)),
    }
  }, [records, nameOf])
}

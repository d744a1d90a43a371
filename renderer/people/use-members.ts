import { useMemo } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import type { Answer } from '../engine/engine-client.ts'
import { useQuery } from '../engine/use-query.ts'
import { alikeNames } from './names.ts'

export type Member = CommandOutput<'member:list'>['members'][number]

export interface Members {
  readonly answer: Answer<CommandOutput<'member:list'>>
  /** Current members; empty while they are on their way. */
  readonly list: readonly Member[]
  /** What `PersonName` needs for one person id; a fingerprint where another member's name looks the same. */
  nameOf: (person: string) => {
    readonly name: string | undefined
    readonly fingerprint?: string
    readonly you: boolean
  }
}

/** The members of the current network. */
export function useMembers(): Members {
  const answer = useQuery('member:list', { network: useNetwork().network.id })
  return useMemo(() => {
    const list = answer.state === 'ready' ? answer.value.members : []
    const byId = new Map(list.map((member) => [member.id, member]))
    const alike = alikeNames(list)
    return {
      answer,
      list,
      nameOf: (person: string) => {
        const member = byId.get(person)
        const mixedUp = member !== undefined && alike.has(member.id)
        return {
          name: member?.name,
          you: member?.you === true,
          ...(mixedUp && { fingerprint: member.fingerprint }),
        }
      },
    }
  }, [answer])
}

import { useSyncExternalStore } from 'react'

import type { CommandCall, CommandOutput } from '../../core/bridge/contract.ts'
import type { Answer } from './engine-client.ts'
import { useEngine } from './engine-context.tsx'
import type { QueryName } from './refresh-rules.ts'

/** The engine's present answer, kept up to date. `input` may be a fresh object each time: its content counts. */
export function useQuery<Name extends QueryName>(name: Name, input: CommandCall<Name>): Answer<CommandOutput<Name>> {
  const watched = useEngine().watch(name, input)
  return useSyncExternalStore(watched.subscribe, watched.peek)
}

/** The value of an answer, or undefined while there is none. */
export function valueOf<T>(answer: Answer<T>): T | undefined {
  return answer.state === 'ready' ? answer.value : undefined
}

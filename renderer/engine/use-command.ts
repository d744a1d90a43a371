import { useCallback, useState } from 'react'

import type { CommandCall, CommandName, CommandOutput } from '../../core/bridge/contract.ts'
import type { MeshError } from '../../core/shared/errors.ts'
import { asMeshError } from './engine-client.ts'
import { useEngine } from './engine-context.tsx'

export interface RunningCommand<Name extends CommandName> {
  /** Resolves with the answer, or with undefined when it failed; the failure is then in `failure`. */
  readonly run: (
    input: CommandCall<Name>,
    options?: { signal?: AbortSignal },
  ) => Promise<CommandOutput<Name> | undefined>
  readonly pending: boolean
  readonly failure: MeshError | undefined
  readonly clear: () => void
}

/** One command with its pending state and its last failure, for a button or a form. */
export function useCommand<Name extends CommandName>(name: Name): RunningCommand<Name> {
  const engine = useEngine()
  const [pending, setPending] = useState(0)
  const [failure, setFailure] = useState<MeshError>()
  const run = useCallback(
    async (input: CommandCall<Name>, options?: { signal?: AbortSignal }) => {
      setPending((count) => count + 1)
      setFailure(undefined)
      try {
        return await engine.run(name, input, options)
      } catch (thrown) {
        const error = asMeshError(thrown)
        if (error.code !== 'shared/aborted') setFailure(error)
        return undefined
      } finally {
        setPending((count) => count - 1)
      }
    },
    [engine, name],
  )
  const clear = useCallback(() => setFailure(undefined), [])
  return { run, pending: pending > 0, failure, clear }
}

import { MeshError } from '../../../core/shared/errors.ts'

/** What a failure is called; `unnamed` and what it says where it has no code of ours. */
export function errorCode(error: unknown): string {
  return error instanceof MeshError ? error.code : `unnamed ${String(error)}`
}

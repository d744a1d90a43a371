import { MeshError } from '../../shared/errors.ts'

/** Undefined for a damaged row, of what is made anew or comes again. Other failures (the disk cannot be read) are no such thing. */
export function unlessCorrupt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof MeshError && error.code === 'documents/corrupt') return undefined
    throw error
  }
}

import { getBackend, init } from '@automerge/automerge'

/**
 * A document of Automerge's WebAssembly module. Its low-level interface is used because the proxies of the upper one cost
 * five times as much for records of our size (docs/adr). Must be freed.
 */
export type Handle = ReturnType<typeof getBackend>

const Handle = getBackend(init()).constructor as unknown as { new: (actor: string) => Handle }

/** A document without anything. `actor` is hex, 16 bytes. */
export function emptyHandle(actor: string): Handle {
  return Handle.new(actor)
}

/** Whether Automerge broke in the middle: then the whole module can no longer be trusted. */
export function isPanic(error: unknown): boolean {
  return error instanceof Error && (error.name === 'PanicError' || error.name === 'RuntimeError') // the latter is WebAssembly's
}

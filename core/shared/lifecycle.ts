/** A part of the engine that owns a resource: a socket, a timer, a file handle. */
export interface Startable {
  /** Resolves once the part is usable. Calling it again while started does nothing. */
  start(): Promise<void>
  /** Releases everything `start` took. Safe before `start`, safe twice, never rejects. */
  stop(): Promise<void>
}

/**
 * Starts parts in the given order, so a part may rely on every one before it.
 * If one fails, those already started are stopped, newest first, and the failure is rethrown.
 *
 * @returns the function that stops them all, newest first
 */
export async function startInOrder(parts: readonly Startable[]): Promise<() => Promise<void>> {
  const started: Startable[] = []
  const stopAll = async (): Promise<void> => {
    for (const part of started.splice(0).toReversed()) await part.stop()
  }
  try {
    for (const part of parts) {
      started.push(part) // before start(): a half-started part must be stopped too
      await part.start()
    }
  } catch (error) {
    await stopAll()
    throw error
  }
  return stopAll
}

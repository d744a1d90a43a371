import { connectBridge, type Bridge } from '../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../core/bridge/socket.ts'
import { MeshError } from '../core/shared/errors.ts'
import type { World } from './world.ts'

/** How long a command waits for a peer that is starting. */
const STARTING_MS = 10_000
const RETRY_MS = 100

export interface SessionOptions {
  readonly profileDir: string
  readonly passphrase: () => Promise<string>
  /** For commands that reach other laptops: opens the network where no peer runs. */
  readonly online: boolean
  /** Only a running peer will do. @throws MeshError `network/not-running` */
  readonly runningOnly?: boolean
  readonly signal: AbortSignal
}

/**
 * Runs `work` against the peer that runs on the profile, waiting for one that is starting, or else against an engine of
 * our own that lives as long as `work`.
 *
 * @throws MeshError `identity/profile-in-use` when the profile stays locked and nobody answers
 */
export async function withBridge<T>(
  world: World,
  options: SessionOptions,
  work: (bridge: Bridge) => Promise<T>,
): Promise<T> {
  const deadline = world.clock.monotonic() + STARTING_MS
  for (;;) {
    const channel = await connectControlSocket(options.profileDir)
    if (channel !== undefined) {
      const bridge = connectBridge(channel)
      try {
        return await work(bridge)
      } finally {
        bridge.close()
      }
    }
    if (options.runningOnly === true) throw new MeshError('network/not-running', 'No running Muster on this profile')
    const engine = await world.openEngine(options).catch((error: unknown) => {
      if (
        !(error instanceof MeshError) ||
        error.code !== 'identity/profile-in-use' ||
        world.clock.monotonic() >= deadline
      )
        throw error
      return undefined
    })
    if (engine !== undefined) {
      try {
        return await workOnEngine(engine, work)
      } finally {
        await engine.stop()
      }
    }
    await pause(world, options.signal)
  }
}

async function workOnEngine<T>(
  engine: Awaited<ReturnType<World['openEngine']>>,
  work: (bridge: Bridge) => Promise<T>,
): Promise<T> {
  // loaded only here: a command against a running peer needs no schemas
  const [{ BridgeServer }, { memoryChannel }] = await Promise.all([
    import('../core/bridge/rpc-server.ts'),
    import('../core/bridge/memory-channel.ts'),
  ])
  const server = new BridgeServer({ handlers: engine.handlers, events: engine.events })
  const [ours, theirs] = memoryChannel()
  server.attach(theirs)
  try {
    return await work(connectBridge(ours))
  } finally {
    server.stop()
  }
}

function pause(world: World, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      cancel()
      release()
      reject(new MeshError('shared/aborted', 'Stopped while waiting for the running Muster'))
    }
    // the clock's timers do not keep the process alive, and here nothing else does
    const keepAlive = setInterval(() => undefined, STARTING_MS)
    const release = (): void => {
      clearInterval(keepAlive)
      signal.removeEventListener('abort', abort)
    }
    const cancel = world.clock.after(RETRY_MS, () => {
      release()
      resolve()
    })
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
}

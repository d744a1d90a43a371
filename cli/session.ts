import type { Channel } from '../core/bridge/channel.ts'
import { connectBridge, type Bridge } from '../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../core/bridge/socket.ts'
import { MeshError } from '../core/shared/errors.ts'
import type { Engine, EngineOptions } from './engine-port.ts'
import type { World } from './world.ts'

/** How long a command waits for a peer that is starting. */
const STARTING_MS = 10_000
const RETRY_MS = 100

export interface SessionOptions extends EngineOptions {
  /** Only a running peer will do. @throws MeshError `network/not-running` */
  readonly runningOnly?: boolean
  readonly signal: AbortSignal
}

/**
 * The peer that runs on the profile, or else an engine of our own. Where the profile is locked and nobody answers, somebody
 * is just starting or finishing: that is waited for.
 *
 * @throws MeshError `identity/profile-in-use` when it stays so for 10 s
 */
export async function reachProfile(
  world: World,
  options: SessionOptions,
): Promise<{ readonly running: Channel } | { readonly opened: Engine }> {
  const deadline = world.clock.monotonic() + STARTING_MS
  for (;;) {
    const running = await connectControlSocket(options.profileDir)
    if (running !== undefined) return { running }
    if (options.runningOnly === true) throw new MeshError('network/not-running', 'No running Muster on this profile')
    const opened = await world.openEngine(options).catch((error: unknown) => {
      const locked = error instanceof MeshError && error.code === 'identity/profile-in-use'
      if (!locked || world.clock.monotonic() >= deadline) throw error
      return undefined
    })
    if (opened !== undefined) return { opened }
    await pause(world, options.signal)
  }
}

/** Runs `work` against the peer that runs on the profile, or against an engine that lives as long as `work`. */
export async function withBridge<T>(
  world: World,
  options: SessionOptions,
  work: (bridge: Bridge) => Promise<T>,
): Promise<T> {
  const reached = await reachProfile(world, options)
  if ('opened' in reached) {
    try {
      return await workOnEngine(reached.opened, work)
    } finally {
      await reached.opened.stop()
    }
  }
  const bridge = connectBridge(reached.running)
  try {
    return await work(bridge)
  } finally {
    bridge.close()
  }
}

async function workOnEngine<T>(engine: Engine, work: (bridge: Bridge) => Promise<T>): Promise<T> {
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

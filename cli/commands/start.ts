import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'

import type { Command } from 'commander'

import type { EngineEvents, EventName } from '../../core/bridge/contract.ts'
import type { BridgeServer } from '../../core/bridge/rpc-server.ts'
import { MeshError } from '../../core/shared/errors.ts'
import type { Cli } from '../cli.ts'
import type { Engine } from '../engine-port.ts'
import { address, wholeNumber } from '../input/values.ts'
import { eventJson } from '../output/event-text.ts'
import { reachProfile } from '../session.ts'
import { withExamples } from './examples.ts'
import { statusText } from './status.ts'

interface StartOptions {
  readonly listen?: string
  readonly discovery: boolean
  /** Port of the page; true: any free one. */
  readonly web?: number | true
}

/** `start`: the long-running Muster. */
export function addStartCommand(program: Command, cli: Cli): void {
  withExamples(
    program
      .command('start')
      .description('run Muster until Ctrl+C: in touch with the others, ready for commands')
      .option(
        '--listen <ip:port>',
        'where the others reach this computer (default: all its addresses, any free port)',
        address,
      )
      .option('--no-discovery', 'neither look for others on this wifi nor be found; only known addresses')
      .option('--web [port]', 'show the window too: as a page for a browser on this computer', wholeNumber(0, 65_535))
      .action((options: StartOptions) => runStart(cli, options)),
    'start',
    'start --listen 192.168.1.20:7001',
    'start --web 8700',
    '--json start --no-discovery',
  )
}

async function runStart(cli: Cli, options: StartOptions): Promise<void> {
  const { world, profileDir, signal } = cli
  const parts = await loadParts()
  const reached = await reachProfile(world, {
    profileDir,
    signal,
    passphrase: () => cli.passphrase(),
    online: true,
    discovery: options.discovery,
    ...(options.listen === undefined ? {} : { listen: options.listen }),
  })
  if ('running' in reached) {
    reached.running.close()
    throw new MeshError('identity/profile-in-use', 'Muster runs on this profile already')
  }
  const engine = reached.opened
  const stops: (() => void | Promise<void>)[] = [() => engine.stop()]
  try {
    await serve(cli, { engine, parts, stops, web: options.web })
    if (!signal.aborted)
      await new Promise<void>((ended) => signal.addEventListener('abort', () => ended(), { once: true }))
    cli.printer.note('Stopping. Everything is saved.')
  } finally {
    for (const stop of stops.toReversed()) await stop()
  }
}

/** Loaded before the engine is opened, so that no event of it is missed, and only by `start`. */
async function loadParts() {
  const [{ BridgeServer }, { ControlSocket }, { memoryChannel }, { connectBridge }, { events }, { LiveStatus }] =
    await Promise.all([
      import('../../core/bridge/rpc-server.ts'),
      import('../../core/bridge/socket.ts'),
      import('../../core/bridge/memory-channel.ts'),
      import('../../core/bridge/rpc-client.ts'),
      import('../../core/bridge/contract/events.ts'),
      import('../output/live-status.ts'),
    ])
  return {
    BridgeServer,
    ControlSocket,
    memoryChannel,
    connectBridge,
    eventNames: Object.keys(events) as EventName[],
    LiveStatus,
  }
}

interface Service {
  readonly web: StartOptions['web']
  readonly engine: Engine
  readonly parts: Awaited<ReturnType<typeof loadParts>>
  /** What to do at the end, newest first. */
  readonly stops: (() => void | Promise<void>)[]
}

/** Opens the profile's socket for commands, then tells that all is ready, then what happens. */
async function serve(cli: Cli, { engine, parts, stops, web }: Service): Promise<void> {
  const { printer, world, profileDir } = cli
  const early: (() => void)[] = []
  let tell = <Name extends EventName>(name: Name, data: EngineEvents[Name]): void =>
    void early.push(() => tell(name, data))
  for (const name of parts.eventNames) stops.push(engine.events.on(name, (data) => tell(name, data)))

  const server = new parts.BridgeServer({ handlers: engine.handlers, events: engine.events })
  stops.push(() => server.stop())
  const [ours, theirs] = parts.memoryChannel()
  server.attach(theirs)
  const bridge = parts.connectBridge(ours)
  const socket = new parts.ControlSocket({ profileDir, attach: (channel) => server.attach(channel) })
  await socket.start()
  stops.push(() => socket.stop())
  const page = web === undefined ? undefined : await servePage(cli, { server, port: web === true ? 0 : web, stops })

  if (printer.json) {
    const { addresses } = await bridge.call('sync:status', {})
    await printer.raw(`${JSON.stringify({ event: 'ready', pid: world.pid, addresses, ...(page && { page }) })}\n`)
    tell = (name, data) => void printer.raw(`${JSON.stringify(eventJson(name, data))}\n`)
  } else {
    const live = new parts.LiveStatus({
      printer,
      bridge,
      clock: world.clock,
      statusText: (status) => statusText(status, cli.now),
    })
    stops.push(() => live.stop())
    tell = (name, data) => live.tell(name, data)
    const status = await live.ask()
    await printer.raw(
      `Muster is running. Stop it with Ctrl+C.\n${page === undefined ? '' : `Its page, in a browser on this computer:\n  ${page}\n`}${printer.isTerminal ? '' : `${statusText(status, cli.now)}\n`}`,
    )
    await live.refresh()
  }
  for (const replay of early) replay()
}

/** @returns the page's address, with the secret that opens it: for the person's own eyes */
async function servePage(
  { world, printer }: Cli,
  { server, port, stops }: { server: BridgeServer; port: number; stops: Service['stops'] },
): Promise<string> {
  const [{ WebHost }, { ensureBuilt }] = await Promise.all([
    import('../../web/web-host.ts'),
    import('../../scripts/building/ensure-built.mjs'),
  ])
  await ensureBuilt({ say: (line) => printer.note(line) })
  const host = new WebHost({
    page: fileURLToPath(new URL('../../dist/renderer', import.meta.url)),
    port,
    attach: (channel) => server.attach(channel),
    clock: world.clock,
    random: (size) => new Uint8Array(randomBytes(size)),
  })
  await host.start()
  stops.push(() => host.stop())
  return host.address
}

import { type Command, InvalidArgumentError } from 'commander'

import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import type { Cli } from '../../cli.ts'
import { given } from '../../input/given.ts'
import { findMember, usage } from '../../input/names.ts'
import { isoTime, several, someText } from '../../input/values.ts'
import { withExamples } from '../examples.ts'
import { withNetwork } from '../record.ts'
import { archivedOf } from './circle.ts'
import { actOnNetwork, findCircle } from './find.ts'
import { findRoute, newestRoute } from './find-route.ts'

/** As calendars write them (RFC 5545, BYDAY). */
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const DAY_MS = 86_400_000
/** How long routes are kept where the network has not said otherwise. */
const KEPT_DAYS = 60

interface Window {
  readonly days: readonly string[]
  readonly from: string
  readonly to: string
}
interface Fields {
  readonly network?: string
  readonly circle?: string
  readonly name?: string
  readonly place?: readonly string[]
  readonly window?: readonly Window[]
  readonly until?: string
  readonly renew?: boolean
  readonly archive?: boolean
  readonly restore?: boolean
}

/** `route add|edit|take`. */
export function addRouteEditing(route: Command, cli: Cli): void {
  const add = withFields(
    route
      .command('add')
      .description('write down a way that a circle takes')
      .argument('<circle>', 'name, id or its first characters')
      .argument('<name>', 'what it is called', someText),
  ).action((wanted: string, name: string, options: Fields) =>
    cli.ask(async (bridge) => {
      const { network, circle } = await findCircle(cli, bridge, { wanted, network: options.network })
      const input = { circle: circle.id, name, ...fields(options) }
      await actOnNetwork(cli, bridge, { network, act: 'addRoute', input })
      const made = await newestRoute(cli, bridge, { network, circle: circle.id, name })
      return { json: { circle: circle.id, route: made }, text: `Saved: route ${made ?? name}.` }
    }),
  )
  withExamples(add, 'route add "North bank" "Morning bus" --place Mill --place Market --window "MO,TU 07:30-08:15"')
  addEdit(route, cli)
  addTake(route, cli)
}

function addEdit(route: Command, cli: Cli): void {
  const edit = withFields(
    route.command('edit').description('change a route, or keep it longer').argument('<route>', 'its name, or id'),
  )
    .option('--circle <circle>', 'name or id, where several circles have such a route')
    .option('--name <name>', 'what it is called', someText)
    .option('--renew', 'keep it for as long as the network keeps routes')
    .option('--archive', 'put it away, for everyone')
    .option('--restore', 'bring it back')
    .action((wanted: string, options: Fields) =>
      cli.ask(async (bridge) => {
        const { network, circle, found } = await findRoute(cli, bridge, { wanted, ...options })
        const { name, renew, until } = options
        if (renew === true && until !== undefined) throw usage('It takes --renew or --until, not both.')
        const expiresAt = renew === true ? await keptUntil(cli, bridge, network) : undefined
        const patch = given({ name, archived: archivedOf(options), expiresAt, ...fields(options) })
        if (Object.keys(patch).length === 0) throw usage('It takes at least one field to change.')
        const input = { circle: circle.id, route: found.id, ...patch }
        return { json: await actOnNetwork(cli, bridge, { network, act: 'editRoute', input }), text: 'Saved.' }
      }),
    )
  withExamples(edit, 'route edit "Morning bus" --renew', 'route edit "Morning bus" --window "MO,WE,FR 07:45-08:30"')
}

function addTake(route: Command, cli: Cli): void {
  const take = route
    .command('take')
    .description('say who usually takes a route: buddies are suggested by it')
    .argument('<route>', 'its name, or id')
  withNetwork(take)
    .option('--circle <circle>', 'name or id, where several circles have such a route')
    .option('--person <member>', 'another member: name, id or its first digits')
    .option('--stop', 'no longer')
    .action((wanted: string, options: Fields & { person?: string; stop?: boolean }) =>
      cli.ask(async (bridge) => {
        const { network, circle, found } = await findRoute(cli, bridge, { wanted, ...options })
        const person = options.person === undefined ? undefined : await findMember(bridge, network, options.person)
        const input = { circle: circle.id, route: found.id, takes: options.stop !== true, ...given({ person }) }
        return { json: await actOnNetwork(cli, bridge, { network, act: 'takeRoute', input }), text: 'Saved.' }
      }),
    )
  withExamples(take, 'route take "Morning bus"', 'route take "Morning bus" --person Ben --stop')
}

function withFields(command: Command): Command {
  return withNetwork(command)
    .option(
      '--place <place>',
      'a stop or corner on the way, no private address; may be repeated',
      several(someText, 50),
    )
    .option(
      '--window <days and times>',
      'when it is taken, like "MO,TU 07:30-08:15"; may be repeated',
      several(window, 20),
    )
    .option('--until <time>', 'until when it is kept', isoTime)
}

function fields({ place, window: windows, until }: Fields): object {
  return given({ places: place, windows, expiresAt: until })
}

/** Days of a week and two times of a day. */
function window(text: string): Window {
  const [, days = '', from = '', to = ''] =
    /^([A-Za-z, ]+?)\s+(\d{2}:\d{2})\s*-\s*(\d{2}:\d{2})$/.exec(text.trim()) ?? []
  const known = days.split(/[, ]+/).map((day) => day.toUpperCase())
  if (from === '' || known.some((day) => !WEEKDAYS.includes(day)))
    throw new InvalidArgumentError(`It takes days and times, like "MO,TU 07:30-08:15". Days: ${WEEKDAYS.join(', ')}.`)
  return { days: [...new Set(known)], from, to }
}

/** As the page's "keep it longer". */
async function keptUntil(cli: Cli, bridge: Bridge, network: string): Promise<number> {
  const { record } = await bridge.call('network:show', { network }, cli)
  const settings = record['settings'] as { retentionRouteDays?: number | null } | undefined
  return cli.now + (settings?.retentionRouteDays ?? KEPT_DAYS) * DAY_MS
}

import type { Command } from 'commander'

import type { CommandOutput } from '../../../core/bridge/contract.ts'
import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { MeshError } from '../../../core/shared/errors.ts'
import type { Cli } from '../../cli.ts'
import { given } from '../../input/given.ts'
import { findNetwork, usage } from '../../input/names.ts'
import { wholeNumber } from '../../input/values.ts'
import { safeLine } from '../../output/safe-text.ts'
import { table } from '../../output/table.ts'
import { localTime } from '../../output/times.ts'
import { addRouteEditing } from '../circle/route-edit.ts'
import { withExamples } from '../examples.ts'
import { networkOf } from '../network.ts'
import { withNetwork } from '../record.ts'

type Journey = CommandOutput<'journey:list'>['journeys'][number]

/** What is read of a network's record: it comes from the engine, which has parsed it. */
interface Route {
  readonly id: string
  readonly name: string | null
  readonly places: readonly string[]
  readonly windows: readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[]
  readonly expiresAt: number | null
  readonly expired: boolean
  readonly archivedAt: number | null
}
interface Circle {
  readonly id: string
  readonly name: string
  readonly routes: readonly Route[]
  readonly archivedAt: number | null
}
interface OnCircle {
  readonly circle: Circle
  readonly route: Route
}

/** `route list|add|edit|take|start|arrive|needs-help`. */
export function addRouteCommands(program: Command, cli: Cli): void {
  const route = program.command('route').description('ways that a circle takes together, and who is under way on one')
  withExamples(route, 'route list', 'route start "School way"', 'route arrive')

  const list = route
    .command('list')
    .description('routes in use, and who is under way')
    .argument('[network]', 'id, first digits of the id, or name')
    .option('--network <network>', 'the same')
    .action((word: string | undefined, options: { network?: string }) =>
      cli.ask(async (bridge) => {
        const network = await networkOf(bridge, word, options.network)
        const routes = await routesOf(cli, bridge, network)
        const { journeys } = await bridge.call('journey:list', { network }, cli)
        const json = { routes: routes.map((one) => ({ ...one.route, circle: one.circle.id })), journeys }
        return { json, text: listText(routes, journeys, cli.printer.columns) }
      }),
    )
  withExamples(list, 'route list', 'route list "River Street"')

  addRouteEditing(route, cli)

  const start = route
    .command('start')
    .description('you set out; where you do not say that you arrived your buddy is asked, then the point contact')
    .argument('<route>', 'its name, or id or its first digits')
  withNetwork(start)
    .option('--circle <circle>', 'name or id, where several circles have such a route')
    .option('--minutes <number>', 'until you arrive (default: the check-in time of the circle)', wholeNumber(1, 1440))
    .action((wanted: string, options: { network?: string; circle?: string; minutes?: number }) =>
      cli.ask(async (bridge) => {
        const network = await findNetwork(bridge, options.network)
        const found = pick(await routesOf(cli, bridge, network), wanted, options.circle)
        const place = { network, circle: found.circle.id, route: found.route.id }
        await bridge.call('journey:start', { ...place, ...given({ minutes: options.minutes }) }, cli)
        return own(cli, bridge, network)
      }),
    )
  withExamples(start, 'route start "School way"', 'route start "School way" --minutes 45')

  addEnd(route, cli, {
    name: 'arrive',
    call: 'journey:arrive',
    description: 'you have arrived: nobody need ask about you',
  })
  addEnd(route, cli, {
    name: 'needs-help',
    call: 'journey:needs-help',
    description: 'you need help on the way; in danger call the emergency number first',
  })
}

function addEnd(
  route: Command,
  cli: Cli,
  end: { name: string; call: 'journey:arrive' | 'journey:needs-help'; description: string },
): void {
  const command = route.command(end.name).description(end.description)
  withNetwork(command).action((options: { network?: string }) =>
    cli.ask(async (bridge) => {
      const network = await findNetwork(bridge, options.network)
      await bridge.call(end.call, { network }, cli)
      return own(cli, bridge, network)
    }),
  )
  withExamples(command, `route ${end.name}`)
}

async function own(cli: Cli, bridge: Bridge, network: string): Promise<{ json: unknown; text: string }> {
  const { journeys } = await bridge.call('journey:list', { network }, cli)
  const mine = journeys.find(({ you }) => you)
  return { json: mine ?? {}, text: mine === undefined ? 'Saved.' : ownText(mine) }
}

function ownText({ state, dueAt, buddies, pointContact }: Journey): string {
  if (state === 'arrived') return 'You have arrived. Nobody is asked about you.'
  if (state === 'needs-help')
    return 'Noted: you need help. Your buddies and the point contact see it as soon as it reaches them.'
  const lines = [`You are under way. Say that you arrived by ${localTime(dueAt)}: muster route arrive`]
  if (buddies.length === 0)
    lines.push(
      pointContact === undefined
        ? 'You have no buddy in this circle, and it has no point contact: nobody would be asked about you.'
        : 'You have no buddy in this circle: its point contact would be asked about you.',
    )
  return lines.join('\n')
}

async function routesOf(cli: Cli, bridge: Bridge, network: string): Promise<OnCircle[]> {
  const { record } = await bridge.call('network:show', { network }, cli)
  const circles = (Array.isArray(record['circles']) ? record['circles'] : []) as readonly Circle[]
  return circles
    .filter(({ archivedAt }) => archivedAt === null)
    .flatMap((circle) => circle.routes.map((route) => ({ circle, route })))
    .filter(({ route }) => route.archivedAt === null && !route.expired)
}

function pick(routes: readonly OnCircle[], wanted: string, circle: string | undefined): OnCircle {
  const same = (a: string | null, b: string): boolean => a?.normalize('NFC') === b.normalize('NFC')
  const near = routes.filter((one) => circle === undefined || one.circle.id === circle || same(one.circle.name, circle))
  const byName = near.filter(({ route }) => same(route.name, wanted))
  const found =
    byName.length > 0 ? byName : near.filter(({ route }) => wanted.length >= 6 && route.id.startsWith(wanted))
  if (found.length > 1) throw usage('Several routes are meant: give the id, or say which circle with --circle.')
  if (found[0] === undefined) throw new MeshError('domain/not-found', 'No such route')
  return found[0]
}

const STATE: Readonly<Record<Journey['state'], string>> = {
  'under-way': 'under way',
  arrived: 'arrived',
  'needs-help': 'NEEDS HELP',
}
const STAGE: Readonly<Record<NonNullable<Journey['stage']>, string>> = {
  running: '',
  grace: ': now',
  buddy: ' LATE: ask their buddy',
  'point-contact': ' LATE: call them',
}

function listText(routes: readonly OnCircle[], journeys: readonly Journey[], columns: number): string {
  const ways = table(
    ['ID', 'ROUTE', 'CIRCLE', 'PLACES', 'WHEN', 'KEPT UNTIL'],
    routes.map(({ circle, route }) => [
      route.id,
      route.name ?? '',
      circle.name,
      route.places.join(', '),
      route.windows.map(({ days, from, to }) => `${days.join(' ')} ${from}-${to}`).join(', '),
      route.expiresAt === null ? '' : localTime(route.expiresAt),
    ]),
    columns,
  )
  const under = table(
    ['WHO', 'ROUTE', 'STATE', 'ARRIVES BY'],
    journeys.map((one) => [
      one.you ? `${safeLine(one.name)} (you)` : one.name,
      one.routeName ?? '',
      STATE[one.state],
      one.stage === null ? '' : `${localTime(one.dueAt)}${STAGE[one.stage]}`,
    ]),
    columns,
  )
  return [
    routes.length === 0 ? 'No routes are in use. Write one down with: muster route add CIRCLE NAME' : ways,
    ...(journeys.length === 0 ? [] : ['', under]),
  ].join('\n')
}

import type { Command } from 'commander'

import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { MeshError } from '../../../core/shared/errors.ts'
import type { Cli } from '../../cli.ts'
import { given } from '../../input/given.ts'
import { findMember, findNetwork, usage } from '../../input/names.ts'
import { several, someText, wholeNumber } from '../../input/values.ts'
import { withExamples } from '../examples.ts'
import { networkOf } from '../network.ts'
import { withNetwork } from '../record.ts'
import { addCircleMembers } from './circle-members.ts'
import { circlesText, circleText, type Names } from './circle-text.ts'
import { actOnNetwork, findCircle, personOrNone } from './find.ts'

interface Fields {
  readonly network?: string
  readonly name?: string
  readonly member?: readonly string[]
  readonly point?: string
  readonly backUp?: string
  readonly checkIn?: number
  readonly grace?: number
  readonly archive?: boolean
  readonly restore?: boolean
}

/** `circle list|show|add|edit|join|leave|pair`. */
export function addCircleCommands(program: Command, cli: Cli): void {
  const circle = program.command('circle').description('about ten people who live or travel near each other')
  withExamples(circle, 'circle list', 'circle add "North bank" --point Ana --back-up Ben', 'circle show "North bank"')
  addReading(circle, cli)
  addWriting(circle, cli)
  addCircleMembers(circle, cli)
}

/** Names by person id, where somebody reads them. */
export async function namesOf(cli: Cli, bridge: Bridge, network: string): Promise<Names> {
  if (cli.printer.json) return new Map()
  const { members } = await bridge.call('member:list', { network }, cli)
  return new Map(members.map(({ id, name }) => [id, name]))
}

function addReading(circle: Command, cli: Cli): void {
  const list = circle
    .command('list')
    .description('every circle, whom to call first, and who has no buddy')
    .argument('[network]', 'id, first digits of the id, or name')
    .option('--network <network>', 'the same')
    .action((word: string | undefined, options: { network?: string }) =>
      cli.ask(async (bridge) => {
        const network = await networkOf(bridge, word, options.network)
        const json = await bridge.call('circle:list', { network }, cli)
        return { json, text: circlesText(json, await namesOf(cli, bridge, network), cli.printer.columns) }
      }),
    )
  withExamples(list, 'circle list', 'circle list "River Street"')

  const show = circle
    .command('show')
    .description(
      'everything about one circle: people, buddies and who would suit, routes, what happens when nobody answers',
    )
    .argument('<circle>', 'name, id or its first characters')
  withNetwork(show).action((wanted: string, options: { network?: string }) =>
    cli.ask((bridge) => shown(cli, bridge, { wanted, network: options.network })),
  )
  withExamples(show, 'circle show "North bank"')
}

async function shown(
  cli: Cli,
  bridge: Bridge,
  where: { wanted: string; network: string | undefined },
): Promise<{ json: unknown; text: string }> {
  const { network, circle } = await findCircle(cli, bridge, where)
  const all = await bridge.call('circle:list', { network }, cli)
  const one = all.circles.find(({ id }) => id === circle.id)
  if (one === undefined) throw new MeshError('domain/not-found', 'This circle was put away')
  const json = { ...circle, known: one, escalationMinutes: all.escalationMinutes }
  return { json, text: circleText(circle, { all, one }, await namesOf(cli, bridge, network)) }
}

function withFields(command: Command): Command {
  return withNetwork(command)
    .option('--point <member>', 'whom to call first: name, id or its first digits, or none', someText)
    .option('--back-up <member>', 'whom to call when they do not answer, or none', someText)
    .option('--check-in <minutes>', 'after how long somebody who is out is asked', wholeNumber(1, 1440))
    .option('--grace <minutes>', 'after how much longer their buddy is asked', wholeNumber(1, 1440))
}

function addWriting(circle: Command, cli: Cli): void {
  const add = withFields(circle.command('add').description('make a circle').argument('<name>', 'its name', someText))
    .option('--member <member>', 'who is in it beside you; may be repeated', several(someText, 200))
    .action((name: string, options: Fields) =>
      cli.ask(async (bridge) => {
        const network = await findNetwork(bridge, options.network)
        const { person } = await bridge.call('network:show', { network }, cli)
        const others = await Promise.all((options.member ?? []).map((one) => findMember(bridge, network, one)))
        const input = { name, members: [...new Set([person, ...others])], ...(await fields(bridge, network, options)) }
        const { entry } = await actOnNetwork(cli, bridge, { network, act: 'addCircle', input })
        return shown(cli, bridge, { wanted: entry ?? name, network })
      }),
    )
  withExamples(add, 'circle add "North bank"', 'circle add "North bank" --member Ben --point Ana --back-up Ben')

  const edit = withFields(
    circle.command('edit').description('change a circle').argument('<circle>', 'name, id or its first characters'),
  )
    .option('--name <name>', 'what it is called', someText)
    .option('--archive', 'put it away, for everyone; it is not erased')
    .option('--restore', 'bring it back')
    .action((wanted: string, options: Fields) =>
      cli.ask(async (bridge) => {
        const { network, circle: found } = await findCircle(cli, bridge, { wanted, network: options.network })
        const archived = archivedOf(options)
        const patch = given({ name: options.name, archived, ...(await fields(bridge, network, options)) })
        if (Object.keys(patch).length === 0) throw usage('It takes at least one field to change.')
        const input = { circle: found.id, ...patch }
        const json = await actOnNetwork(cli, bridge, { network, act: 'editCircle', input })
        if (archived === true) return { json, text: 'Put away. Bring it back with --restore.' }
        return shown(cli, bridge, { wanted: found.id, network })
      }),
    )
  withExamples(edit, 'circle edit "North bank" --back-up Ben', 'circle edit "North bank" --check-in 20 --point none')
}

/** @throws MeshError `cli/usage` for both */
export function archivedOf({ archive, restore }: { archive?: boolean; restore?: boolean }): boolean | undefined {
  if (archive === true && restore === true) throw usage('It takes --archive or --restore, not both.')
  return archive === true ? true : restore === true ? false : undefined
}

async function fields(bridge: Bridge, network: string, options: Fields): Promise<object> {
  return given({
    pointContact: await personOrNone(bridge, network, options.point),
    backUp: await personOrNone(bridge, network, options.backUp),
    checkInMinutes: options.checkIn,
    checkInGraceMinutes: options.grace,
  })
}

import type { Command } from 'commander'

import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import type { Cli } from '../../cli.ts'
import { given } from '../../input/given.ts'
import { findNetwork, usage } from '../../input/names.ts'
import { someText } from '../../input/values.ts'
import { table } from '../../output/table.ts'
import { withExamples } from '../examples.ts'
import { networkOf } from '../network.ts'
import { withNetwork } from '../record.ts'
import { archivedOf } from './circle.ts'
import { actOnNetwork, entriesOf, pickEntry } from './find.ts'

interface Fields {
  readonly network?: string
  readonly name?: string
  readonly point?: string
  readonly backUp?: string
  readonly shared?: string
  readonly archive?: boolean
  readonly restore?: boolean
}

/** `link list|add|edit`. */
export function addLinkCommands(program: Command, cli: Cli): void {
  const link = program.command('link').description('other networks: whom to call there, and what is shared with them')
  withExamples(link, 'link list', 'link add "East side" --point "Their office" --shared "Calls for supplies"')

  const list = link
    .command('list')
    .description('every link to another network')
    .argument('[network]', 'id, first digits of the id, or name')
    .option('--network <network>', 'the same')
    .action((word: string | undefined, options: { network?: string }) =>
      cli.ask(async (bridge) => listed(cli, bridge, await networkOf(bridge, word, options.network))),
    )
  withExamples(list, 'link list')

  const add = withFields(
    link.command('add').description('write down a network').argument('<name>', 'its name', someText),
  )
  add.action((name: string, options: Fields) =>
    cli.ask(async (bridge) => {
      const network = await findNetwork(bridge, options.network)
      await actOnNetwork(cli, bridge, { network, act: 'addLink', input: { name, ...fields(options) } })
      return listed(cli, bridge, network)
    }),
  )
  withExamples(add, 'link add "East side" --point "Their office"')

  const edit = withFields(
    link.command('edit').description('change a link').argument('<link>', 'name, id or its first characters'),
  )
    .option('--name <name>', 'what it is called', someText)
    .option('--archive', 'put it away, for everyone; it is not erased')
    .option('--restore', 'bring it back')
    .action((wanted: string, options: Fields) =>
      cli.ask(async (bridge) => {
        const network = await findNetwork(bridge, options.network)
        const links = await entriesOf(cli, bridge, { network, list: 'links' })
        const found = pickEntry(links, wanted, { what: 'link', nameOf: (one) => one.name })
        const patch = given({ name: options.name, archived: archivedOf(options), ...fields(options) })
        if (Object.keys(patch).length === 0) throw usage('It takes at least one field to change.')
        await actOnNetwork(cli, bridge, { network, act: 'editLink', input: { link: found.id, ...patch } })
        return listed(cli, bridge, network)
      }),
    )
  withExamples(edit, 'link edit "East side" --shared none', 'link edit "East side" --archive')
}

function withFields(command: Command): Command {
  return withNetwork(command)
    .option('--point <who>', 'whom to call there, in words, or none', someText)
    .option('--back-up <who>', 'whom to call when they do not answer, or none', someText)
    .option('--shared <what>', 'what is shared with them, or none', someText)
}

function fields({ point, backUp, shared }: Fields): object {
  const orNone = (text: string | undefined): string | null | undefined => (text === 'none' ? null : text)
  return given({ pointContact: orNone(point), backUp: orNone(backUp), shared: orNone(shared) })
}

async function listed(cli: Cli, bridge: Bridge, network: string): Promise<{ json: unknown; text: string }> {
  const all = await entriesOf(cli, bridge, { network, list: 'links' })
  const links = all.filter(({ archivedAt }) => archivedAt === null)
  if (links.length === 0) return { json: { links }, text: 'No links yet. Write one down with: muster link add NAME' }
  const rows = links.map(({ id, name, pointContact, backUp, shared }) => [
    id,
    name,
    pointContact ?? 'NOBODY NAMED',
    backUp ?? 'NOBODY NAMED',
    shared ?? 'nothing',
  ])
  const heading = ['ID', 'NETWORK', 'POINT CONTACT', 'BACK-UP', 'SHARED']
  return { json: { links }, text: table(heading, rows, cli.printer.columns) }
}

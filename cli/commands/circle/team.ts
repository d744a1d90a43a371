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
import { archivedOf, namesOf } from './circle.ts'
import { namesText, postText } from './circle-text.ts'
import { actOnNetwork, entriesOf, personOrNone, pickEntry } from './find.ts'

interface Fields {
  readonly network?: string
  readonly skill?: string
  readonly point?: string
  readonly backUp?: string
  readonly archive?: boolean
  readonly restore?: boolean
}

/** `team list|add|edit`. */
export function addTeamCommands(program: Command, cli: Cli): void {
  const team = program.command('team').description('specialist teams: a skill, and whom to call first for it')
  withExamples(team, 'team list', 'team add "first aid" --point Ana --back-up Ben')

  const list = team
    .command('list')
    .description('every team, whom to call first, and who has the skill')
    .argument('[network]', 'id, first digits of the id, or name')
    .option('--network <network>', 'the same')
    .action((word: string | undefined, options: { network?: string }) =>
      cli.ask(async (bridge) => listed(cli, bridge, await networkOf(bridge, word, options.network))),
    )
  withExamples(list, 'team list')

  const add = withPosts(
    team.command('add').description('make a team').argument('<skill>', 'as members write it', someText),
  )
  add.action((skill: string, options: Fields) =>
    cli.ask(async (bridge) => {
      const network = await findNetwork(bridge, options.network)
      const input = { skill, ...(await posts(bridge, network, options)) }
      await actOnNetwork(cli, bridge, { network, act: 'addTeam', input })
      return listed(cli, bridge, network)
    }),
  )
  withExamples(add, 'team add "first aid" --point Ana --back-up Ben')

  const edit = withPosts(
    team.command('edit').description('change a team').argument('<team>', 'its skill, id or first characters of the id'),
  )
    .option('--skill <skill>', 'as members write it', someText)
    .option('--archive', 'put it away, for everyone; it is not erased')
    .option('--restore', 'bring it back')
    .action((wanted: string, options: Fields) =>
      cli.ask(async (bridge) => {
        const network = await findNetwork(bridge, options.network)
        const teams = await entriesOf(cli, bridge, { network, list: 'teams' })
        const found = pickEntry(teams, wanted, { what: 'team', nameOf: (one) => one.skill })
        const { skill } = options
        const patch = given({ skill, archived: archivedOf(options), ...(await posts(bridge, network, options)) })
        if (Object.keys(patch).length === 0) throw usage('It takes at least one field to change.')
        await actOnNetwork(cli, bridge, { network, act: 'editTeam', input: { team: found.id, ...patch } })
        return listed(cli, bridge, network)
      }),
    )
  withExamples(edit, 'team edit "first aid" --back-up Ben', 'team edit "first aid" --archive')
}

function withPosts(command: Command): Command {
  return withNetwork(command)
    .option('--point <member>', 'whom to call first: name, id or its first digits, or none', someText)
    .option('--back-up <member>', 'whom to call when they do not answer, or none', someText)
}

async function posts(bridge: Bridge, network: string, options: Fields): Promise<object> {
  return given({
    pointContact: await personOrNone(bridge, network, options.point),
    backUp: await personOrNone(bridge, network, options.backUp),
  })
}

async function listed(cli: Cli, bridge: Bridge, network: string): Promise<{ json: unknown; text: string }> {
  const { teams } = await bridge.call('circle:list', { network }, cli)
  if (teams.length === 0)
    return { json: { teams }, text: 'No specialist teams yet. Make one with: muster team add SKILL' }
  const names = await namesOf(cli, bridge, network)
  const rows = teams.map(({ id, skill, members, pointContact, backUp }) => [
    id,
    skill,
    postText(pointContact, names),
    postText(backUp, names),
    namesText(members, names),
  ])
  const text = table(['ID', 'SKILL', 'POINT CONTACT', 'BACK-UP', 'WHO HAS IT'], rows, cli.printer.columns)
  return { json: { teams }, text }
}

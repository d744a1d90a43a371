import type { Command } from 'commander'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { Cli } from '../cli.ts'
import { findMember, findNetwork, findRequest, networkAnd } from '../input/names.ts'
import { table } from '../output/table.ts'
import { ago, localTime } from '../output/times.ts'
import { withExamples } from './examples.ts'
import { networkOf } from './network.ts'

type Member = CommandOutput<'member:list'>['members'][number]

/** `member list|promote|demote|remove` and `request list|approve|reject`. */
export function addMemberCommands(program: Command, cli: Cli): void {
  const member = program.command('member').description('who is in a network, and what they may do')
  withExamples(member, 'member list', 'member promote Ben', 'member remove Cleo --network "River Street"')

  withExamples(
    member
      .command('list')
      .description('the members of a network')
      .argument('[network]', 'id, first digits of the id, or name')
      .option('--network <network>', 'the same')
      .option('--all', 'also those who left or were removed')
      .action((word: string | undefined, options: { network?: string; all?: boolean }) =>
        cli.ask(async (bridge) => {
          const { members } = await bridge.call(
            'member:list',
            { network: await networkOf(bridge, word, options.network) },
            cli,
          )
          const shown = members.filter((one) => options.all === true || one.state === 'current')
          return { json: shown, text: memberTable(shown, cli) }
        }),
      ),
    'member list',
    'member list "River Street" --all',
  )
  const acts = {
    promote: ['make a member coordinator', 'They are a coordinator now.'],
    demote: [
      'make a coordinator an ordinary member again',
      'They are an ordinary member now. Only removing stops somebody who has changed the program.',
    ],
    remove: [
      'remove a member: from now on they receive nothing new',
      'They are removed and receive nothing new. What they already have, they keep.',
    ],
  } as const
  for (const [verb, [description, done]] of Object.entries(acts) as [keyof typeof acts, readonly [string, string]][]) {
    withExamples(
      member
        .command(verb)
        .description(`${description} (coordinators only)`)
        .argument('<member...>', 'name, id or its first digits; before it the network, where there are several')
        .option('--network <network>', 'the network')
        .action((words: string[], options: { network?: string }) =>
          cli.ask(async (bridge) => {
            const { network: named, thing } = networkAnd(words, options.network, 'member')
            const network = await findNetwork(bridge, named)
            const json = await bridge.call(
              `member:${verb}`,
              { network, person: await findMember(bridge, network, thing) },
              cli,
            )
            return { json, text: done }
          }),
        ),
      `member ${verb} Ben`,
      `member ${verb} 5c11d0aa --network "River Street"`,
    )
  }
  addRequestCommands(program, cli)
}

function addRequestCommands(program: Command, cli: Cli): void {
  const request = program.command('request').description('people who ask to join')
  withExamples(request, 'request list', 'request approve Cleo', 'request reject 77ab20ff')
  withExamples(
    request
      .command('list')
      .description('who waits for a coordinator')
      .argument('[network]', 'id, first digits of the id, or name')
      .option('--network <network>', 'the same')
      .action((word: string | undefined, options: { network?: string }) =>
        cli.ask(async (bridge) => {
          const { requests } = await bridge.call(
            'request:list',
            { network: await networkOf(bridge, word, options.network) },
            cli,
          )
          const rows = requests.map((one) => [
            one.id.slice(0, 8),
            one.name,
            one.fingerprint,
            ago(one.at, cli.now),
            one.reason === 'over-use' ? 'the invite was used too often' : '',
          ])
          return {
            json: requests,
            text:
              rows.length === 0
                ? 'Nobody is waiting.'
                : table(['ID', 'NAME', 'KEY', 'ASKED', 'WHY'], rows, cli.printer.columns),
          }
        }),
      ),
    'request list',
    'request list "River Street"',
  )
  const acts = {
    approve: ['let someone in', 'They are let in.'],
    reject: ['decline someone', 'They are declined.'],
  } as const
  for (const [verb, [description, done]] of Object.entries(acts) as [keyof typeof acts, readonly [string, string]][]) {
    withExamples(
      request
        .command(verb)
        .description(`${description} (coordinators only)`)
        .argument('<request...>', 'name, id or its first digits; before it the network, where there are several')
        .option('--network <network>', 'the network')
        .action((words: string[], options: { network?: string }) =>
          cli.ask(async (bridge) => {
            const { network: named, thing } = networkAnd(words, options.network, 'request')
            const network = await findNetwork(bridge, named)
            const json = await bridge.call(
              `request:${verb}`,
              { network, request: await findRequest(bridge, network, thing) },
              cli,
            )
            return { json, text: done }
          }),
        ),
      `request ${verb} Cleo`,
      `request ${verb} 77ab20ff --network "River Street"`,
    )
  }
}

function memberTable(members: readonly Member[], cli: Cli): string {
  // names are labels that anyone may choose: equal ones are told apart by the key
  const names = members.map((one) => one.name)
  return table(
    ['ID', 'NAME', 'ROLE', 'KEY', 'STATE', 'JOINED', 'LAST EXCHANGE'],
    members.map((one) => [
      one.id.slice(0, 8),
      one.you ? `${one.name} (you)` : one.name,
      one.role,
      names.filter((name) => name === one.name).length > 1 ? one.fingerprint : '',
      one.state === 'current' ? (one.connected ? 'here now' : '') : one.state,
      localTime(one.joinedAt),
      one.lastExchangeAt === undefined ? '' : ago(one.lastExchangeAt, cli.now),
    ]),
    cli.printer.columns,
  )
}

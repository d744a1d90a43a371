import type { Command } from 'commander'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { MeshError } from '../../core/shared/errors.ts'
import type { Cli } from '../cli.ts'
import { prepareFile, readImage, readText } from '../input/files.ts'
import { findInvite, networkAnd, findNetwork, usage } from '../input/names.ts'
import { address, seconds, several, someText, wholeNumber } from '../input/values.ts'
import { safeLine } from '../output/safe-text.ts'
import { table } from '../output/table.ts'
import { localTime } from '../output/times.ts'
import { withExamples } from './examples.ts'
import { networkOf } from './network.ts'

export interface CreateOptions {
  readonly network?: string
  readonly uses: number
  readonly hours: number
  readonly approve?: boolean
  readonly ownDevice?: boolean
  readonly png?: string
  readonly address?: readonly string[]
}

/** `invite create|list|revoke|inspect` and `join`. */
export function addInviteCommands(program: Command, cli: Cli): void {
  const invite = program.command('invite').description('make, list and withdraw invites')
  withExamples(invite, 'invite create "River Street"', 'invite list', 'invite revoke 3f9a01c2')

  withExamples(
    invite
      .command('create')
      .description('make an invite: a code to show, print or send')
      .argument('[network]', 'id, first digits of the id, or name')
      .option('--network <network>', 'the same')
      .option('--uses <number>', 'how many people may use it', wholeNumber(1, 10_000), 1)
      .option('--hours <number>', 'how long it is good for', wholeNumber(1, 8_760), 24)
      .option('--approve', 'a coordinator must say yes to each person')
      .option('--own-device', 'for a second computer of your own')
      .option('--png <file>', 'also draw it as a picture that the others can scan: a new file')
      .option(
        '--address <ip:port>',
        "where the others reach this network, at most 2 times (default: this computer's own)",
        several(address, 2),
      )
      .action((word: string | undefined, options: CreateOptions) =>
        cli.ask((bridge) => createInvite(cli, bridge, word, options)),
      ),
    'invite create "River Street"',
    'invite create "River Street" --uses 20 --hours 3 --png meeting.png',
    'invite create "River Street" --approve --address 192.168.1.20:7001',
  )
  withExamples(
    invite
      .command('list')
      .description('the invites of a network')
      .argument('[network]', 'id, first digits of the id, or name')
      .option('--network <network>', 'the same')
      .action((word: string | undefined, options: { network?: string }) =>
        cli.ask(async (bridge) => {
          const { invites } = await bridge.call(
            'invite:list',
            { network: await networkOf(bridge, word, options.network) },
            cli,
          )
          return { json: invites, text: listText(invites, cli.printer.columns) }
        }),
      ),
    'invite list',
    'invite list "River Street"',
  )
  withExamples(
    invite
      .command('revoke')
      .description('withdraw an invite, so that nobody can use it any more')
      .argument('<invite...>', 'id, its first digits, or the code; before it the network, where there are several')
      .option('--network <network>', 'the network')
      .action((words: string[], options: { network?: string }) =>
        cli.ask(async (bridge) => {
          const { network: named, thing } = networkAnd(words, options.network, 'invite')
          const network = await findNetwork(bridge, named)
          const done = await bridge.call(
            'invite:revoke',
            { network, invite: await findInvite(bridge, network, thing) },
            cli,
          )
          return { json: done, text: 'The invite is withdrawn. Members hear of it as soon as they are connected.' }
        }),
      ),
    'invite revoke 3f9a01c2',
    'invite revoke 3f9a01c2 --network "River Street"',
  )
  withExamples(
    invite
      .command('inspect')
      .description('what an invite says, without joining')
      .argument('[code]', 'the code, or - to read it from standard input')
      .option('--png <file>', 'a picture of it')
      .action((code: string | undefined, options: { png?: string }) =>
        cli.ask(async (bridge) => {
          const content = await bridge.call('invite:inspect', { code: await codeFrom(cli, code, options.png) }, cli)
          const lines = [
            `Good until ${localTime(content.expires)}${content.expired ? ' (expired)' : ''}.`,
            content.approve ? 'A coordinator must approve you.' : 'You are let in at once.',
            `Made by the person with the key ${safeLine(content.inviter)}.`,
            ...(content.alreadyMember ? ['This profile is already in that network.'] : []),
          ]
          return { json: content, text: lines.join('\n') }
        }),
      ),
    'invite inspect MUSTER:…',
    'invite inspect --png photo.png',
  )
  addJoinCommand(program, cli)
}

function addJoinCommand(program: Command, cli: Cli): void {
  withExamples(
    program
      .command('join')
      .description('join a network with an invite')
      .argument('[code]', 'the code, or - to read it from standard input')
      .option('--png <file>', 'a picture of it')
      .requiredOption('--as <name>', 'what the others will call you; a pseudonym is fine', someText)
      .option('--timeout <seconds>', 'how long to try', seconds, 30_000)
      .action((code: string | undefined, options: { png?: string; as: string; timeout: number }) =>
        cli.ask(
          async (bridge) => {
            const joined = await bridge.call(
              'network:join',
              { code: await codeFrom(cli, code, options.png), as: options.as, timeoutMs: options.timeout },
              cli,
            )
            return {
              json: joined,
              text: `You are in, as ${safeLine(options.as)}. Everyone in the network can see that you joined.\nWhat they hold arrives now; see: muster status`,
            }
          },
          { online: true },
        ),
      ),
    'join MUSTER:… --as Ben',
    'join --png photo.png --as Ben --timeout 60',
    'join - --as Ben < invite.txt',
  )
}

/** Makes an invite and prints it; with `png` also as a picture. */
export async function createInvite(
  cli: Cli,
  bridge: Parameters<Parameters<Cli['ask']>[0]>[0],
  word: string | undefined,
  options: CreateOptions,
): ReturnType<Parameters<Cli['ask']>[0]> {
  const network = await networkOf(bridge, word, options.network)
  // the file first: an invite nobody can see would still be open to use
  const file = options.png === undefined ? undefined : await prepareFile(options.png)
  try {
    const made = await bridge.call(
      'invite:create',
      {
        network,
        uses: options.uses,
        hours: options.hours,
        approve: options.approve ?? false,
        ownDevice: options.ownDevice ?? false,
        ...(options.address === undefined ? {} : { addresses: [...options.address] }),
      },
      cli,
    )
    if (file !== undefined) {
      const { drawPng } = await import('../output/qr.ts')
      await file.write(drawPng(made.code))
    }
    const picture = cli.printer.isTerminal ? `${(await import('../output/qr.ts')).drawForTerminal(made.code)}\n` : ''
    const uses =
      options.ownDevice === true ? 'one more computer of yours' : made.uses === 1 ? 'one person' : `${made.uses} people`
    return {
      json: made,
      text: `${picture}${made.code}\nFor ${uses}, until ${localTime(made.expires)}. Whoever has this code can use it: show it only to those you mean.`,
    }
  } finally {
    await file?.close()
  }
}

/** A code as it was typed, piped in or drawn. @throws MeshError `cli/usage`, `identity/invite-foreign`, `identity/invite-unreadable-image` */
export async function codeFrom(cli: Cli, code: string | undefined, png: string | undefined): Promise<string> {
  if ((code === undefined) === (png === undefined)) throw usage('It takes a code, or a picture of one with --png.')
  if (png !== undefined) {
    const image = await readImage(png)
    const { readPicture } = await import('../output/qr.ts')
    return readPicture(image)
  }
  const given = code === '-' ? await readText(cli.world.stdin) : code!
  if (given.length > 4096) throw new MeshError('identity/invite-foreign', 'Far too long for an invite')
  return given
}

function listText(invites: CommandOutput<'invite:list'>['invites'], columns: number): string {
  if (invites.length === 0) return 'No invites. Make one with: muster invite create'
  return table(
    ['ID', 'STATE', 'USED', 'UNTIL', 'APPROVAL', 'BY'],
    invites.map((one) => [
      one.id.slice(0, 8),
      one.state,
      `${one.used} of ${one.uses}`,
      localTime(one.expires),
      one.approve ? 'by a coordinator' : '',
      one.by,
    ]),
    columns,
  )
}

import type { Command } from 'commander'

import type { CommandCall } from '../../../core/bridge/contract.ts'
import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { MeshError } from '../../../core/shared/errors.ts'
import type { Cli } from '../../cli.ts'
import { given } from '../../input/given.ts'
import { findMember, findRecord } from '../../input/names.ts'
import { isoTime, oneOf, someText } from '../../input/values.ts'
import { withExamples } from '../examples.ts'
import { addListCommand, recordOf, withNetwork } from '../record.ts'
import { boardText } from './board-text.ts'
import { addAlertSending } from './send.ts'
import { ANSWERS, CONFIRMABLE, STEPS, WAYS } from './words.ts'

/** `alert send|list|show|confirm|answer|record|enough|update|cancel|all-clear|escalate|stop`. */
export function addAlertCommands(program: Command, cli: Cli): void {
  const alert = program.command('alert').description('calls for help, and who answers them')
  withExamples(
    alert,
    'alert send --about 4b1f22a0 --kind supplies --headline "Pumps needed at the school" --need 4',
    'alert answer 9c0d11e2 coming',
    'alert show 9c0d11e2',
  )
  addAlertSending(alert, cli)
  addListCommand(alert, cli, 'alert')
  addShow(alert, cli)
  addConfirm(alert, cli)
  addAnswers(alert, cli)
  addEndings(alert, cli)
}

function addShow(alert: Command, cli: Cli): void {
  const show = alert
    .command('show')
    .description('what it says, and how far it has come')
    .argument('<id>', 'id or its first digits')
  withNetwork(show).action((id: string, options: { network?: string }) =>
    cli.ask(async (bridge) => {
      const place = await recordOf(bridge, 'alert', id, options.network)
      const { record, gate, obstacles, people, computers } = await bridge.call('alert:show', place, cli)
      const reachable = { people, computers }
      const json = { ...record, ...(gate !== undefined && { gate }), obstacles, reachable }
      if (cli.printer.json) return { json, text: '' }
      const { members } = await bridge.call('member:list', { network: place.network }, cli)
      const names = new Map(members.map((member) => [member.id, member.name]))
      return { json, text: boardText(json, names, cli.printer.columns) }
    }),
  )
  withExamples(show, 'alert show 9c0d11e2')
}

function addConfirm(alert: Command, cli: Cli): void {
  const confirm = alert
    .command('confirm')
    .description('say to act now although nobody has verified it, or that the text of another member identifies nobody')
    .argument('<id>', 'id of a draft, or its first digits')
    .argument('<what>', CONFIRMABLE.join(', '), oneOf(CONFIRMABLE))
  withNetwork(confirm)
    .option('--version-seen <version>', 'the version that you looked at; refused when it has changed')
    .action((id: string, what: (typeof CONFIRMABLE)[number], options: { network?: string; versionSeen?: string }) =>
      act(cli, 'alert:confirm', id, options, 'Confirmed.', () => ({
        what,
        ...given({ version: options.versionSeen }),
      })),
    )
  withExamples(confirm, 'alert confirm 9c0d11e2 unverified', 'alert confirm 9c0d11e2 text')
}

interface Said {
  readonly network?: string
  readonly eta?: string
  readonly role?: string
}

function withSaid(command: Command): Command {
  return withNetwork(command)
    .option('--eta <time>', 'when they will be there', isoTime)
    .option('--role <role>', 'for which of the roles asked for', someText)
}

function addAnswers(alert: Command, cli: Cli): void {
  const answer = alert
    .command('answer')
    .description('say whether you come')
    .argument('<id>', 'id or its first digits')
    .argument('<answer>', ANSWERS.join(', '), oneOf(ANSWERS))
  withSaid(answer).action((id: string, said: (typeof ANSWERS)[number], { eta, role, network }: Said) =>
    act(cli, 'alert:answer', id, { ...given({ network }) }, 'Saved.', () => ({
      answer: said,
      ...given({ eta, role }),
    })),
  )
  withExamples(answer, 'alert answer 9c0d11e2 coming --eta 2026-12-01T18:20', 'alert answer 9c0d11e2 cannot')

  const record = alert
    .command('record')
    .description('note whom you reached by phone or in person, and what they said')
    .argument('<id>', 'id or its first digits')
    .argument('<person>', 'a member by name or id, or the id of a contact')
    .argument('[answer]', ANSWERS.join(', '), oneOf(ANSWERS))
  withSaid(record)
    .requiredOption('--by <way>', WAYS.join(' or '), oneOf(WAYS))
    .option('--note <text>', 'a remark, never anything that identifies somebody', someText)
    .action(
      (
        id: string,
        who: string,
        said: (typeof ANSWERS)[number] | undefined,
        options: Said & { by: (typeof WAYS)[number]; note?: string },
      ) =>
        act(cli, 'alert:record', id, options, 'Noted.', async (bridge, network) => {
          const { by: via, eta, role, note } = options
          const person = await memberOrContact(bridge, network, who)
          return { person, via, ...given({ answer: said, eta, role, note }) }
        }),
    )
  withExamples(record, 'alert record 9c0d11e2 Ben coming --by phone', 'alert record 9c0d11e2 Cleo --by person')
}

async function memberOrContact(bridge: Bridge, network: string, wanted: string): Promise<string> {
  try {
    return await findMember(bridge, network, wanted)
  } catch (error) {
    const unknown = error instanceof MeshError && error.code === 'identity/not-a-member'
    if (!unknown || !/^[0-9a-f]{6,32}$/i.test(wanted)) throw error
    return (await findRecord(bridge, wanted, { network, kind: 'contact' })).id
  }
}

function addEndings(alert: Command, cli: Cli): void {
  const plain = (name: string, description: string, example = ''): Command => {
    const command = alert.command(name).description(description).argument('<id>', 'id or its first digits')
    withExamples(command, `alert ${name} 9c0d11e2${example}`)
    return withNetwork(command)
  }
  plain('enough', 'enough are coming: stand the rest down').action((id: string, options: { network?: string }) =>
    act(cli, 'alert:enough', id, options, 'Whoever is not coming yet sees "We have enough".', () => ({})),
  )
  plain('cancel', 'take the call back', ' --note "It was a false alarm"')
    .option('--note <text>', 'why', someText)
    .action((id: string, options: { network?: string; note?: string }) =>
      act(cli, 'alert:cancel', id, options, 'Cancelled.', () => given({ note: options.note })),
    )
  plain('all-clear', 'it is over: tell those who were alerted')
    .option('--note <text>', 'how it ended', someText)
    .action((id: string, options: { network?: string; note?: string }) =>
      act(cli, 'alert:all-clear', id, options, 'All clear.', () => given({ note: options.note })),
    )
  plain('escalate', 'take the next step now: ask again, ask the back-up circle, open the phone tree', ' back-up-circle')
    .argument('<step>', STEPS.join(', '), oneOf(STEPS))
    .action((id: string, step: (typeof STEPS)[number], options: { network?: string }) =>
      act(cli, 'alert:escalate', id, options, 'Done.', () => ({ step })),
    )
  plain('stop', 'raise it no further, on every computer').action((id: string, options: { network?: string }) =>
    act(cli, 'alert:stop', id, options, 'It is raised no further.', () => ({})),
  )
}

type Act =
  | 'alert:confirm'
  | 'alert:answer'
  | 'alert:record'
  | 'alert:enough'
  | 'alert:cancel'
  | 'alert:all-clear'
  | 'alert:escalate'
  | 'alert:stop'
type ActInput<Name extends Act> = Omit<CommandCall<Name>, 'network' | 'id'>

/** One act on one alert. */
function act<Name extends Act>(
  cli: Cli,
  name: Name,
  id: string,
  options: { network?: string },
  text: string,
  input: (bridge: Bridge, network: string) => ActInput<Name> | Promise<ActInput<Name>>,
): Promise<void> {
  return cli.ask(async (bridge) => {
    const place = await recordOf(bridge, 'alert', id, options.network)
    const json = await bridge.call(
      name,
      { ...place, ...(await input(bridge, place.network)) } as CommandCall<Name>,
      cli,
    )
    return { json, text }
  })
}

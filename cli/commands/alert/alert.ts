import type { Command } from 'commander'

import type { Cli } from '../../cli.ts'
import { given } from '../../input/given.ts'
import { oneOf, someText } from '../../input/values.ts'
import { withExamples } from '../examples.ts'
import { addListCommand, recordOf, withNetwork } from '../record.ts'
import { act } from './act.ts'
import { addAnswers } from './answers.ts'
import { boardNames } from './board-names.ts'
import { boardText } from './board-text.ts'
import { addResponders } from './responders.ts'
import { addAlertSending } from './send.ts'
import { CONFIRMABLE, STEPS } from './words.ts'

/**
 * `alert send|update|list|show|confirm|answer|record`, `check-in|needs-help|pair|debrief` and
 * `enough|cancel|all-clear|escalate|stop`.
 */
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
  addResponders(alert, cli)
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
      const persons = Array.isArray(record['people']) ? (record['people'] as { member: string }[]) : []
      const onBoard = { network: place.network, persons: persons.map(({ member }) => member) }
      const names = await boardNames(bridge, cli, onBoard)
      const { record: network } = await bridge.call('network:show', { network: place.network }, cli)
      const number = (network['settings'] as { emergencyNumber?: string | null } | undefined)?.emergencyNumber
      const { columns } = cli.printer
      return { json, text: boardText(json, { names, columns, ...(number ? { emergencyNumber: number } : {}) }) }
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
      act(cli, 'alert:confirm', id, { ...options, text: 'Confirmed.' }, () => ({
        what,
        ...given({ version: options.versionSeen }),
      })),
    )
  withExamples(confirm, 'alert confirm 9c0d11e2 unverified', 'alert confirm 9c0d11e2 text')
}

function addEndings(alert: Command, cli: Cli): void {
  const plain = (name: string, description: string, example = ''): Command => {
    const command = alert.command(name).description(description).argument('<id>', 'id or its first digits')
    withExamples(command, `alert ${name} 9c0d11e2${example}`)
    return withNetwork(command)
  }
  plain('enough', 'enough are coming: stand the rest down').action((id: string, options: { network?: string }) =>
    act(cli, 'alert:enough', id, { ...options, text: 'Whoever is not coming yet sees "We have enough".' }, () => ({})),
  )
  plain('cancel', 'take the call back', ' --note "It was a false alarm"')
    .option('--note <text>', 'why', someText)
    .action((id: string, options: { network?: string; note?: string }) =>
      act(cli, 'alert:cancel', id, { ...options, text: 'Cancelled.' }, () => given({ note: options.note })),
    )
  plain('all-clear', 'it is over: tell those who were alerted')
    .option('--note <text>', 'how it ended', someText)
    .action((id: string, options: { network?: string; note?: string }) =>
      act(cli, 'alert:all-clear', id, { ...options, text: 'All clear.' }, () => given({ note: options.note })),
    )
  plain('escalate', 'take the next step now: ask again, ask the back-up circle, open the phone tree', ' back-up-circle')
    .argument('<step>', STEPS.join(', '), oneOf(STEPS))
    .action((id: string, step: (typeof STEPS)[number], options: { network?: string }) =>
      act(cli, 'alert:escalate', id, { ...options, text: 'Done.' }, () => ({ step })),
    )
  plain('stop', 'raise it no further, on every computer').action((id: string, options: { network?: string }) =>
    act(cli, 'alert:stop', id, { ...options, text: 'It is raised no further.' }, () => ({})),
  )
}

import { type Command, InvalidArgumentError } from 'commander'

import type { CommandOutput } from '../../../core/bridge/contract.ts'
import type { Cli } from '../../cli.ts'
import { findNetwork } from '../../input/names.ts'
import { oneOf } from '../../input/values.ts'
import { attentionText } from '../../output/attention-text.ts'
import { withExamples } from '../examples.ts'
import { withNetwork } from '../record.ts'

/** `attention`, `quiet-hours`, `sound`. */
export function addAttentionCommands(program: Command, cli: Cli): void {
  const attention = program.command('attention').description('what asks for you now, most pressing first')
  withNetwork(attention).action((options: { network?: string }) =>
    cli.ask(async (bridge) => {
      const place = options.network === undefined ? {} : { network: await findNetwork(bridge, options.network) }
      const { items } = await bridge.call('attention:list', place, cli)
      if (cli.printer.json) return { json: items, text: '' }
      const { networks } = await bridge.call('network:list', {}, cli)
      const names = new Map(networks.map(({ id, name }) => [id, name]))
      for (const network of new Set(items.map((one) => one.network))) {
        const { members } = await bridge.call('member:list', { network }, cli)
        for (const { id, name } of members) names.set(id, name)
      }
      const nameOf = (id: string): string => names.get(id) ?? id.slice(0, 8)
      return { json: items, text: attentionText(items, { nameOf, columns: cli.printer.columns }) }
    }),
  )
  withExamples(attention, 'attention', '--json attention')

  const quiet = program
    .command('quiet-hours')
    .description('hours in which only calls that cannot wait make a sound on this computer, or choose them')
    .argument('[hours]', 'from and to, like 22:00-07:00; on; off', hoursOf)
    .action((choice: Hours | undefined) =>
      cli.ask(async (bridge) => {
        const before = await bridge.call('profile:preferences', {}, cli)
        const quietHours = { ...before.quietHours, ...choice }
        const json = choice === undefined ? before : await bridge.call('profile:set-preferences', { quietHours }, cli)
        return { json, text: quietText(json) }
      }),
    )
  withExamples(quiet, 'quiet-hours', 'quiet-hours 22:00-07:00', 'quiet-hours off')

  const sound = program
    .command('sound')
    .description('whether calls make a sound on this computer, or choose that')
    .argument('[on|off]', 'on or off', oneOf(['on', 'off']))
    .action((choice: 'on' | 'off' | undefined) =>
      cli.ask(async (bridge) => {
        const json =
          choice === undefined
            ? await bridge.call('profile:preferences', {}, cli)
            : await bridge.call('profile:set-preferences', { sound: choice === 'on' }, cli)
        return { json, text: json.sound ? 'Calls make a sound.' : 'Calls are shown and make no sound.' }
      }),
    )
  withExamples(sound, 'sound', 'sound off')
}

type Hours = Partial<CommandOutput<'profile:preferences'>['quietHours']>

function hoursOf(text: string): Hours {
  const word = text.trim().toLowerCase()
  if (word === 'on' || word === 'off') return { on: word === 'on' }
  const parts = /^((?:[01]?\d|2[0-3]):[0-5]\d)\s*-\s*((?:[01]?\d|2[0-3]):[0-5]\d)$/.exec(word)
  if (parts === null) throw new InvalidArgumentError('It takes two times like 22:00-07:00, or on, or off.')
  return { on: true, from: parts[1]!.padStart(5, '0'), to: parts[2]!.padStart(5, '0') }
}

function quietText({ quietHours: { on, from, to } }: CommandOutput<'profile:preferences'>): string {
  return on
    ? `Quiet from ${from} to ${to}: only calls that cannot wait make a sound.`
    : 'No quiet hours: every call for you makes a sound.'
}

import { type Command } from 'commander'

import type { CommandOutput } from '../../../core/bridge/contract.ts'
import type { Cli } from '../../cli.ts'
import { findNetwork } from '../../input/names.ts'
import { isoTime } from '../../input/values.ts'
import { safeLine } from '../../output/safe-text.ts'
import { localTime } from '../../output/times.ts'
import { withExamples } from '../examples.ts'
import { withNetwork } from '../record.ts'

type Preview = CommandOutput<'restore:preview'>

/** `restore-at TIME`: everything as it was; without `--yes` only what that would come to. */
export function addRestoreAtCommand(program: Command, cli: Cli): void {
  const restore = program
    .command('restore-at')
    .description('set every record back to how it was at a time, after sabotage or a great mistake (coordinators only)')
    .argument('<time>', 'like 2026-12-01T18:00; without a zone as this computer has it', isoTime)
  withNetwork(restore)
    .option('--keep-late', 'keep changes that came here after that time, but say that they were made before it')
    .option('--yes', 'do it; without this it only says what would be done')
    .action((at: string, options: { network?: string; keepLate?: boolean; yes?: boolean }) =>
      cli.ask(async (bridge) => {
        const asked = { network: await findNetwork(bridge, options.network), at, keepLate: options.keepLate === true }
        if (options.yes !== true) {
          const json = await bridge.call('restore:preview', asked, cli)
          const todo = 'Nothing has been changed. Do it with the same command and --yes.'
          return { json, text: [...previewText(json, 'would be'), todo].join('\n') }
        }
        const json = await bridge.call('restore:at', asked, cli)
        return { json, text: doneText(json) }
      }),
    )
  withExamples(restore, 'restore-at 2026-12-01T18:00', 'restore-at 2026-12-01T18:00 --yes')
}

function doneText({ left, ...preview }: CommandOutput<'restore:at'>): string {
  const undo = `Undo it with restore-at and a time just before now. The history of each record names everybody who changed it.`
  const rest =
    left === 0
      ? []
      : [
          `${records(left)} could not be written to and ${left === 1 ? 'was' : 'were'} left as ${left === 1 ? 'it is' : 'they are'}.`,
        ]
  return [
    ...previewText(preview, preview.changed + preview.putAway + preview.broughtBack === 1 ? 'was' : 'were'),
    ...rest,
    undo,
  ].join('\n')
}

function previewText(preview: Preview, verb: string): string[] {
  const { at, basis, changed, putAway, broughtBack, untouched, unreadable, entries, late, erased, authors } = preview
  const some = (count: number, line: string): string[] => (count === 0 ? [] : [line])
  return [
    `As it was at ${localTime(at)}:`,
    ...(basis === 'claimed'
      ? ['  This computer did not have the records then: it goes by the times that changes say.']
      : []),
    `  ${records(changed)} ${verb} set back, ${broughtBack} brought back, ${putAway} made since ${verb} put away.`,
    ...some(untouched, `  ${records(untouched)} with changes since that nothing is to be set back in.`),
    ...some(entries, `  ${entries} moves, answers and notes made since stay, under the names of those who made them.`),
    ...some(
      late,
      `  ${late} changes came after that time but say that they were made before it: --keep-late keeps them.`,
    ),
    ...some(erased, `  ${records(erased)} erased since: erased for good.`),
    ...some(unreadable, `  ${records(unreadable)} of which it cannot be told what they were: left as they are.`),
    ...(authors.length === 0 ? [] : ['Who changed what since:']),
    ...authors.map(
      ({ name, changes, records: of }) =>
        `  ${safeLine(name ?? 'somebody unknown')}: ${changes} changes in ${records(of)}`,
    ),
  ]
}

function records(count: number): string {
  return count === 1 ? '1 record' : `${count} records`
}

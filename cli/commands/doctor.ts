import type { Command } from 'commander'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { Bridge } from '../../core/bridge/rpc-client.ts'
import type { Cli } from '../cli.ts'
import { safeText } from '../output/safe-text.ts'
import { withExamples } from './examples.ts'

type Report = CommandOutput<'doctor:check'>

/** `doctor`: what is damaged, and what was made anew. Ends with 1 where something is lost or was. */
export function addDoctorCommand(program: Command, cli: Cli): void {
  withExamples(
    program
      .command('doctor')
      .description(
        'look at everything that is stored here, name what is damaged and make anew what can be; ends with 1 where anything was wrong',
      )
      .action(() =>
        cli.ask(
          async (bridge) => {
            const json = await check(bridge, cli)
            if (!json.sound) cli.exitCode = 1
            return { json, text: reportText(json) }
          },
          { locked: true },
        ),
      ),
    'doctor',
    'doctor --json',
  )
}

async function check(bridge: Bridge, cli: Cli): Promise<Report> {
  const { state } = await bridge.call('profile:status', {}, cli)
  const passphrase = state === 'locked' ? { passphrase: await cli.passphrase() } : {}
  return await bridge.call('doctor:check', passphrase, cli)
}

function reportText(report: Report): string {
  const lines = [...report.files.flatMap(fileLines), ...report.networks.flatMap(networkLines)]
  lines.push(report.sound ? 'Everything is sound.' : 'Something was wrong: see above.')
  return lines.join('\n')
}

function fileLines({ file, state, lostTail, keptAs }: Report['files'][number]): string[] {
  const name = file === 'vault' ? 'The vault' : 'The file of the records'
  const states = {
    sound: `${name} is sound.`,
    rebuilt: `${name} was damaged. It was made anew from what could be read in it.`,
    damaged: `${name} is damaged. Stop the running Muster and run this command again: it is then made anew.`,
    lost:
      file === 'vault'
        ? `${name} is damaged: without it nobody can open what is stored here. Restore a backup into a new profile.`
        : `Nothing in the file of the records can be read. Restore a backup into a new profile.`,
  }
  return [
    states[state],
    ...(lostTail ? ['What was written last before a crash cannot be read. Others who have it send it again.'] : []),
    ...(keptAs === undefined ? [] : [`The damaged file was kept as ${keptAs}.`]),
  ]
}

function networkLines(network: Report['networks'][number]): string[] {
  const { records, changes, fromOthers, rebuilt, listsRebuilt, membershipMissing } = network
  const name = safeText(network.name) || 'A network'
  return [
    `${name}: ${records} records, ${changes} changes read.`,
    ...(fromOthers > 0 ? [`  ${fromOthers} damaged or gone; they come back from the others when you meet.`] : []),
    ...(rebuilt > 0 ? [`  ${rebuilt} made anew from their changes.`] : []),
    ...(listsRebuilt ? ['  The lists were made anew.'] : []),
    ...(membershipMissing ? ['  Some of who belongs to it is missing; the others send it again when you meet.'] : []),
  ]
}

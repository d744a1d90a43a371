import path from 'node:path'

import type { Command } from 'commander'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { Bridge } from '../../core/bridge/rpc-client.ts'
import type { Cli } from '../cli.ts'
import { safeText } from '../output/safe-text.ts'
import { readPassphrase } from '../passphrase.ts'
import { withExamples } from './examples.ts'

const PASSPHRASE_OPTION = [
  '--backup-passphrase-file <file>',
  'read the backup’s own passphrase from a file (default: MUSTER_BACKUP_PASSPHRASE, else you are asked)',
] as const

/** `backup FILE`, `restore FILE`. */
export function addBackupCommands(program: Command, cli: Cli): void {
  withExamples(
    program
      .command('backup')
      .description('write all of the profile into one encrypted file, with a passphrase of its own')
      .argument('<file>', 'where to; an earlier backup of that name is replaced, never another file')
      .option(...PASSPHRASE_OPTION)
      .action((file: string, options: { backupPassphraseFile?: string }) =>
        cli.ask(async (bridge) => {
          const passphrase = await backupPassphrase(cli, options.backupPassphraseFile, true)
          const json = await bridge.call('profile:backup', { file: path.resolve(file), passphrase }, cli)
          return { json, text: backupText(json) }
        }),
      ),
    'backup /media/stick/muster.backup',
  )
  withExamples(
    program
      .command('restore')
      .description('bring a backup back: all of it into a new profile, or what is missing in this one')
      .argument('<file>', 'the backup')
      .option(...PASSPHRASE_OPTION)
      .action((file: string, options: { backupPassphraseFile?: string }) =>
        cli.ask(
          async (bridge) => {
            const newPassphrase = await openOrNew(bridge, cli)
            const passphrase = await backupPassphrase(cli, options.backupPassphraseFile, false)
            const call = { file: path.resolve(file), passphrase, ...(newPassphrase !== undefined && { newPassphrase }) }
            const json = await bridge.call('profile:restore', call, cli)
            return { json, text: restoreText(json) }
          },
          { locked: true },
        ),
      ),
    'restore /media/stick/muster.backup',
    'restore muster.backup --profile new-profile',
  )
}

/** Unlocks what is locked. @returns the passphrase of a profile that is to be made */
async function openOrNew(bridge: Bridge, cli: Cli): Promise<string | undefined> {
  const { state } = await bridge.call('profile:status', {}, cli)
  if (state === 'new') return await cli.passphrase()
  if (state === 'locked') await bridge.call('profile:unlock', { passphrase: await cli.passphrase() }, cli)
  return undefined
}

function backupPassphrase(cli: Cli, file: string | undefined, creating: boolean): Promise<string> {
  const question = creating ? 'A passphrase for this backup (nobody can reset it)' : 'Passphrase of the backup'
  const source = { file, variable: 'MUSTER_BACKUP_PASSPHRASE', creating, question }
  return readPassphrase(cli.world, source, { signal: cli.signal })
}

function backupText({ networks, records }: CommandOutput<'profile:backup'>): string {
  return [
    `The backup is written: ${count(networks, 'network')}, ${count(records, 'record')}.`,
    'It opens with its own passphrase only. Keep it apart from this computer.',
  ].join('\n')
}

function restoreText({ networks, leftOut, madeAt }: CommandOutput<'profile:restore'>): string {
  const lines = networks.map(({ name, records, erased, refused }) => {
    const rest = [
      ...(erased > 0 ? [`${count(erased, 'record')} stay${erased === 1 ? 's' : ''} erased`] : []),
      ...(refused > 0 ? [`${count(refused, 'change')} the network does not take`] : []),
    ]
    return `${safeText(name) || 'A network'}: ${count(records, 'record')} brought back${rest.map((one) => `, ${one}`).join('')}.`
  })
  if (leftOut > 0)
    lines.push(
      `${count(leftOut, 'network')} of the backup left out: this profile is not in ${leftOut === 1 ? 'it' : 'them'}.`,
    )
  if (networks.some(({ isNew }) => isNew)) {
    lines.push(
      `This computer takes the place of the one that made the backup on ${new Date(madeAt).toISOString().slice(0, 10)}.`,
      'Do not use Muster with this profile on the old one any more: two of them contradict each other.',
    )
  }
  return lines.join('\n')
}

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`
}

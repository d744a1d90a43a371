import type { Command } from 'commander'

import { MeshError } from '../../core/shared/errors.ts'
import { AUTO_LOCK_MINUTES, type AutoLockMinutes } from '../../core/bridge/contract/auto-lock.ts'
import type { Cli } from '../cli.ts'
import { profileExists, readPassphrase } from '../passphrase.ts'
import { oneOf } from '../input/values.ts'
import { withExamples } from './examples.ts'

const WORDS = AUTO_LOCK_MINUTES.map((minutes) => (minutes === 0 ? 'never' : String(minutes)))

/** `lock`, `unlock`, `auto-lock`, `passphrase change`. */
export function addProfileCommands(program: Command, cli: Cli): void {
  withExamples(
    program
      .command('lock')
      .description('lock the running Muster: it forgets the passphrase and leaves the wifi alone')
      .action(() =>
        cli.ask(async (bridge) => ({ json: await bridge.call('profile:lock', {}, cli), text: 'Muster is locked.' }), {
          runningOnly: true,
        }),
      ),
    'lock',
  )
  withExamples(
    program
      .command('unlock')
      .description('unlock the running Muster')
      .action(() =>
        cli.ask(
          async (bridge) => {
            const passphrase = await cli.passphrase()
            return { json: await bridge.call('profile:unlock', { passphrase }, cli), text: 'Muster is unlocked.' }
          },
          { runningOnly: true },
        ),
      ),
    'unlock',
    'unlock --passphrase-file passphrase.txt',
  )
  withExamples(
    program
      .command('auto-lock')
      .description('after how many minutes without anybody the window locks, or choose that; it is kept in the profile')
      .argument('[minutes]', `one of ${WORDS.join(', ')}`, (text) => minutesOf(oneOf(WORDS)(text)))
      .action((minutes: AutoLockMinutes | undefined) =>
        cli.ask(async (bridge) => {
          const json =
            minutes === undefined
              ? await bridge.call('profile:preferences', {}, cli)
              : await bridge.call('profile:set-preferences', { autoLockMinutes: minutes }, cli)
          return { json, text: autoLockText(json.autoLockMinutes) }
        }),
      ),
    'auto-lock',
    'auto-lock 5',
    'auto-lock never',
  )
  const passphrase = program.command('passphrase').description('the passphrase of the profile')
  withExamples(passphrase, 'passphrase change')
  withExamples(
    passphrase
      .command('change')
      .description('choose a new passphrase')
      .option(
        '--new-passphrase-file <file>',
        'read the new one from a file (default: MUSTER_NEW_PASSPHRASE, else you are asked)',
      )
      .action(async (options: { newPassphraseFile?: string }) => {
        if (!profileExists(cli.profileDir)) throw new MeshError('identity/no-profile', 'No profile in this folder')
        const current = await cli.passphrase()
        const next = await readPassphrase(
          cli.world,
          {
            file: options.newPassphraseFile,
            variable: 'MUSTER_NEW_PASSPHRASE',
            creating: true,
            question: 'New passphrase',
          },
          { signal: cli.signal },
        )
        await cli.ask(async (bridge) => ({
          json: await bridge.call('profile:change-passphrase', { current, next }, cli),
          text: 'The passphrase is changed. The old one opens nothing any more.',
        }))
      }),
    'passphrase change',
    'passphrase change --passphrase-file old.txt --new-passphrase-file new.txt',
  )
}

function minutesOf(word: string): AutoLockMinutes {
  return AUTO_LOCK_MINUTES.find((minutes) => String(minutes) === word) ?? 0
}

function autoLockText(minutes: AutoLockMinutes): string {
  if (minutes === 0) return 'The window does not lock by itself.'
  return `The window locks by itself after ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} without anybody.`
}

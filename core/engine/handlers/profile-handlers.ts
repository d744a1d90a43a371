import type { CommandInput, CommandOutput, Handlers } from '../../bridge/contract.ts'
import { changePassphrase, hasVault } from '../../identity/vault/vault.ts'
import type { EngineAccess } from '../access.ts'
import { type Preferences, readPreferences, savePreferences } from '../profile/preferences.ts'
import { PassphraseGate } from '../passphrase-gate.ts'

type Names =
  | 'profile:status'
  | 'profile:unlock'
  | 'profile:lock'
  | 'profile:preferences'
  | 'profile:set-preferences'
  | 'profile:change-passphrase'
  | 'log:export'

/** The vault, and what the engine notes about itself. */
export function profileHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  const gate = new PassphraseGate({ clock: engine.parts.clock })
  const status = (): CommandOutput<'profile:status'> => ({
    state: engine.isUnlocked ? 'unlocked' : hasVault(engine.options.profileDir) ? 'locked' : 'new',
    pid: process.pid,
    version: engine.options.version ?? '0.1.0',
    online: engine.options.online,
  })
  return {
    'profile:status': async () => status(),
    'profile:unlock': async ({ passphrase }, { signal }) => {
      await gate.try(() => engine.unlock(passphrase), signal)
      return status()
    },
    'profile:lock': async () => {
      await engine.lock()
      return status()
    },
    'profile:preferences': async () => readPreferences(engine.unlocked.profile.sealed),
    'profile:set-preferences': async (choice) => {
      const preferences = chosen(readPreferences(engine.unlocked.profile.sealed), choice)
      savePreferences(engine.unlocked.profile.sealed, preferences)
      engine.tell('preferences:changed', preferences)
      return preferences
    },
    'profile:change-passphrase': async ({ current, next }, { signal }) => {
      void engine.unlocked
      const { profileDir, cost } = engine.options
      const options = { random: engine.parts.random, ...(cost !== undefined && { cost }) }
      await gate.try(() => changePassphrase(profileDir, { from: current, to: next }, options), signal)
      return status()
    },
    'log:export': async () => ({
      lines: engine.log.lines().map(({ at, code, counts }) => ({ at, code, counts: { ...counts } })),
    }),
  }
}

/** What was not chosen anew stays as it was. */
function chosen(
  before: Preferences,
  { autoLockMinutes, quietHours, sound, singleKeys }: CommandInput<'profile:set-preferences'>,
): Preferences {
  return {
    autoLockMinutes: autoLockMinutes ?? before.autoLockMinutes,
    quietHours: quietHours ?? before.quietHours,
    sound: sound ?? before.sound,
    singleKeys: singleKeys ?? before.singleKeys,
  }
}

import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { changePassphrase, hasVault } from '../../identity/vault/vault.ts'
import type { EngineAccess } from '../access.ts'

type Names = 'profile:status' | 'profile:unlock' | 'profile:lock' | 'profile:change-passphrase' | 'log:export'

/** The vault, and what the engine notes about itself. */
export function profileHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  const status = (): CommandOutput<'profile:status'> => ({
    state: engine.isUnlocked ? 'unlocked' : hasVault(engine.options.profileDir) ? 'locked' : 'new',
    pid: process.pid,
    version: engine.options.version ?? '0.1.0',
    online: engine.options.online,
  })
  return {
    'profile:status': async () => status(),
    'profile:unlock': async ({ passphrase }) => {
      await engine.unlock(passphrase)
      return status()
    },
    'profile:lock': async () => {
      await engine.lock()
      return status()
    },
    'profile:change-passphrase': async ({ current, next }) => {
      const { profileDir, cost } = engine.options
      const { random } = engine.parts
      await changePassphrase(profileDir, { from: current, to: next }, { random, ...(cost !== undefined && { cost }) })
      return status()
    },
    'log:export': async () => ({
      lines: engine.log.lines().map(({ at, code, counts }) => ({ at, code, counts: { ...counts } })),
    }),
  }
}

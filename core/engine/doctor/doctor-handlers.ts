import path from 'node:path'

import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { salvage } from '../../documents/store/salvage.ts'
import { isVaultWhole } from '../../identity/vault/vault.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

type Report = CommandOutput<'doctor:check'>
type FileReport = Report['files'][number]

/** Finds what is damaged, names it, and makes anew what can be made anew. One at a time. */
export function doctorHandlers(
  engine: EngineAccess,
  { unlock }: { unlock: Handlers['profile:unlock'] },
): Pick<Handlers, 'doctor:check'> {
  let isBusy = false
  return {
    'doctor:check': async ({ passphrase }, context) => {
      if (isBusy) throw new MeshError('documents/busy', 'The profile is being looked at already')
      isBusy = true
      try {
        if (engine.isUnlocked) return await report(engine, { files: filesInUse(engine), signal: context.signal })
        const vault = vaultFile(engine.options.profileDir)
        if (vault.state !== 'sound') return { sound: false, files: [vault], networks: [] }
        if (passphrase === undefined) throw new MeshError('identity/passphrase-needed', 'The passphrase is needed')
        const store = storeFile(engine)
        if (store.state === 'lost') return { sound: false, files: [vault, store], networks: [] }
        await unlock({ passphrase }, context)
        try {
          return await report(engine, { files: [vault, store], signal: context.signal })
        } finally {
          await engine.lock()
        }
      } finally {
        isBusy = false
      }
    },
  }
}

/** @throws MeshError `identity/no-profile`, `identity/written-by-newer-version` */
function vaultFile(dir: string): FileReport {
  return { file: 'vault', state: isVaultWhole(dir) ? 'sound' : 'lost', lostTail: false }
}

function storeFile({ options: { profileDir }, parts: { clock, log } }: EngineAccess): FileReport {
  const { state, lostTail, keptAs } = salvage(path.join(profileDir, 'store.sqlite'), clock.now())
  if (state === 'rebuilt') log.note('store:rebuilt')
  return { file: 'store', state, lostTail, ...(keptAs !== undefined && { keptAs }) }
}

function filesInUse(engine: EngineAccess): FileReport[] {
  const damage = engine.unlocked.profile.damage()
  const state = damage.includes('structure') ? 'damaged' : 'sound'
  return [vaultFile(engine.options.profileDir), { file: 'store', state, lostTail: damage.includes('tail') }]
}

async function report(
  engine: EngineAccess,
  { files, signal }: { files: FileReport[]; signal: AbortSignal },
): Promise<Report> {
  const networks: Report['networks'] = []
  for (const runtime of engine.unlocked.networks()) networks.push(await checkNetwork(engine, runtime, signal))
  const isWell = networks.every(
    ({ fromOthers, rebuilt, listsRebuilt, membershipMissing }) =>
      fromOthers === 0 && rebuilt === 0 && !listsRebuilt && !membershipMissing,
  )
  return { sound: isWell && files.every(({ state, lostTail }) => state === 'sound' && !lostTail), files, networks }
}

async function checkNetwork(
  engine: EngineAccess,
  { id, name, ledger, entry }: NetworkRuntime,
  signal: AbortSignal,
): Promise<Report['networks'][number]> {
  const { documents, units, damaged, rebuilt, unjudged, indexRebuilt } = await ledger.checkUp(signal)
  if (signal.aborted) throw new MeshError('shared/aborted', 'Stopped before everything was looked at')
  return {
    id,
    name,
    records: documents,
    changes: units,
    fromOthers: damaged,
    rebuilt,
    listsRebuilt: indexRebuilt,
    membershipMissing: unjudged > 0 || engine.unlocked.profile.rows.isLogBroken(entry.id),
  }
}

import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { restorePreferences } from '../profile/preferences.ts'
import type { Unlocked } from '../unlocked.ts'
import type { BackupReader } from './backup-reader.ts'
import type { Item } from './format/items.ts'
import { RecordReturn } from './record-return.ts'
import type { BackupSurvey, SurveyedNetwork } from './survey.ts'

/** What a restore did in one network. */
export interface RestoredNetwork {
  readonly id: string
  readonly name: string
  /** Whether this profile was not in it before. */
  readonly isNew: boolean
  /** Records that were not here, or not all of them. */
  readonly records: number
  /** Records that stay erased. */
  readonly erased: number
  /** Changes that nobody in the network takes: beyond a removal, or set aside here. */
  readonly refused: number
}

/**
 * Brings a backup back: into a profile without networks all of it, else what is missing in the networks that both know.
 * Each network's log comes first, so that what was erased stays so. Every start writes in a session of its own, and so
 * does what follows here: no number of the old computer is used again.
 *
 * @throws MeshError `documents/backup-of-others` before anything is changed, `documents/backup-*`, `documents/disk-full`
 *   and what the store throws: a network that was not here before is then not here afterwards either
 */
export async function restoreBackup(
  unlocked: Unlocked,
  { reader, survey, signal }: { reader: BackupReader; survey: BackupSurvey; signal: AbortSignal },
): Promise<{ networks: RestoredNetwork[]; leftOut: number }> {
  const isEmpty = unlocked.networks().length === 0
  const wanted = new Map([...survey.networks].filter(([id]) => isEmpty || unlocked.has(id)))
  if (wanted.size === 0 && survey.networks.size > 0)
    throw new MeshError('documents/backup-of-others', 'The backup is of other networks')
  if (isEmpty && survey.preferences !== undefined) restorePreferences(unlocked.profile.sealed, survey.preferences)
  // all of them at once: what a crash interrupts is a profile of these networks, and the same command finishes it
  if (isEmpty) for (const { entry, log } of wanted.values()) unlocked.profile.rows.saveNetwork(entry, log)
  const networks: RestoredNetwork[] = []
  let current: Returning | undefined
  try {
    for await (const item of reader.items(signal)) {
      if (item[0] === 'network' || item[0] === 'end') {
        if (current !== undefined) networks.push(await current.finish())
        current = undefined
      }
      if (item[0] === 'network') {
        const surveyed = wanted.get(toHex(item[1]))
        current = surveyed && (await Returning.begin(unlocked, surveyed))
      } else await current?.take(item)
    }
  } catch (error) {
    await current?.giveUp()
    for (const [id, { entry }] of wanted) if (!unlocked.has(id)) unlocked.profile.rows.removeNetwork(entry.id)
    throw error
  }
  return { networks, leftOut: survey.networks.size - wanted.size }
}

/** One network on its way back. */
class Returning {
  readonly #unlocked: Unlocked
  readonly #runtime: NetworkRuntime
  readonly #isNew: boolean
  readonly #records: RecordReturn

  private constructor(unlocked: Unlocked, runtime: NetworkRuntime, isNew: boolean) {
    this.#unlocked = unlocked
    this.#runtime = runtime
    this.#isNew = isNew
    this.#records = new RecordReturn(runtime.ledger)
  }

  static async begin(unlocked: Unlocked, { entry, log }: SurveyedNetwork): Promise<Returning> {
    const id = toHex(entry.id)
    if (!unlocked.has(id)) return new Returning(unlocked, await unlocked.openRestored(entry), true)
    const runtime = unlocked.network(id)
    runtime.membership.accept(log)
    return new Returning(unlocked, runtime, false)
  }

  async take(item: Item): Promise<void> {
    if (item[0] === 'session') this.#records.session(item[1], item[2])
    else if (item[0] === 'units') await this.#records.units(item[1])
    else if (item[0] === 'aside') this.#records.aside({ unit: item[1], reason: item[2], bytes: item[3] ?? undefined })
    else if (item[0] === 'row' && this.#isNew)
      this.#unlocked.profile.rows.saveKeptRow(item[1], this.#runtime.entry.id, item[2])
  }

  async finish(): Promise<RestoredNetwork> {
    const counts = await this.#records.finish()
    if (this.#isNew) await this.#unlocked.enlist(this.#runtime)
    return { id: this.#runtime.id, name: this.#runtime.name, isNew: this.#isNew, ...counts }
  }

  /** Leaves no record of a network that is not whole; of one that was here before, what came back stays. */
  async giveUp(): Promise<void> {
    if (!this.#isNew) return
    try {
      if (this.#unlocked.has(this.#runtime.id)) await this.#unlocked.drop(this.#runtime)
      else {
        await this.#runtime.stop()
        this.#runtime.ledger.eraseAll()
      }
    } catch {
      // what brought us here is the one to tell
    }
  }
}

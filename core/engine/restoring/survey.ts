import type { PastDocument } from '../../documents/ledger/past/past.ts'
import { readSession } from '../../documents/unit/session.ts'
import { entriesSince, putAwayWrites, restoreWrites, type Restorer } from '../../domain/restoring/restore-writes.ts'
import type { RecordKind } from '../../domain/kinds.ts'
import { fromHex, toHex } from '../../shared/bytes.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

/** Who has written since a moment. */
export interface Since {
  /** Person id; undefined for one who is not known any more. */
  readonly person: string | undefined
  readonly changes: number
  readonly records: number
}

/** What setting everything back to a moment comes to. */
export interface Survey {
  /** `seen`: this laptop was there; `claimed`: it goes by the times that changes say. */
  readonly basis: 'seen' | 'claimed'
  /** Records that become others than they are. */
  readonly back: readonly PastDocument[]
  /** Records by what is done to them: fields set back, put away as they were made since, brought back where they were put away since. */
  readonly changed: number
  readonly putAway: number
  readonly broughtBack: number
  /** Records with changes since that change nothing of what is set back. */
  readonly untouched: number
  /** Records of which it cannot be told what they were. */
  readonly unreadable: number
  /** Entries of logs made since (moves, answers, confirmations): they stay. */
  readonly entries: number
  /** Changes that came after the moment though they say that they were made before it. */
  readonly late: number
  /** Records erased since: they stay erased. */
  readonly erased: number
  /** By how much they wrote, most first. */
  readonly authors: readonly Since[]
}

type Way = 'changed' | 'putAway' | 'broughtBack' | 'untouched' | 'unreadable'

/**
 * Looks at every record that has changed since a moment, in turns.
 * @throws MeshError `documents/*`, `shared/aborted`
 */
export async function surveyPast(
  runtime: NetworkRuntime,
  asked: { readonly at: number; readonly keepLate: boolean; readonly signal: AbortSignal },
): Promise<Survey> {
  const { ledger, membership, clock } = runtime
  const restorer = { by: membership.person, now: clock.now() }
  const ways: { [W in Way]: number } = { changed: 0, putAway: 0, broughtBack: 0, untouched: 0, unreadable: 0 }
  const back: PastDocument[] = []
  const tally = new Tally(runtime)
  let [entries, late] = [0, 0]
  for await (const part of ledger.past.since(asked)) {
    for (const document of part) {
      const way = wayOf(document, restorer)
      ways[way]++
      if (way !== 'untouched' && way !== 'unreadable') back.push(document)
      const { was, now } = document
      if (was !== undefined) entries += entriesSince(document.kind, { now, was })
      late += document.late
      tally.add(document)
    }
  }
  const erased = [...membership.state.erasures.values()].filter(({ at }) => at > asked.at).length
  return { basis: ledger.past.basis(asked.at), back, ...ways, entries, late, erased, authors: tally.authors() }
}

function wayOf({ kind, was, now, readable }: PastDocument, restorer: Restorer): Way {
  if (!readable) return 'unreadable'
  if (was === undefined) return isMade(kind) && putAwayWrites(kind, now, restorer).length > 0 ? 'putAway' : 'untouched'
  if (restoreWrites(kind, { now, was }, restorer).length === 0) return 'untouched'
  return isArchived(now) && !isArchived(was) ? 'broughtBack' : 'changed'
}

/** Whether people make records of a kind; the network's own and the members' come with the network. */
export function isMade(kind: RecordKind): boolean {
  return kind !== 'network' && kind !== 'member'
}

function isArchived(stored: unknown): boolean {
  return typeof (stored as { readonly archivedAt?: unknown }).archivedAt === 'number'
}

/** Changes and records by person. */
class Tally {
  readonly #runtime: NetworkRuntime
  readonly #people = new Map<string | undefined, { changes: number; records: number }>()
  readonly #persons = new Map<string, string | undefined>()

  constructor(runtime: NetworkRuntime) {
    this.#runtime = runtime
  }

  add({ since }: PastDocument): void {
    const here = new Set<string | undefined>()
    for (const [session, changes] of since) {
      const person = this.#personOf(session)
      const known = this.#people.get(person) ?? { changes: 0, records: 0 }
      this.#people.set(person, {
        changes: known.changes + changes,
        records: known.records + (here.has(person) ? 0 : 1),
      })
      here.add(person)
    }
  }

  authors(): Since[] {
    return Array.from(this.#people, ([person, counts]) => ({ person, ...counts })).toSorted(
      (a, b) => b.changes - a.changes || ((a.person ?? '') < (b.person ?? '') ? -1 : 1),
    )
  }

  #personOf(session: string): string | undefined {
    if (!this.#persons.has(session)) {
      const record = this.#runtime.ledger.sessionRecordOf(fromHex(session))
      const device = record && toHex(readSession(record).deviceKey)
      this.#persons.set(session, device && this.#runtime.membership.personOfDevice(device))
    }
    return this.#persons.get(session)
  }
}

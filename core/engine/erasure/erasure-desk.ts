import type { Ledger } from '../../documents/ledger/ledger.ts'
import type { MembershipLog } from '../../identity/log/membership-log.ts'
import type { MembershipState } from '../../identity/log/state.ts'
import { SeenBook } from '../../identity/seen/seen-book.ts'
import { MAX_LEFT_OUT, MAX_SEEN_HEADS, type SeenStatement, signSeen } from '../../identity/seen/seen-statement.ts'
import { fromHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { Emitter, type Events } from '../../shared/events.ts'
import type { Log } from '../../shared/log.ts'
import type { Membership } from '../network/membership.ts'
import type { NetworkRows } from '../profile/network-rows.ts'

/** After the disk refused; doubled each time. */
const RETRY_MS = 1_000
const LONGEST_RETRY_MS = 60_000

export interface ErasureDeskEvents {
  /** Statements that are new here. `origin`: the device (hex) they came from, undefined for our own. */
  'seen:grown': { statements: readonly Uint8Array[]; origin: string | undefined }
  /** Something is erased, or one more computer has confirmed it. */
  'erasure:changed': Record<string, never>
}

/**
 * Makes true here what the membership log says is erased: drops it, overwrites its bytes, and only then says so, signed, to
 * the others. What a crash or a full disk interrupts is done by the next try: as long as the own statement does not speak of
 * an erasure, it counts as not done.
 */
export class ErasureDesk {
  readonly book: SeenBook
  readonly #membership: Membership
  readonly #ledger: Ledger
  readonly #rows: NetworkRows
  readonly #clock: Clock
  readonly #log: Log
  readonly #events = new Emitter<ErasureDeskEvents>()
  #started = false
  #retryMs = 0
  #cancelRetry: () => void = () => undefined
  /** Records that the own statement confirms: an erasure by one of them is done. */
  #done = new Set<string>()

  constructor(options: { membership: Membership; ledger: Ledger; rows: NetworkRows; clock: Clock; log: Log }) {
    this.#membership = options.membership
    this.#ledger = options.ledger
    this.#rows = options.rows
    this.#clock = options.clock
    this.#log = options.log
    this.book = new SeenBook({ log: () => this.#membership.log, clock: options.clock })
  }

  get events(): Events<ErasureDeskEvents> {
    return this.#events
  }

  /** Finishes what a stop or a crash left undone. After the ledger's start. */
  start(): void {
    this.book.load(this.#rows.seenStatements(this.#membership.networkId))
    this.#started = true
    this.look()
  }

  stop(): void {
    this.#started = false
    this.#cancelRetry()
  }

  /** Whether all that is erased is gone from this disk. */
  get isDone(): boolean {
    return this.#open().length === 0 && this.#retryMs === 0
  }

  /** Drops what is erased and not dropped yet; call when the log grew. Never throws: a disk that refuses is asked again. */
  look(): void {
    if (!this.#started) return
    this.#cancelRetry()
    try {
      this.#drop()
      this.#retryMs = 0
    } catch {
      this.#log.note('erasure:failed')
      this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs === 0 ? RETRY_MS : 2 * this.#retryMs)
      this.#cancelRetry = this.#clock.after(this.#retryMs, () => this.look())
    }
  }

  /** Takes statements from another laptop; what is not to be kept, or finds no room on the disk now, comes again with the next meeting. */
  accept(statements: readonly Uint8Array[], origin: string): void {
    const fresh = new Map<string, SeenStatement>()
    for (const bytes of statements) {
      const statement = this.book.accepts(bytes)
      const own = statement?.device === this.#membership.device.hex
      if (statement !== undefined && !own && !fresh.has(statement.device)) fresh.set(statement.device, statement)
    }
    try {
      this.#keep([...fresh.values()], origin)
    } catch {
      this.#log.note('erasure:statements-not-saved')
    }
  }

  #drop(): void {
    const { erasures } = this.#membership.state
    const open = this.#open()
    // What was done once can be here again (a restore, a copy of the files): its index entry shows it
    const dropped = this.#ledger.drop([...new Set([...open, ...this.#ledger.held((id) => erasures.has(id))])])
    if (open.length === 0 && dropped.length === 0 && this.#retryMs === 0) return
    this.#events.emit('erasure:changed', {})
    this.#ledger.scrub()
    if (open.length > 0 && this.#membership.belongs) this.#state()
  }

  /** Erasures that the own statement does not confirm. */
  #open(): readonly string[] {
    const open: string[] = []
    const { device, state } = this.#membership
    for (const [document, erasure] of state.erasures) {
      if (erasure.records.some((record) => this.#done.has(record))) continue
      if (this.book.confirms(device.hex, erasure)) for (const record of erasure.records) this.#done.add(record)
      else open.push(document)
    }
    return open
  }

  #state(): void {
    const { log, state, device, networkId } = this.#membership
    const heads = log.heads().toSorted((a, b) => b.depth - a.depth)
    const statement = signSeen(
      {
        networkId,
        at: Math.max(Math.trunc(this.#clock.now()), (this.book.latest(device.hex)?.at ?? 0) + 1),
        heads: heads.slice(0, MAX_SEEN_HEADS).map(({ id }) => id),
        leftOut: leftOutOf(log, state).map(fromHex),
      },
      device,
    )
    this.#done = new Set()
    this.#keep([statement], undefined)
  }

  #keep(statements: readonly SeenStatement[], origin: string | undefined): void {
    if (statements.length === 0) return
    this.#rows.saveSeen(
      this.#membership.networkId,
      statements.map(({ device, bytes }) => ({ device: fromHex(device), bytes })),
    )
    for (const statement of statements) this.book.put(statement)
    this.#events.emit('erasure:changed', {})
    this.#events.emit('seen:grown', { statements: statements.map(({ bytes }) => bytes), origin })
  }
}

/** What erases something but does not count now, and may some day; of more than a statement holds, who wrote it. */
function leftOutOf(log: MembershipLog, state: MembershipState): readonly string[] {
  const records = [...state.voided.keys()].flatMap((id) => log.record(id) ?? [])
  const erasures = records.filter(({ content }) => content.type === 'erase')
  if (erasures.length <= MAX_LEFT_OUT) return erasures.map(({ hex }) => hex)
  return [...new Set(erasures.map(({ authorHex }) => authorHex))].slice(0, MAX_LEFT_OUT)
}

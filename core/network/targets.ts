import type { Address } from './ports.ts'

/** An address that may lead to a member, and when to try it next. Times are monotonic milliseconds. */
export interface Target {
  readonly address: Address
  /** Who answered there last, or is said to: device key, hex. */
  device: string | undefined
  /** Whether it is where that device was reached last: whatever others say of the address, it stays that one's. */
  isProven: boolean
  /** Infinity while it rests because its device is connected. */
  nextAt: number
  delayMs: number
  /** When a connection with this address was last had; retries stay quick for a while after. */
  lostAt: number
  triedAt: number
  /** When it was last seen on the wifi or told by somebody; -Infinity for what is only remembered. */
  namedAt: number
  /** When whoever is there last said so itself on the wifi. */
  announcedAt: number
  /** When ancestors' keys were last tried, and which comes next. */
  caughtUpAt: number
  nextAncestor: number
  dialling: boolean
  /** Since when its device is not heard of through anybody, though there are links enough; undefined otherwise. */
  apartSince: number | undefined
  /** It was asked for that nobody dials it before that. */
  notBefore: number
  /** Since when nothing there takes a connection; undefined once something has, whatever it said. */
  unreachableSince: number | undefined
}

/** First and slowest retry. */
export const RETRY_MS = { first: 1500, slowest: 15_000, growth: 1.5 } as const
/** Who was here a moment ago will be back soon: retries do not slow down before this. */
const QUICK_AFTER_LOSS_MS = 300_000
/** However often an address is seen, it is not dialled more often. */
const AT_MOST_EVERY_MS = 500
/** Who says on the wifi that it is here, so long after it was tried in vain for the first time, is kept from us: by the wifi or a firewall. */
const IN_VAIN_AFTER_MS = 3_000
/** That was said so lately. */
const STILL_HERE_MS = 150_000
const ADDRESSES_PER_DEVICE = 8
const MAX_TARGETS = 512

/** All addresses of one network. Pure bookkeeping: what to dial when is asked of it, dialling is the Connector's. */
export class Targets {
  readonly #targets = new Map<string, Target>()

  get size(): number {
    return this.#targets.size
  }

  *[Symbol.iterator](): Generator<Target> {
    yield* this.#targets.values()
  }

  /** Adds the address, or says of a known one that it is worth a try now. */
  touch(address: Address, device: string | undefined, now: number): Target {
    const key = keyOf(address)
    const known = this.#targets.get(key)
    const target: Target = known ?? {
      address,
      device,
      isProven: false,
      nextAt: now,
      delayMs: RETRY_MS.first,
      lostAt: Number.NEGATIVE_INFINITY,
      triedAt: Number.NEGATIVE_INFINITY,
      namedAt: Number.NEGATIVE_INFINITY,
      announcedAt: Number.NEGATIVE_INFINITY,
      caughtUpAt: Number.NEGATIVE_INFINITY,
      nextAncestor: 1,
      dialling: false,
      apartSince: undefined,
      notBefore: Number.NEGATIVE_INFINITY,
      unreachableSince: undefined,
    }
    this.#targets.delete(key)
    this.#targets.set(key, target) // the most recently touched are the last to go
    if (!target.isProven) target.device = device ?? target.device
    this.hurry(target, now)
    this.#trim(target.device)
    return target
  }

  /** That device was reached there, and has proven its key. */
  prove(target: Target, device: string): void {
    for (const other of this) if (other.device === device) other.isProven = false
    target.device = device
    target.isProven = true
  }

  /** To be tried as soon as allowed, and quickly again after. */
  hurry(target: Target, now: number): void {
    target.delayMs = RETRY_MS.first
    target.nextAt = Math.min(target.nextAt, Math.max(now, target.triedAt + AT_MOST_EVERY_MS, target.notBefore))
  }

  /** @param chance 0 to 1, spreads the laptops of a room */
  failed(target: Target, now: number, chance: number): void {
    target.nextAt = now + target.delayMs * (0.8 + 0.4 * chance)
    const quick = now - target.lostAt < QUICK_AFTER_LOSS_MS
    target.delayMs = quick ? RETRY_MS.first : Math.min(target.delayMs * RETRY_MS.growth, RETRY_MS.slowest)
  }

  /** The device is connected, by whatever way: its addresses need not be tried. */
  rest(device: string): void {
    for (const target of this) {
      if (target.device !== device) continue
      target.nextAt = Number.POSITIVE_INFINITY
      target.unreachableSince = undefined
      target.lostAt = Number.POSITIVE_INFINITY
      target.delayMs = RETRY_MS.first
    }
  }

  /** Nothing there took a connection: tried in vain since then, or since its device was lost, which it was not while it lasted. */
  foundNothing(target: Target): void {
    target.unreachableSince ??= Math.max(target.triedAt, target.lostAt)
  }

  /** The device has disconnected: its addresses are due now. */
  lost(device: string, now: number): void {
    for (const target of this) {
      if (target.device !== device) continue
      target.unreachableSince = undefined
      if (target.lostAt === Number.POSITIVE_INFINITY) target.lostAt = now
      this.hurry(target, now)
    }
  }

  /** Not to be dialled before a time. */
  leaveAlone(device: string, until: number): void {
    for (const target of this) {
      if (target.device !== device) continue
      target.notBefore = until
      if (target.nextAt !== Number.POSITIVE_INFINITY) target.nextAt = Math.max(target.nextAt, until)
    }
  }

  /** Nobody else is left: who asked to be left alone is dialled all the same. */
  leaveNobodyAlone(now: number): void {
    for (const target of this) {
      if (target.notBefore <= now) continue
      target.notBefore = now
      this.hurry(target, now)
    }
  }

  /** Devices (hex) that go on saying that they are here while nothing takes a connection. */
  inVain(now: number): readonly string[] {
    return [...this].flatMap(({ device, unreachableSince: since = now, announcedAt: at }) =>
      device !== undefined && at - since >= IN_VAIN_AFTER_MS && now - at < STILL_HERE_MS ? [device] : [],
    )
  }

  forget(match: (target: Target) => boolean): void {
    for (const [key, target] of this.#targets) if (match(target)) this.#targets.delete(key)
  }

  #trim(device: string | undefined): void {
    const same = device === undefined ? [] : [...this].filter((target) => target.device === device)
    if (same.length > ADDRESSES_PER_DEVICE) this.#drop(same.find(({ isProven }) => !isProven))
    if (this.#targets.size > MAX_TARGETS)
      this.#drop([...this].find(isNobodys) ?? [...this].find(({ isProven }) => !isProven) ?? [...this][0])
  }

  #drop(target: Target | undefined): void {
    if (target !== undefined) this.#targets.delete(keyOf(target.address))
  }
}

/** Nobody is known to be there: of such addresses anyone who holds a key can name any number. */
function isNobodys({ device }: Target): boolean {
  return device === undefined
}

/** One text per address, for maps. */
export function keyOf({ ip, port }: Address): string {
  return `${ip} ${port}`
}

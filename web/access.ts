import { createHash, timingSafeEqual } from 'node:crypto'

import type { Clock, RandomBytes } from '../core/shared/clock.ts'

const TOKEN_BYTES = 32
const ONCE_MS = 60_000

/** The headers that decide who may speak with the host. */
export interface Claims {
  readonly host: string | undefined
  readonly origin: string | undefined
  /** Raw `Sec-WebSocket-Protocol`. */
  readonly protocols: string | undefined
}

/** The one sub-protocol that is spoken; the secret is offered beside it and never chosen. */
export const SUB_PROTOCOL = 'muster.v1'

/**
 * Who may use the host. Another site's page can reach a port of this laptop, also under a name of its own that it points
 * here (DNS rebinding): its Host or Origin gives it away. Another person on this laptop can reach it too: only who has
 * seen the address that Muster printed knows the token.
 */
export class Access {
  /** Good until the host ends. base64url, 43 characters. */
  readonly token: string
  readonly origin: string
  readonly #host: string
  readonly #clock: Clock
  #once: { secret: string; until: number } | undefined

  constructor(options: { port: number; clock: Clock; random: RandomBytes }) {
    this.#host = `127.0.0.1:${options.port}`
    this.origin = `http://${this.#host}`
    this.#clock = options.clock
    this.token = text(options.random(TOKEN_BYTES))
    this.#once = { secret: text(options.random(TOKEN_BYTES)), until: 0 }
  }

  /** The address for the person's own eyes. */
  get address(): string {
    return `${this.origin}/#token=${this.token}`
  }

  /**
   * An address for a program's argument list, which everybody on this laptop can read: its secret works once, within the
   * next minute. Undefined after it was used.
   */
  addressOnce(): string | undefined {
    if (this.#once === undefined) return undefined
    this.#once.until = this.#clock.monotonic() + ONCE_MS
    return `${this.origin}/#once=${this.#once.secret}`
  }

  /** Whether a request was meant for this host, by the name it was addressed to. */
  knowsHost(host: string | undefined): boolean {
    return host === this.#host
  }

  /** @returns `once` when the secret that works once was used up by this */
  admits({ host, origin, protocols }: Claims): 'token' | 'once' | undefined {
    if (!this.knowsHost(host) || origin !== this.origin) return undefined
    const offered = (protocols ?? '').split(',').map((name) => name.trim())
    if (!offered.includes(SUB_PROTOCOL)) return undefined
    const token = offered.find((name) => name.startsWith('token.'))
    if (token !== undefined) return same(token, `token.${this.token}`) ? 'token' : undefined
    const once = offered.find((name) => name.startsWith('once.'))
    if (once === undefined || this.#once === undefined || this.#clock.monotonic() > this.#once.until) return undefined
    if (!same(once, `once.${this.#once.secret}`)) return undefined
    this.#once = undefined
    return 'once'
  }
}

/** In a time that tells nothing of where two texts differ. */
function same(a: string, b: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(a), digest(b))
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

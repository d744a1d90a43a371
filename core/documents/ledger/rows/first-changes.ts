import { fromHex, toHex } from '../../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../../shared/cbor.ts'
import type { DocumentsHost } from '../../ports.ts'
import type { SealedStore } from '../../store/sealed-store.ts'
import type { UnitKind } from '../../unit/kind-bytes.ts'
import { sha256 } from '../../unit/sealing.ts'

const SPACE = 1
const NOBODYS = { creator: '', persons: {} }
const GROUP = Buffer.from('first-changes')

/** The deterministic first change of a kind, as far as heads need it. */
export interface FirstChange {
  /** One hash, hex. */
  readonly heads: readonly string[]
  readonly maxOp: number
}

/**
 * What the documents of each kind start from. It never changes for a version, so it is asked of the documents process
 * once in the life of a profile: a start, and the acceptance of units, need no such process.
 */
export class FirstChanges {
  readonly #store: SealedStore
  readonly #host: DocumentsHost
  readonly #known = new Map<string, FirstChange>()
  readonly #asked = new Map<string, Promise<FirstChange | undefined>>()

  constructor(options: { store: SealedStore; host: DocumentsHost }) {
    this.#store = options.store
    this.#host = options.host
  }

  load(): void {
    for (const { value } of this.#store.list(SPACE, GROUP)) {
      if (value === undefined) continue
      const [, name, heads, maxOp] = decodeCbor(value) as [number, string, Uint8Array, number]
      this.#known.set(name, { heads: [toHex(heads)], maxOp })
    }
  }

  known(kind: UnitKind, version: number): FirstChange | undefined {
    return this.#known.get(nameOf(kind, version))
  }

  /**
   * Asks for what is not known yet, in good time: what comes first from others does not wait for a process to start.
   * Never rejects.
   */
  async prepare(kinds: readonly (readonly [kind: UnitKind, version: number])[]): Promise<void> {
    for (const [kind, version] of kinds) await this.get(kind, version).catch(() => undefined)
  }

  /** @returns undefined for a version that this Muster cannot make */
  async get(kind: UnitKind, version: number): Promise<FirstChange | undefined> {
    const name = nameOf(kind, version)
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const asked = this.#asked.get(name) ?? this.#ask(kind, version).finally(() => this.#asked.delete(name))
    this.#asked.set(name, asked)
    return await asked
  }

  async #ask(kind: UnitKind, version: number): Promise<FirstChange | undefined> {
    const name = nameOf(kind, version)
    const document = toHex(sha256(Buffer.from(`first/${name}`)).subarray(0, 16))
    const [result] = await this.#host.materialise([
      { document, kind, initialVersion: version, snapshot: undefined, changes: [], authors: NOBODYS },
    ])
    if (result === undefined || !result.ok || result.heads.length !== 1) return undefined
    const change = { heads: result.heads, maxOp: result.maxOp }
    const batch = this.#store.batch()
    const row = encodeCbor([1, name, fromHex(result.heads[0]!), result.maxOp])
    batch.put({ space: SPACE, group: GROUP, item: Buffer.from(name) }, row)
    this.#store.commit(batch)
    this.#known.set(name, change)
    return change
  }
}

function nameOf(kind: UnitKind, version: number): string {
  return `${kind}/${version}`
}

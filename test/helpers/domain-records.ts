import { applyWrites } from '../../core/domain/apply-writes.ts'
import type { AlertFacts } from '../../core/domain/edits/alert/facts.ts'
import { runCreate, runEdit, type Edit } from '../../core/domain/edits/edit.ts'
import { CREATES, type CreatableKind } from '../../core/domain/edits/edits.ts'
import { MeshError, type ErrorCode } from '../../core/shared/errors.ts'
import { kindSpec, type KindTypes } from '../../core/domain/kinds.ts'
import type { EditContext, Json } from '../../core/domain/write.ts'

/** 2026-06-01T12:00:00Z. */
export const NOON = 1_780_315_200_000

/** A person's edit context whose ids sort by making; `clock` may be wrong. */
export function contextOf(
  by: string,
  options: { clock?: () => number; country?: string | undefined; timeZone?: string; alerts?: AlertFacts } = {},
): EditContext {
  let count = 0
  const clock = options.clock ?? (() => NOON)
  return {
    by,
    get now() {
      return clock()
    },
    newId: () => `${clock().toString(36).padStart(9, '0')}-${by}-${String(count++).padStart(5, '0')}`,
    country: options.country,
    timeZone: options.timeZone,
    alerts: options.alerts,
  }
}

/** A stored record on one laptop, edited without Automerge. */
export class RecordOnLaptop<K extends CreatableKind> {
  readonly kind: K
  readonly ctx: EditContext
  stored: Json

  constructor(kind: K, ctx: EditContext, stored: Json) {
    this.kind = kind
    this.ctx = ctx
    this.stored = stored
  }

  get record(): KindTypes[K]['record'] {
    return kindSpec(this.kind).parse(this.stored).record
  }

  get view(): KindTypes[K]['view'] {
    return kindSpec(this.kind).present(this.record, { now: NOON })
  }

  /** @returns the writes, already applied */
  run(edit: Edit<KindTypes[K]['record']>, input: unknown) {
    const writes = runEdit(edit, this.record, input, this.ctx)
    this.stored = applyWrites(this.stored, writes)
    return writes
  }
}

export function create<K extends CreatableKind>(
  kind: K,
  input: unknown,
  ctx: EditContext = contextOf('ana'),
): RecordOnLaptop<K> {
  const spec = kindSpec(kind)
  const creating = CREATES[kind] as unknown as Edit<KindTypes[K]['record']>
  const writes = runCreate(creating, spec.blank(), input, ctx)
  return new RecordOnLaptop(kind, ctx, applyWrites(spec.initial(), writes))
}

type Bag = { readonly [key: string]: Json }

/**
 * What two laptops hold once they have met: maps united, of two scalars one by a rule that both apply. Good for everything but
 * co-edited text and stock, which are Automerge's to merge.
 */
export function merged(a: Json, b: Json): Json {
  if (isBag(a) && isBag(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)])
    return Object.fromEntries(
      [...keys].map((key) => [
        key,
        a[key] === undefined ? b[key]! : b[key] === undefined ? a[key] : merged(a[key], b[key]),
      ]),
    )
  }
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b
}

/** The same record with the keys of every map in another order. */
export function shuffled(value: Json, pick: (max: number) => number): Json {
  if (!isBag(value)) return value
  const keys = Object.keys(value)
  const order: string[] = []
  while (keys.length > 0) order.push(...keys.splice(pick(keys.length), 1))
  return Object.fromEntries(order.map((key) => [key, shuffled(value[key]!, pick)]))
}

function isBag(value: Json): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The named error that `act` ends in. */
export function refusal(act: () => unknown): { code: ErrorCode; details: object } {
  try {
    act()
  } catch (error) {
    if (error instanceof MeshError) return { code: error.code, details: error.details }
    throw error
  }
  throw new Error('Nothing was refused')
}

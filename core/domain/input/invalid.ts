import type { z } from 'zod'

import { MeshError } from '../../shared/errors.ts'
import { cleanLabel, cutText } from '../text/clean.ts'

/** Why a field was refused, as a closed word that the carriers have wording for. */
export const INPUT_REASONS = [
  'missing',
  'unknown-field',
  'wrong-type',
  'empty',
  'too-long',
  'too-many',
  'out-of-range',
  'not-in-list',
  'malformed',
  'not-a-time',
  'zone-missing',
  'unknown-zone',
  'ends-before-start',
  'in-the-future',
  'before-the-network',
  'not-a-telephone-number',
  'country-missing',
  'not-a-language',
  'not-a-recurrence',
  'not-a-plus-code',
  'nothing-to-change',
  'identifying-text',
] as const
export type InputReason = (typeof INPUT_REASONS)[number]

/** The refusal of an input: `field` is the dotted path within it, never a value. */
export function invalidInput(
  field: string,
  reason: InputReason,
  details: { allowed?: string; cause?: unknown } = {},
): MeshError {
  const { allowed, cause } = details
  return new MeshError('domain/invalid-input', `The field "${field}" cannot be used: ${reason}`, {
    cause,
    details: { field, reason, ...(allowed === undefined ? {} : { allowed }) },
  })
}

/**
 * Checks an input against its schema.
 *
 * @throws MeshError `domain/invalid-input` with `field` (dotted path), `reason` and, for closed lists, `allowed`
 */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  requirePlain(raw, [])
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  throw fromZod(parsed.error, raw)
}

/** Deepest input that is looked at: none of the schemas goes further than half of it. */
const MAX_DEPTH = 16

/** Only own keys of plain objects count; schemas alone would read inherited ones and pass over `__proto__`. */
function requirePlain(value: unknown, path: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return
  const prototype: unknown = Object.getPrototypeOf(value)
  const plain = Array.isArray(value) || prototype === Object.prototype || prototype === null
  if (!plain || path.length > MAX_DEPTH) throw invalidInput(fieldOf(path), 'wrong-type')
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__') throw invalidInput(fieldOf([...path, key]), 'unknown-field')
    if (typeof item === 'object') requirePlain(item, [...path, key])
  }
}

function fieldOf(path: readonly string[]): string {
  return path.map((part) => cutText(cleanLabel(part), 64)).join('.')
}

/** The first failure of a zod check as our error. */
export function fromZod(error: z.ZodError, raw: unknown): MeshError {
  const issue = error.issues[0]
  if (issue === undefined) return invalidInput('', 'malformed')
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') path.push(issue.keys[0] ?? '')
  const field = fieldOf(path)
  const allowed = issue.code === 'invalid_value' ? { allowed: issue.values.map(String).join(', ') } : {}
  return invalidInput(field, reasonOf(issue, raw), allowed)
}

function reasonOf(issue: z.core.$ZodIssue, raw: unknown): InputReason {
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'unknown-field'
    case 'invalid_type':
      return valueAt(raw, issue.path) === undefined ? 'missing' : 'wrong-type'
    case 'invalid_value':
      return valueAt(raw, issue.path) === undefined ? 'missing' : 'not-in-list'
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array' ? 'empty' : 'out-of-range'
    case 'too_big':
      return issue.origin === 'string' ? 'too-long' : issue.origin === 'array' ? 'too-many' : 'out-of-range'
    case 'custom':
      return INPUT_REASONS.find((reason) => reason === issue.message) ?? 'malformed'
    default:
      return 'malformed'
  }
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as never)[key] : undefined),
    raw,
  )
}

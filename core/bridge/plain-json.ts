const MAX_DEPTH = 40
/** Enough for 10,000 records of 100 fields. */
const MAX_VALUES = 2_000_000

/**
 * Whether a value from outside is plain JSON all the way down: finite numbers, plain objects, no `__proto__` key, at most
 * 40 levels and 2 million values (a carrier that clones objects can deliver cycles and shared parts).
 */
export function isPlainJson(value: unknown): boolean {
  const budget = { left: MAX_VALUES }
  return isPlain(value, 0, budget)
}

function isPlain(value: unknown, depth: number, budget: { left: number }): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return false
  if (Array.isArray(value)) {
    budget.left -= value.length + 1
    return budget.left >= 0 && value.every((item) => isPlain(item, depth + 1, budget))
  }
  if (!isPlainObject(value)) return false
  const keys = Object.keys(value)
  budget.left -= keys.length + 1
  return budget.left >= 0 && keys.every((key) => key !== '__proto__' && isPlain(value[key], depth + 1, budget))
}

/** An object literal or what JSON.parse makes: nothing inherited but Object.prototype. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

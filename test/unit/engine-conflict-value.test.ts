import { describe, expect, test } from 'vitest'

import { conflictValue } from '../../core/engine/records/conflict-value.ts'

describe('a value that was written at the same time as another', () => {
  test('comes as the field stores it', () => {
    expect(conflictValue('incident', ['place'], ['Mill Lane', 'exact', null])).toEqual(['Mill Lane', 'exact', null])
    expect(conflictValue('incident', ['onset'], [1_700_000_000_000, 'hour'])).toEqual([1_700_000_000_000, 'hour'])
    expect(conflictValue('plan', ['start'], 1_700_000_000_000)).toBe(1_700_000_000_000)
    expect(conflictValue('contact', ['tel', '+34600000001'], false)).toBe(false)
  })

  test('is cleaned, and tells no more of a place than its precision allows', () => {
    expect(conflictValue('contact', ['fn'], 'An\u202Ea\n')).toBe('Ana')
    expect(conflictValue('incident', ['place'], ['Mill \u0007Lane 4', 'withheld', null])).toEqual([
      null,
      'withheld',
      null,
    ])
  })

  test('is nothing where the field does not take it, and where there is no such field', () => {
    expect(conflictValue('incident', ['onset'], [1e300, 'exact'])).toBe(null)
    expect(conflictValue('incident', ['place'], { label: 'Mill Lane' })).toBe(null)
    expect(conflictValue('plan', ['start'], 'soon')).toBe(null)
    expect(conflictValue('contact', ['tel', '+34600000001'], 'yes')).toBe(null)
    expect(conflictValue('contact', ['__proto__'], 'x')).toBe(null)
    expect(conflictValue('nothing', ['fn'], 'x')).toBe(null)
  })
})

import { describe, expect, test } from 'vitest'

import { isTimeToLock } from '../../core/bridge/contract/auto-lock.ts'
import { ar } from '../../renderer/i18n/ar/catalogue.ts'
import { en } from '../../renderer/i18n/en/catalogue.ts'
import { es } from '../../renderer/i18n/es/catalogue.ts'
import {
  settingsDraftOf,
  settingsPatch,
  wrongSettings,
  wrongSteps,
} from '../../renderer/network/settings/settings-draft.ts'
import { clockDifferences } from '../../renderer/sync/clock-differences.ts'
import { notedProblems } from '../../renderer/sync/noted-problems.ts'

const draft = settingsDraftOf({ id: 'n', name: 'Canal Street', kind: 'circle' })
const knows = (zone: string): boolean => zone === 'Europe/Madrid'

describe('the settings of a network', () => {
  test('are shown with what holds where nothing was set', () => {
    expect(draft).toMatchObject({
      retentionIncidentDays: '90',
      escalation: ['3', '7', '15'],
      checkInMinutes: '30',
      country: '',
    })
    expect([...wrongSettings(draft, knows)]).toEqual([])
    expect(settingsPatch(draft, draft)).toEqual({})
  })

  test('only what was changed is written', () => {
    const after = {
      ...draft,
      country: 'es',
      retentionRouteDays: '14',
      escalation: ['2', '5', '9'] as const,
      lang: 'es, ar',
    }
    expect(settingsPatch(draft, after)).toEqual({
      lang: ['es', 'ar'],
      settings: { country: 'ES', retentionRouteDays: 14, escalationMinutes: [2, 5, 9] },
    })
    expect(settingsPatch(after, { ...after, country: '', lang: '' })).toEqual({ lang: [], settings: { country: null } })
  })

  test.each([
    ['name', { name: '  ' }],
    ['country', { country: 'ESP' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['emergencyNumber', { emergencyNumber: 'one' }],
    ['retentionAlertDays', { retentionAlertDays: '0' }],
    ['retentionIncidentDays', { retentionIncidentDays: '3651' }],
    ['escalation', { escalation: ['3', '3', '15'] as const }],
    ['escalation', { escalation: ['3', '7', '7'] as const }],
    ['escalation', { escalation: ['3', '', '15'] as const }],
    ['checkInMinutes', { checkInMinutes: 'soon' }],
    ['pairsCap', { pairsCap: '21' }],
  ])('%s is refused before it is sent: %o', (field, change) => {
    expect([...wrongSettings({ ...draft, ...change }, knows)]).toEqual([field])
  })

  test('each of the three times says what is wrong with it', () => {
    expect(wrongSteps(['3', '7', '15'])).toEqual([undefined, undefined, undefined])
    expect(wrongSteps(['7', '3', '15'])).toEqual([undefined, 'order', undefined])
    expect(wrongSteps(['0', 'soon', '1441'])).toEqual(['number', 'number', 'number'])
  })

  test('an emergency number is taken in the digits of any language', () => {
    const after = { ...draft, emergencyNumber: ' ١١٢ ' }
    expect([...wrongSettings(after, knows)]).toEqual([])
    expect(settingsPatch(draft, after)).toEqual({ settings: { emergencyNumber: '112' } })
    expect([...wrongSettings({ ...draft, emergencyNumber: '1'.repeat(16) }, knows)]).toEqual(['emergencyNumber'])
  })
})

describe('locking by itself', () => {
  test('comes after the chosen minutes without a touch, and after a night asleep', () => {
    expect(isTimeToLock({ idleMs: 5 * 60_000 - 1, minutes: 5 })).toBe(false)
    expect(isTimeToLock({ idleMs: 5 * 60_000, minutes: 5 })).toBe(true)
    expect(isTimeToLock({ idleMs: 8 * 3_600_000, minutes: 60 })).toBe(true)
  })

  test('never comes when nobody wants it, and not from a clock that was set back', () => {
    expect(isTimeToLock({ idleMs: 9e12, minutes: 0 })).toBe(false)
    expect(isTimeToLock({ idleMs: -9e6, minutes: 1 })).toBe(false)
  })
})

describe('what sync details tell of trouble', () => {
  test('whose clock seems to be ahead, once each, by more than five minutes only', () => {
    const now = 1_000_000
    const records = [
      { id: 'a', updatedAt: now + 300_001, updatedBy: 'lee', createdAt: now, createdBy: 'sam' },
      { id: 'b', updatedAt: now + 900_000, updatedBy: 'lee', createdAt: now, createdBy: 'sam' },
      { id: 'c', updatedAt: null, updatedBy: null, createdAt: now + 300_000, createdBy: 'sam' },
      { id: 'd', updatedAt: now + 9e9, updatedBy: 'zoe', createdAt: now, createdBy: 'zoe' },
    ]
    expect(clockDifferences(records, now)).toEqual([
      { person: 'zoe', at: now + 9e9 },
      { person: 'lee', at: now + 900_000 },
    ])
  })

  test('kinds and counts of what was noted, and nothing of what concerns nobody', () => {
    const line = (code: string) => ({ at: 1, code, counts: {} })
    const codes = [
      'profile:vault-opened',
      'unit:quarantined',
      'links:catch-up-failed',
      'unit:quarantined',
      'index:rebuilt',
    ]
    expect(notedProblems(codes.map(line))).toEqual([
      { problem: 'quarantined', count: 2 },
      { problem: 'connection', count: 1 },
    ])
  })
})

describe.each(Object.entries<Record<string, string>>({ en, es, ar }))(
  'what screen readers call a button in %s',
  (_name, messages) => {
    test('begins with or holds the words that stand on it (WCAG 2.5.3)', () => {
      const pairs = Object.keys(messages).filter((id) => id.endsWith('.name') && id.slice(0, -5) in messages)
      expect(pairs.length).toBeGreaterThan(15)
      const bare = (text: string): string =>
        text
          .toLowerCase()
          .replaceAll(/\{\w+\}/g, '')
          .replaceAll(/\s+/g, ' ')
          .trim()
      expect(pairs.filter((id) => !bare(messages[id]!).includes(bare(messages[id.slice(0, -5)]!)))).toEqual([])
    })
  },
)

import { describe, expect, test } from 'vitest'

import type { ResponderState } from '../../core/domain/states/responder-states.ts'
import { cardsOf, phoneOn } from '../../renderer/alerts/board/people/phone.ts'
import {
  bannerOf,
  elsewhere,
  fullItem,
  hrefOf,
  keyOf,
  type AttentionItem,
} from '../../renderer/alerts/incoming/attention.ts'
import { tonesOf } from '../../renderer/alerts/incoming/ring/ring-tones.ts'
import { nextWords } from '../../renderer/alerts/respond/check-in.ts'
import { mayChange } from '../../renderer/engine/refresh-rules.ts'
import type { Contact } from '../../renderer/people/contact-view.ts'

const item = (more: Partial<AttentionItem> = {}): AttentionItem => ({
  network: 'n',
  id: 'a1',
  what: 'alert',
  level: 'full',
  since: 1,
  drill: false,
  from: 'ana',
  ...more,
})

describe('the whole window', () => {
  const none: ReadonlySet<string> = new Set()

  test('is taken by a call and by somebody who needs help, when the engine says so, and by nothing else', () => {
    expect(fullItem([item()], none)).toEqual(item())
    expect(fullItem([item({ what: 'needs-help' })], none)?.what).toBe('needs-help')
    for (const more of [{ level: 'sound' }, { level: 'silent' }, { what: 'over' }, { what: 'confirm' }] as const)
      expect(fullItem([item(more)], none), JSON.stringify(more)).toBeUndefined()
  })

  test('is never taken by a drill, whatever is claimed of it', () => {
    expect(fullItem([item({ drill: true })], none)).toBeUndefined()
  })

  test('goes to the next call when one was put off, in whatever network that is', () => {
    const [first, second] = [item(), item({ network: 'm', id: 'a2' })]
    expect(fullItem([first, second], new Set([keyOf(first)]))).toEqual(second)
    expect(fullItem([first], new Set([keyOf(second)]))).toEqual(first)
  })

  test('one who needs help is not put off with another', () => {
    const [lee, mira] = [item({ what: 'needs-help', from: 'lee' }), item({ what: 'needs-help', from: 'mira' })]
    expect(fullItem([lee, mira], new Set([keyOf(lee)]))).toEqual(mira)
  })
})

describe('the banner', () => {
  const banner = (items: AttentionItem[], more: { shown?: string; understood?: ReadonlySet<string> } = {}) =>
    bannerOf(items, { network: 'n', shown: more.shown, understood: more.understood ?? new Set() })

  test('tells the first of this network at length and the rest in lines', () => {
    const [first, second, other] = [item(), item({ id: 'a2', level: 'sound' }), item({ network: 'm' })]
    expect(banner([first, second, other])).toEqual({ first, lines: [second] })
  })

  test('a flood, a call that failed the gate and a quiet hour are lines; what is over or filled is told at length', () => {
    const flood = item({ level: 'silent', collapsed: 6 })
    expect(banner([flood])).toEqual({ first: undefined, lines: [flood] })
    expect(banner([item({ level: 'silent' })]).first).toBeUndefined()
    expect(banner([item({ what: 'enough', level: 'silent' })]).first?.what).toBe('enough')
    expect(banner([item({ what: 'over', level: 'silent' })]).first?.what).toBe('over')
    expect(banner([item({ what: 'confirm', level: 'silent' })]).lines).toHaveLength(1)
  })

  test('says nothing of what the open screen says itself, of what was understood, and of what has its own strip', () => {
    const call = item({ what: 'enough' })
    expect(banner([call], { shown: 'a1' })).toEqual({ first: undefined, lines: [] })
    expect(banner([call], { understood: new Set([keyOf(call)]) })).toEqual({ first: undefined, lines: [] })
    expect(banner([item({ what: 'nobody-on-call' }), item({ what: 'journey' })])).toEqual({
      first: undefined,
      lines: [],
    })
  })

  test('counts what asks loudly in other networks', () => {
    const items = [
      item(),
      item({ network: 'm' }),
      item({ network: 'm', id: 'a2' }),
      item({ network: 'o', level: 'silent' }),
    ]
    expect([...elsewhere(items, 'n')]).toEqual([['m', 2]])
  })

  test('leads to the call, or to its phone tree', () => {
    expect([hrefOf(item()), hrefOf(item({ what: 'call-list' }))]).toEqual(['/alerts/a1', '/tree/a1'])
  })
})

test('a drill sounds unlike a call: lower, and once', () => {
  const [call, drill] = [tonesOf('call'), tonesOf('drill')]
  const lowest = Math.min(...call.map(({ hertz }) => hertz))
  expect(Math.max(...drill.map(({ hertz }) => hertz))).toBeLessThan(lowest)
  expect(drill.length).toBeLessThan(call.length)
  const end = Math.max(...call.map(({ at, seconds }) => at + seconds))
  expect(end).toBeGreaterThan(4)
  expect(end).toBeLessThan(10)
})

test('what somebody who is out can say comes with the most likely first, and staying where they are counts', () => {
  expect(nextWords('coming')).toEqual(['on-scene', 'coming', 'leaving', 'safe'])
  expect(nextWords('on-scene')).toEqual(['on-scene', 'leaving', 'safe'])
  expect(nextWords('coming', { over: true })).toEqual(['leaving', 'safe', 'on-scene', 'coming'])
  expect(nextWords('needs-help')).toEqual(['on-scene', 'leaving', 'safe'])
  for (const state of ['asked', 'cannot', 'standby', 'safe'] satisfies ResponderState[])
    expect(nextWords(state), state).toEqual([])
})

describe('a number to call', () => {
  const consent = { phoneTree: true, expired: false }
  const card = (more: object): Contact => ({ id: 'c', member: null, tel: ['+34600'], consent, ...more }) as never

  test('is that of who agreed to be phoned, and of nobody else', () => {
    expect(phoneOn(card({}))).toEqual({ tel: '+34600' })
    expect(phoneOn(undefined)).toBe('no-card')
    expect(phoneOn(card({ tel: [] }))).toBe('no-number')
    for (const no of [null, { phoneTree: false, expired: false }, { phoneTree: true, expired: true }])
      expect(phoneOn(card({ consent: no })), JSON.stringify(no)).toBe('no-consent')
  })

  test('is found by card and by member; of two cards of a member, on the one that can be phoned', () => {
    const cards = cardsOf([card({ id: 'old', member: 'lee', tel: [] }), card({ id: 'new', member: 'lee' })])
    expect([cards.get('lee')?.id, cards.get('old')?.id]).toEqual(['new', 'old'])
  })
})

test('what asks for this person is asked anew when the engine says that it changed', () => {
  const asked = { name: 'attention:list', input: {} } as const
  expect(mayChange(asked, 'attention:changed', { network: 'n' })).toBe(true)
  expect(mayChange(asked, 'peer:connected', { network: 'n' } as never)).toBe(false)
})

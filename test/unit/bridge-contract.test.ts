import fc from 'fast-check'
import { expect, test } from 'vitest'

import { contract, type CommandName } from '../../core/bridge/contract.ts'
import { MAX_WINDOW, recordContract } from '../../core/bridge/contract/record.ts'
import { events } from '../../core/bridge/contract/events.ts'
import { errorText } from '../../core/bridge/error-text.ts'
import { isPlainJson } from '../../core/bridge/plain-json.ts'
import { parseCall } from '../../core/bridge/rpc-server.ts'
import * as window from '../../cli/input/window.ts'
import { ERROR_CODES, MeshError } from '../../core/shared/errors.ts'
import { FakeEngine, NETWORK, RECORD } from '../helpers/fake-engine.ts'

const names = Object.keys(contract) as CommandName[]
const anything = fc.anything({
  withNullPrototype: true,
  withObjectString: true,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSparseArray: true,
})

/** `taken`, the code of the refusal, or what else was thrown. */
function outcome(name: CommandName, raw: unknown): unknown {
  try {
    parseCall(name, raw)
    return 'taken'
  } catch (error) {
    return error instanceof MeshError ? error.code : error
  }
}

test('whatever arrives as input is either taken or refused as domain/invalid-input, never anything else', () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), anything, (name, raw) => {
      expect(['taken', 'domain/invalid-input']).toContain(outcome(name, raw))
    }),
    { numRuns: 2000 },
  )
}, 60_000)

test("objects of any shape with a command's own field names are taken or refused, never anything else", () => {
  const shaped = fc.constantFrom(...names).chain((name) => {
    const shape = contract[name].input.shape as Record<string, unknown>
    return fc
      .record(
        Object.fromEntries(
          Object.keys(shape).map((key) => [key, fc.oneof(anything, fc.constant(NETWORK), fc.string(), fc.integer())]),
        ),
      )
      .map((input) => ({ name, input }))
  })
  fc.assert(
    fc.property(shaped, ({ name, input }) => {
      expect(['taken', 'domain/invalid-input']).toContain(outcome(name, input))
    }),
    { numRuns: 2000 },
  )
}, 60_000)

test('a refusal names the field', () => {
  const fieldOf = (name: CommandName, raw: unknown): unknown => {
    try {
      parseCall(name, raw)
      return 'taken'
    } catch (error) {
      return (error as MeshError).details['field']
    }
  }
  expect(fieldOf('invite:create', { network: NETWORK, uses: 0 })).toBe('uses')
  expect(fieldOf('invite:create', { network: NETWORK, colour: 'red' })).toBe('colour')
  expect(fieldOf('invite:create', { network: NETWORK, addresses: ['192.168.1.20:1', 'nowhere'] })).toBe('addresses.1')
  expect(fieldOf('record:show', { network: NETWORK, id: RECORD.toUpperCase(), kind: 'incident' })).toBe('id')
  expect(fieldOf('record:show', { network: NETWORK, id: RECORD, kind: 'toString' })).toBe('kind')
})

test('the minutes of locking by itself are those of the list', () => {
  expect(parseCall('profile:set-preferences', { autoLockMinutes: 5 })).toEqual({ autoLockMinutes: 5 })
  for (const autoLockMinutes of [2, -1, 0.5, '5', null, 1e9])
    expect(outcome('profile:set-preferences', { autoLockMinutes })).toBe('domain/invalid-input')
  expect(outcome('profile:set-preferences', {})).toBe('domain/invalid-input')
  expect(outcome('profile:set-preferences', { autoLockMinutes: 5, admin: true })).toBe('domain/invalid-input')
})

test('quiet hours are two times of day, and what is not chosen may be left out', () => {
  const quietHours = { on: true, from: '22:00', to: '07:00' }
  expect(parseCall('profile:set-preferences', { quietHours })).toEqual({ quietHours })
  expect(parseCall('profile:set-preferences', { sound: false })).toEqual({ sound: false })
  for (const bad of [
    { ...quietHours, from: '24:00' },
    { ...quietHours, to: '7:00' },
    { ...quietHours, on: 'yes' },
    { from: '22:00', to: '07:00' },
    { ...quietHours, more: 1 },
  ])
    expect(outcome('profile:set-preferences', { quietHours: bad })).toBe('domain/invalid-input')
})

test('__proto__ and inherited fields are never taken', () => {
  expect(() => parseCall('network:leave', JSON.parse(`{"network":"${NETWORK}","__proto__":{}}`))).toThrow(MeshError)
  expect(() => parseCall('network:leave', Object.create({ network: NETWORK }))).toThrow(MeshError)
  expect(() =>
    parseCall('record:add', {
      network: NETWORK,
      kind: 'incident',
      records: [JSON.parse('{"what":"x","__proto__":{"kind":"y"}}')],
    }),
  ).toThrow(MeshError)
})

test('plain JSON is what JSON.parse can make and nothing else', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      const parsed: unknown = JSON.parse(JSON.stringify(value))
      expect(isPlainJson(parsed)).toBe(!JSON.stringify(value).includes('"__proto__":'))
    }),
  )
  for (const bad of [undefined, Number.NaN, 1n, () => 1, new Date(), new Map(), [undefined], { a: Symbol('x') }])
    expect(isPlainJson(bad)).toBe(false)
  const cycle: unknown[] = []
  cycle.push(cycle, cycle, cycle)
  expect(isPlainJson(cycle)).toBe(false)
  let doubled: unknown = 'x'
  for (let level = 0; level < 35; level++) doubled = [doubled, doubled] // 2^35 values in 35 arrays
  expect(isPlainJson(doubled)).toBe(false)
}, 60_000)

test('defaults are those of the product: one use, 24 hours, no approval, a window of 50', () => {
  expect(parseCall('invite:create', { network: NETWORK })).toMatchObject({ uses: 1, hours: 24, approve: false })
  expect(parseCall('record:list', { network: NETWORK, kind: 'plan' })).toMatchObject({ offset: 0, limit: 50 })
  expect(() => parseCall('record:list', { network: NETWORK, kind: 'plan', limit: MAX_WINDOW + 1 })).toThrow(MeshError)
  expect(window.MAX_WINDOW).toBe(MAX_WINDOW)
  expect(recordContract['record:add'].kind).toBe('command')
})

test('names are noun:verb, and the stand-in engine of the tests fits the contract', async () => {
  for (const name of [...names, ...Object.keys(events)]) expect(name).toMatch(/^[a-z]+:[a-z-]+$/)
  const engine = new FakeEngine()
  for (const name of names) {
    const output: unknown = await (engine.handlers[name] as (input: unknown, context: unknown) => Promise<unknown>)(
      {},
      {},
    )
    expect({ name, ...contract[name].output.safeParse(output) }).toMatchObject({ success: true })
  }
})

test('every error says what happened, what is safe and what to do, without jargon', () => {
  const jargon = /\b(node|peer|hash|crdt|document|dht|automerge|libp2p|epoch|null|undefined|NaN)s?\b/i
  for (const code of ERROR_CODES) {
    for (const details of [
      {},
      {
        row: 3,
        field: 'tel.0',
        reason: 'wrong-type',
        allowed: 'a, b',
        connected: 2,
        missing: 1,
        min: 10,
        file: 'a.json',
      },
    ]) {
      const { what, safe, todo } = errorText({ code, details })
      for (const sentence of [what, safe, todo]) {
        expect(`${code} ${sentence}`).toMatch(/^\S+ \S.*[.:]/)
        expect(sentence).not.toMatch(jargon)
      }
    }
  }
  expect(
    errorText({
      code: 'domain/invalid-input',
      details: { row: 2, field: 'kind', reason: 'not-in-list', allowed: 'flood, fire' },
    }).what,
  ).toBe('Record 3: the field "kind" is not one of: flood, fire.')
  expect(
    errorText({
      code: 'domain/not-allowed-now',
      details: { from: 'closed', to: 'triaged', possible: 'reopened, held' },
    }).what,
  ).toBe('This cannot go from "closed" to "triaged". Possible now: reopened, held.')
  expect(errorText({ code: 'from/the-future' as never, details: {} }).what).toBe('Something went wrong inside Muster.')
})

import { expect, test } from 'vitest'

import { traceOf } from '../../core/shared/last-words.ts'

const NOISE =
  'Flooded cellar at Mill lane\n    at Rosa (file:///home/rosa/core/secret-plan.ts:1:1)\n    at core/rosa.ts:9:9'

function thrown(make: () => unknown): unknown {
  try {
    return make()
  } catch (error) {
    return error
  }
}

test('an error that nobody caught is told by its class and places, never by its words', () => {
  const error = thrown(() => JSON.parse(`{"what": Rosa ${NOISE}`))
  expect(String(error)).toMatch(/Rosa/u)
  expect(traceOf(error)).toMatch(/^SyntaxError/u)
  for (const made of [error, new Error(NOISE), new TypeError(''), Object.assign(new Error('x'), { name: NOISE })]) {
    expect(traceOf(made)).not.toMatch(/rosa|mill lane|secret/iu)
  }
})

test('its places are those of the code, without the folder that it lies in', () => {
  const error = new Error('x')
  error.stack = [
    'Error: x',
    '    at read (file:///home/rosa/muster/core/shared/cbor.ts:10:5)',
    '    at async /home/rosa/muster/node_modules/libp2p/dist/a.js:3:7',
    '    at node:internal/main:1:2',
  ].join('\n')
  expect(traceOf(error)).toBe(
    'Error\n    at core/shared/cbor.ts:10:5\n    at node_modules/libp2p/dist/a.js:3:7\n    at node:internal/main:1:2',
  )
})

test('what is no error has no words either', () => {
  for (const one of ['Rosa', { rosa: 1 }, undefined, null]) expect(traceOf(one)).toBe('Something that is no error')
})

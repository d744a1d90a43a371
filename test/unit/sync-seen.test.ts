import { expect, test } from 'vitest'

import { encodeCbor } from '../../core/shared/cbor.ts'
import { decodeMessage } from '../../core/sync/protocol/decode.ts'
import { encodeMessage } from '../../core/sync/protocol/messages.ts'
import { count, listen, pairOfLaptops, turns } from '../helpers/sync-lab.ts'

const STATEMENT = new Uint8Array(200).fill(7)

test('what computers have seen is passed on after the logs, once, and not back to whoever told it', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  const cleo = lab.laptop('Cleo')
  ana.replica.acceptSeen([STATEMENT])
  ben.replica.addLog('a record')
  const link = lab.connect(ana, ben)
  const [toBen, toAna] = [listen(link.pair.toB), listen(link.pair.toA)]
  await lab.flow()
  expect(ben.replica.seenStatements()).toEqual([STATEMENT])
  expect([count(toBen, 'seen'), count(toAna, 'seen')]).toEqual([1, 0])
  expect(toBen.findIndex(({ type }) => type === 'seen')).toBeGreaterThan(
    toBen.findIndex(({ type }) => type === 'log-ids'),
  )
  // told on to whoever is there, and to whoever comes
  lab.connect(ben, cleo)
  await lab.flow()
  expect(cleo.replica.seenStatements()).toEqual([STATEMENT])
  cleo.replica.acceptSeen([STATEMENT.with(0, 1)])
  await lab.flow()
  expect(ana.replica.seenStatements()).toHaveLength(2)
  expect(count(toAna, 'seen')).toBe(1)
})

test('nothing of it is said where both hold the same', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  for (const { replica } of [ana, ben]) replica.acceptSeen([STATEMENT])
  const link = lab.connect(ana, ben)
  const heard = [listen(link.pair.toB), listen(link.pair.toA)]
  await lab.flow()
  expect(heard.map((messages) => count(messages, 'seen'))).toEqual([0, 0])
})

test('nothing of it is said to one whose hello does not know of it', async () => {
  const { lab, ana, ben } = pairOfLaptops()
  ana.replica.acceptSeen([STATEMENT])
  const link = lab.connect(ana, ben)
  const toBen = listen(link.pair.toB)
  await turns(2)
  // Ben's hello as an earlier version says it
  const hello = decodeMessage(link.pair.toA.queue[0]!)
  link.pair.toA.queue[0] = encodeMessage({ ...(hello as object), features: {} } as typeof hello)
  await lab.flow()
  ana.replica.acceptSeen([STATEMENT.with(0, 2)])
  await lab.flow()
  expect(count(toBen, 'seen')).toBe(0)
})

test.each([
  ['too many', [13, Array.from({ length: 1_025 }, () => new Uint8Array(1))]],
  ['too large', [13, [new Uint8Array(4_097)]]],
  ['empty ones', [13, [new Uint8Array(0)]]],
  ['no bytes', [13, ['x']]],
  ['one element more', [13, [], 1]],
])('a message of it with %s ends the conversation', (_, message) => {
  expect(() => decodeMessage(encodeCbor(message as never))).toThrow(
    expect.objectContaining({ code: 'sync/protocol-violation' }),
  )
})

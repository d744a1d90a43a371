import { beforeEach, describe, expect, test } from 'vitest'

import { LiveDigest } from '../../core/sync/digest/live-digest.ts'
import { id16, MemoryReplica } from '../helpers/memory-replica.ts'

const COUNT = 3_000
const document = (number: number): Uint8Array => id16(`document ${number}`)

/** Lets a test do something at each turn. */
function turns(at: (turn: number) => void = () => undefined): { turn: () => Promise<void>; count: () => number } {
  let count = 0
  return { turn: async () => at(++count), count: () => count }
}

describe('a digest that is made before it is asked for', () => {
  let replica: MemoryReplica
  beforeEach(() => {
    replica = new MemoryReplica('Ana')
    for (let number = 0; number < COUNT; number++) replica.edit(document(number), 8)
  })
  const root = (): Uint8Array => new LiveDigest(replica).root()

  test('is made bit by bit, and the same as one that nobody prepared', async () => {
    const digest = new LiveDigest(replica)
    const { turn, count } = turns()
    await digest.prepare(turn)
    expect(count()).toBe(3)
    expect(digest.root()).toEqual(root())
  })

  test('knows what was written while it was made, in what was done already and after it', async () => {
    const digest = new LiveDigest(replica)
    await digest.prepare(turns((turn) => replica.edit(document(turn * 700), 8)).turn)
    replica.edit(document(COUNT), 8)
    expect(digest.root()).toEqual(root())
    digest.reread()
    expect(digest.root()).toEqual(root())
  })

  test('does not keep who asks meanwhile waiting, and stops then', async () => {
    const digest = new LiveDigest(replica)
    const seen: Uint8Array[] = []
    const { turn, count } = turns(() => seen.push(digest.root()))
    await digest.prepare(turn)
    expect([seen, count()]).toEqual([[root()], 1])
    replica.edit(document(1), 8)
    expect(digest.root()).toEqual(root())
  })
})

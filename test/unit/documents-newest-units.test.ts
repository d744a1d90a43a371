import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import { fromHex, toHex } from '../../core/shared/bytes.ts'
import type { LedgerVectorEntry } from '../../core/documents/ledger/ports.ts'
import { change, incident, Laptop, TestNetwork } from '../helpers/ledger-rig.ts'

const EDITS_EACH = 10

describe('units that came just now', () => {
  let network: TestNetwork
  let ana: Laptop
  let ben: Laptop
  let record: string

  beforeEach(async () => {
    network = new TestNetwork()
    ana = await new Laptop(network).open()
    ben = await new Laptop(network).open()
    record = (await ana.ledger.write([incident('Flood in the cellar')])).ids[0]!
    for (let round = 1; round <= EDITS_EACH; round++) {
      await ana.sendTo(ben)
      await ben.ledger.write([change(record, 'place', `by Ben ${round}`)])
      await ben.sendTo(ana)
      await ana.ledger.write([change(record, 'need', `by Ana ${round}`)])
    }
  })
  afterEach(async () => {
    await ana.close()
    await ben.close()
  })

  const sent = (vector: readonly LedgerVectorEntry[]): string[] =>
    [...ana.ledger.unitsBeyond(fromHex(record), vector)].map(({ bytes }) => toHex(bytes))

  test('go out just as they would from the disk, whatever the other side holds', async () => {
    const [first, second] = ana.ledger.vector(fromHex(record))
    const vectors: LedgerVectorEntry[][] = [[], [first!], [second!]]
    for (let a = 0; a <= first![1]; a += 3)
      for (let b = 0; b <= second![1]; b++)
        vectors.push([
          [first![0], a],
          [second![0], b],
        ])
    const fromMemory = vectors.map(sent)
    await ana.reopen()
    expect(fromMemory).toEqual(vectors.map(sent))
    expect(fromMemory[0]).toHaveLength(2 * EDITS_EACH + 1)
  })

  test('are not read again for one edit that follows another', async () => {
    const before = ana.ledger.vector(fromHex(record))
    await ana.ledger.write([change(record, 'place', 'The school')])
    const read = vi.spyOn(ana.rows, 'list')
    expect(sent(before)).toHaveLength(1)
    expect(read).not.toHaveBeenCalled()
  })

  test('do not go out once a removal has cut them off', async () => {
    const before = ana.ledger.vector(fromHex(record)).map(([id, last]): LedgerVectorEntry => [id, last - 1])
    const last = ana.ledger.lastSequences(ben.device.id)
    expect(sent(before)).toHaveLength(2) // Ben's last, and Ana's that builds on it
    network.remove(
      ben.device.id,
      last.map(([session, number]) => [session, number - 1]),
    )
    await ana.ledger.applyCuts(new Set([ben.device.id]))
    await ana.ledger.settled()
    expect(sent(before)).toEqual([])
  })
})

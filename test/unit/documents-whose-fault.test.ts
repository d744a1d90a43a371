import { randomBytes } from 'node:crypto'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { encodeCbor } from '../../core/shared/cbor.ts'
import { KIND_BYTES } from '../../core/documents/unit/kind-bytes.ts'
import { seal } from '../../core/documents/unit/sealing.ts'
import { openUnit, readUnit, sealUnit } from '../../core/documents/unit/unit.ts'
import { incident, Laptop, TestNetwork } from '../helpers/ledger-rig.ts'

const BEN = 'ben'

describe('whose fault it is that a unit is not taken', () => {
  let network: TestNetwork
  let ana: Laptop
  let lee: Laptop
  let refused: string[]
  let came: object[]

  beforeEach(async () => {
    network = new TestNetwork()
    ana = await new Laptop(network).open()
    lee = await new Laptop(network).open()
    refused = []
    came = []
    lee.ledger.events.on('unit:refused', ({ device }) => refused.push(device))
    lee.ledger.events.on('units:came', (event) => came.push(event))
    await ana.ledger.write([incident('Flood'), incident('Heat wave')])
    lee.ledger.acceptSessions(ana.sessions())
  })
  afterEach(async () => {
    for (const laptop of [ana, lee]) await laptop.close()
  })

  /** A unit of Ana's with another content, sealed and signed by her device. */
  const signedAnew = (bytes: Uint8Array, content: Uint8Array): Uint8Array => {
    const { headerBytes, header } = readUnit(bytes)
    const { kind, ...rest } = openUnit(readUnit(bytes), network.epoch.unitKey)
    const made = sealUnit(
      { ...header, kind, ...rest },
      {
        unitKey: network.epoch.unitKey,
        randomBytes,
        sign: () => new Uint8Array(64),
      },
    )
    const body = seal(content, headerBytes, network.epoch.unitKey, randomBytes)
    const unsigned = readUnit(encodeCbor([headerBytes, body, made.signature]))
    return encodeCbor([headerBytes, body, ana.session.sign(unsigned.signedBytes)])
  }

  test('the signer’s, whoever passes it on', async () => {
    const [unit] = ana.units()
    const bad = signedAnew(unit!, encodeCbor([1, KIND_BYTES.incident, 1, 1, [new Uint8Array([1, 2, 3])]]))
    expect(await lee.ledger.accept([bad], BEN)).toEqual(['malformed'])
    expect(refused).toEqual([ana.device.id])
  })

  test('that of whoever brings it, where the one it names has not signed it, or nobody can be told to have', async () => {
    const unit = new Uint8Array(ana.units()[0]!)
    unit[unit.byteLength - 1]! ^= 1
    expect(await lee.ledger.accept([unit, new Uint8Array([9])], BEN)).toEqual(['forged', 'malformed'])
    expect(refused).toEqual([BEN, BEN])
  })

  test('nobody’s when a newer Muster wrote it', async () => {
    const [unit] = ana.units()
    const newer = [encodeCbor([2, 'other', 1, 1, []]), encodeCbor([1, 250, 1, 1, [new Uint8Array([1])]])]
    for (const content of newer) expect(await lee.ledger.accept([signedAnew(unit!, content)], BEN)).toEqual(['frozen'])
    expect(refused).toEqual([])
  })

  test('and nobody’s when all is well: it is counted for whoever wrote it', async () => {
    const units = ana.units()
    await lee.ledger.accept(units, BEN)
    const bytes = units.reduce((sum, unit) => sum + unit.byteLength, 0)
    expect(came).toEqual([{ device: ana.device.id, units: 2, bytes }])
    await lee.ledger.accept(units, BEN)
    expect(came).toHaveLength(1)
    expect(refused).toEqual([])
  })
})

import { createPublicKey, verify, type KeyObject } from 'node:crypto'

import { verifySignature } from '../../unit/sealing.ts'
import type { Unit } from '../../unit/unit.ts'

const SPKI_OF_ED25519 = Buffer.from('302a300506032b6570032100', 'hex') // RFC 8410 section 4, then the 32 bytes

/**
 * Whether each unit is signed by its device (Ed25519 key, 32 bytes). The work is done by the thread pool: a thousand
 * signatures cost this thread a tenth of what they take. One alone is somebody's edit: it is done sooner here.
 */
export async function verifyUnits(
  units: readonly { readonly unit: Unit; readonly deviceKey: Uint8Array }[],
): Promise<readonly boolean[]> {
  const [first] = units
  if (first !== undefined && units.length === 1)
    return [verifySignature(first.unit.signedBytes, first.unit.signature, first.deviceKey)]
  const keys = new Map<Uint8Array, KeyObject | undefined>()
  const keyOf = (deviceKey: Uint8Array): KeyObject | undefined => {
    if (!keys.has(deviceKey)) keys.set(deviceKey, toKey(deviceKey))
    return keys.get(deviceKey)
  }
  return await Promise.all(units.map(async ({ unit, deviceKey }) => await verifyOne(unit, keyOf(deviceKey))))
}

async function verifyOne(unit: Unit, key: KeyObject | undefined): Promise<boolean> {
  if (key === undefined || unit.signature.byteLength !== 64) return false
  return await new Promise((resolve) => {
    verify(null, unit.signedBytes, key, unit.signature, (error, sound) => resolve(error === null && sound))
  })
}

function toKey(deviceKey: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.concat([SPKI_OF_ED25519, deviceKey]), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}

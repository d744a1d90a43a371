import { randomBytes } from 'node:crypto'

import sodium from 'libsodium-wrappers-sumo'
import { expect, test } from 'vitest'

import { seal } from '../../core/identity/sodium.ts'
import { scrubSecrets } from '../../core/shared/secret-memory.ts'

await sodium.ready

function isInMemoryOfLibsodium(secret: Uint8Array): boolean {
  const { libsodium } = sodium as unknown as { libsodium: { HEAPU8: Uint8Array } }
  return Buffer.from(libsodium.HEAPU8.buffer).includes(Buffer.from(secret))
}

test('a key that libsodium worked with is gone from its memory once it was scrubbed, and no other is', () => {
  const [key, other] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))]
  const text = new Uint8Array(randomBytes(100_000))
  const ad = new Uint8Array(0)
  // the largest first: what is small takes other places
  const sealed = seal(key, { ad, text })
  expect(isInMemoryOfLibsodium(key)).toBe(true)
  scrubSecrets([key])
  expect(isInMemoryOfLibsodium(key)).toBe(false)
  expect(sealed.byteLength).toBe(100_040)
  seal(other, { ad, text })
  scrubSecrets([key, new Uint8Array(32), new Uint8Array(3)])
  expect(isInMemoryOfLibsodium(other)).toBe(true)
})

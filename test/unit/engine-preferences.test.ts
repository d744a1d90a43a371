import { expect, test } from 'vitest'

import { readPreferences, savePreferences } from '../../core/engine/profile/preferences.ts'
import { encodeCbor } from '../../core/shared/cbor.ts'
import { MeshError } from '../../core/shared/errors.ts'

const row = (bytes: Uint8Array | undefined) => readPreferences({ get: () => bytes })

test('what was saved is read again', () => {
  let kept: Uint8Array | undefined
  const batch = { put: (_name: unknown, value: Uint8Array) => void (kept = value) }
  savePreferences({ batch: () => batch as never, commit: () => undefined }, { autoLockMinutes: 60 })
  expect(row(kept)).toEqual({ autoLockMinutes: 60 })
})

test.each([
  ['nothing', undefined],
  ['minutes that are not in the list', encodeCbor([1, 7])],
  ['a word', encodeCbor([1, 'never'])],
  ['another version', encodeCbor([2, 0])],
  ['more than there should be', encodeCbor([1, 0, 0])],
  ['no list', encodeCbor({ autoLockMinutes: 0 })],
  ['no CBOR', new Uint8Array([0xff, 0x00])],
])('%s on the disk locks after ten minutes, as if nobody had chosen', (_what, bytes) => {
  expect(row(bytes)).toEqual({ autoLockMinutes: 10 })
})

test('a damaged row keeps nobody out', () => {
  const get = () => {
    throw new MeshError('documents/corrupt', 'damaged')
  }
  expect(readPreferences({ get })).toEqual({ autoLockMinutes: 10 })
})

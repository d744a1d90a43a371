import { expect, test } from 'vitest'

import { readPreferences, savePreferences } from '../../core/engine/profile/preferences.ts'
import { encodeCbor } from '../../core/shared/cbor.ts'
import { MeshError } from '../../core/shared/errors.ts'

const BY_ITSELF = {
  autoLockMinutes: 10,
  quietHours: { on: false, from: '22:00', to: '07:00' },
  sound: true,
  singleKeys: true,
}

const row = (bytes: Uint8Array | undefined) => readPreferences({ get: () => bytes })

test('what was saved is read again', () => {
  let kept: Uint8Array | undefined
  const batch = { put: (_name: unknown, value: Uint8Array) => void (kept = value) }
  const chosen = {
    autoLockMinutes: 60,
    quietHours: { on: true, from: '21:30', to: '06:45' },
    sound: false,
    singleKeys: false,
  } as const
  savePreferences({ batch: () => batch as never, commit: () => undefined }, chosen)
  expect(row(kept)).toEqual(chosen)
})

test('a row from before there were quiet hours keeps its minutes', () => {
  expect(row(encodeCbor([1, 0]))).toEqual({ ...BY_ITSELF, autoLockMinutes: 0 })
})

test('what of a row cannot be read holds as if nobody had chosen, the rest as chosen', () => {
  for (const hours of [[true, '25:00', '07:00'], [true, '22:00'], ['yes', '22:00', '07:00'], 5])
    expect(row(encodeCbor([2, 5, hours, false, true]))).toEqual({ ...BY_ITSELF, autoLockMinutes: 5, sound: false })
})

test.each([
  ['nothing', undefined],
  ['minutes that are not in the list', encodeCbor([1, 7])],
  ['a word', encodeCbor([1, 'never'])],
  ['another version', encodeCbor([3, 0, [true, '22:00', '07:00'], false])],
  ['more than there should be', encodeCbor([1, 0, 0])],
  ['no list', encodeCbor({ autoLockMinutes: 0 })],
  ['no CBOR', new Uint8Array([0xff, 0x00])],
])('%s on the disk locks after ten minutes, as if nobody had chosen', (_what, bytes) => {
  expect(row(bytes)).toEqual(BY_ITSELF)
})

test('a damaged row keeps nobody out', () => {
  const get = () => {
    throw new MeshError('documents/corrupt', 'damaged')
  }
  expect(readPreferences({ get })).toEqual(BY_ITSELF)
})

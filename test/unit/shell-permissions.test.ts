import { expect, test } from 'vitest'

import { allows, restrictPermissions, type Wish } from '../../electron/shell/permissions.ts'

const JOIN = 'app://muster/index.html#/join'
const camera: Wish = { permission: 'media', page: JOIN, isMainFrame: true, media: ['video'] }

test('the camera is there where codes are read', () => {
  for (const page of [JOIN, `${JOIN}/photo`, `${JOIN}?again`]) expect(allows({ ...camera, page })).toBe(true)
})

test.each<[string, Partial<Wish>]>([
  ['on another screen', { page: 'app://muster/index.html#/incidents' }],
  ['on a screen that only begins alike', { page: 'app://muster/index.html#/joining' }],
  ['with the word elsewhere in the address', { page: 'app://muster/index.html?#/x#/join' }],
  ['for another origin', { page: 'app://muster.evil.example/index.html#/join' }],
  ['for the web', { page: 'https://muster/index.html#/join' }],
  ['without a page', { page: undefined }],
  ['in a frame', { isMainFrame: false }],
  ['with the microphone', { media: ['video', 'audio'] }],
  ['for the microphone', { media: ['audio'] }],
  ['for nothing said', { media: [] }],
  ['by another name', { permission: 'display-capture' }],
])('it is not %s', (_name, change) => {
  expect(allows({ ...camera, ...change })).toBe(false)
})

test('text may be copied, and nothing else is allowed, whatever Chromium may think of', () => {
  const asks = (permission: string) => allows({ permission, page: JOIN, isMainFrame: true, media: [] })
  expect(asks('clipboard-sanitized-write')).toBe(true)
  for (const name of [
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'fileSystem',
    'hid',
    'usb',
    'new',
  ])
    expect(asks(name)).toBe(false)
})

test('both of Chromium’s questions get that answer, devices and screens none', () => {
  const set: Record<string, any> = {}
  const session = new Proxy({}, { get: (_target, name: string) => (handler: unknown) => (set[name] = handler) })
  restrictPermissions(session as never)
  const answers: boolean[] = []
  const contents = { getURL: () => JOIN }
  const details = { isMainFrame: true, mediaTypes: ['video'], mediaType: 'video' }
  set['setPermissionRequestHandler'](contents, 'media', (it: boolean) => answers.push(it), details)
  set['setPermissionRequestHandler'](contents, 'midi', (it: boolean) => answers.push(it), details)
  expect(answers).toEqual([true, false])
  expect(set['setPermissionCheckHandler'](contents, 'media', 'https://evil.example', details)).toBe(true)
  expect(set['setPermissionCheckHandler'](null, 'media', 'app://muster', details)).toBe(false)
  expect(set['setDevicePermissionHandler']()).toBe(false)
  expect(set['setDisplayMediaRequestHandler']).toBeNull()
})

import { afterEach, beforeEach, expect, test } from 'vitest'

import { CliRig } from '../helpers/cli-rig.ts'

let rig: CliRig
beforeEach(() => {
  rig = new CliRig()
})
afterEach(() => rig.dispose())

test.each([
  ['auto-lock', { autoLockMinutes: 10 }, 'profile:preferences', {}],
  ['auto-lock 5', { autoLockMinutes: 5 }, 'profile:set-preferences', { autoLockMinutes: 5 }],
  ['auto-lock never', { autoLockMinutes: 5 }, 'profile:set-preferences', { autoLockMinutes: 0 }],
  ['quiet-hours', { quietHours: { on: false } }, 'profile:preferences', {}],
  [
    'quiet-hours 21:30-6:00',
    { quietHours: { on: true } },
    'profile:set-preferences',
    { quietHours: { on: true, from: '21:30', to: '06:00' } },
  ],
  ['quiet-hours on', {}, 'profile:set-preferences', { quietHours: { on: true, from: '22:00', to: '07:00' } }],
  ['sound off', { sound: false }, 'profile:set-preferences', { sound: false }],
  ['attention', [{ what: 'alert', level: 'full' }], 'attention:list', {}],
] as [line: string, json: unknown, call: string, input: object][])('%s', async (line, json, call, input) => {
  const ran = await rig.run(['--json', ...line.split(' ')])
  expect([ran.stderr, ran.code]).toEqual(['', 0])
  expect(ran.json).toMatchObject(json as object)
  expect(rig.engine.input(call as never)).toMatchObject(input)
  const words = await rig.run(line.split(' '))
  expect(words.code).toBe(0)
  expect(words.stdout).not.toMatch(/^$|undefined|\[object|NaN/)
})

test('quiet hours take two times of day, on or off, and nothing else', async () => {
  for (const word of ['22:00', '22-07', '24:00-07:00', '22:60-07:00', 'night'])
    expect((await rig.run(['--json', 'quiet-hours', word])).json.error.code).toBe('cli/usage')
  expect(rig.engine.input('profile:set-preferences')).toBeUndefined()
})

test('auto-lock takes the minutes of the list and nothing else', async () => {
  for (const word of ['2', '0', '-1', '5.0', 'soon', '600'])
    expect((await rig.run(['--json', 'auto-lock', '--', word])).json.error.code).toBe('cli/usage')
  expect(rig.engine.input('profile:set-preferences')).toBeUndefined()
})

test('lock and unlock are for a running Muster only', async () => {
  for (const line of ['lock', 'unlock'])
    expect((await rig.run(['--json', line])).json.error.code).toBe('network/not-running')
  expect(rig.opened).toEqual([])
})

import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import { MeshError } from '../../core/shared/errors.ts'
import { CliRig } from '../helpers/cli-rig.ts'
import { FakeEngine } from '../helpers/fake-engine.ts'

let rig: CliRig

beforeEach(() => {
  rig = new CliRig()
})
afterEach(() => rig.dispose())

test('an invite drawn as a picture is read back by join, and only its maker may read the file', async () => {
  const file = join(rig.profile, 'invite.png')
  const made = (await rig.run(['--json', 'invite', 'create', '--png', file])).json
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file).subarray(1, 4).toString()).toBe('PNG')
  expect((await rig.run(['--json', 'join', '--png', file, '--as', 'Ben'])).code).toBe(0)
  expect(rig.engine.input('network:join').code).toBe(made.code)
  expect((await rig.run(['--json', 'join', '-', '--as', 'Ben'], { input: `  ${made.code}\n` })).code).toBe(0)
  expect(rig.engine.input('network:join').code).toBe(made.code)
})

test('a picture takes the place of no file: a name that is taken is said before an invite is made', async () => {
  const file = join(rig.profile, 'grandmother.png')
  writeFileSync(file, 'a photo', { mode: 0o644 })
  const { code, stderr } = await rig.run(['invite', 'create', '--png', file])
  expect(code).toBe(2)
  expect(stderr).toContain('grandmother.png is there already: give another name.')
  expect(readFileSync(file, 'utf8')).toBe('a photo')
  expect(rig.engine.input('invite:create')).toBeUndefined()
})

test('an invite that could not be made leaves no empty picture behind', async () => {
  const file = join(rig.profile, 'invite.png')
  rig.engine = new FakeEngine({ 'invite:create': new MeshError('documents/disk-full', 'full') })
  expect((await rig.run(['invite', 'create', '--png', file])).code).toBe(1)
  expect(existsSync(file)).toBe(false)
})

test('no invite is made when its picture cannot be written', async () => {
  expect((await rig.run(['--json', 'invite', 'create', '--png', '/nowhere/at/all.png'])).json.error.code).toBe(
    'cli/file-unwritable',
  )
  expect(rig.engine.input('invite:create')).toBeUndefined()
})

import path from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { MeshError } from '../../core/shared/errors.ts'
import { CliRig } from '../helpers/cli-rig.ts'
import { FakeEngine } from '../helpers/fake-engine.ts'

const BACKUP = 'nine lamps over the bridge'
const OWN = 'river stones at dawn'
const status = (state: 'new' | 'locked' | 'unlocked') => ({ state, pid: 4242, version: '0.1.0', online: false })
let rig: CliRig
beforeEach(() => {
  rig = new CliRig()
  rig.env = { MUSTER_PASSPHRASE: OWN, MUSTER_BACKUP_PASSPHRASE: BACKUP }
})
afterEach(() => rig.dispose())

describe('backup', () => {
  test('writes to a file named from where the person stands, with a passphrase of its own', async () => {
    const { code, json } = await rig.run(['--json', 'backup', 'river.backup'])
    expect([code, json]).toEqual([0, { networks: 1, records: 3, bytes: 4096 }])
    expect(rig.engine.input('profile:backup')).toEqual({ file: path.resolve('river.backup'), passphrase: BACKUP })
    const { stdout } = await rig.run(['backup', 'river.backup'])
    expect(stdout).toContain('1 network, 3 records')
    expect(stdout).not.toContain(BACKUP)
  })

  test('takes no passphrase from the command line, and asks for none that nobody can type', async () => {
    rig.env = { MUSTER_PASSPHRASE: OWN }
    expect((await rig.run(['--json', 'backup', 'a', BACKUP])).json.error.code).toBe('cli/usage')
    expect((await rig.run(['--json', 'backup', 'a'])).json.error.code).toBe('identity/passphrase-needed')
    expect(rig.engine.input('profile:backup')).toBeUndefined()
  })
})

describe('restore', () => {
  test('gives a new profile its passphrase together with the backup, so that nothing is begun for a bad one', async () => {
    rig.engine = new FakeEngine({ 'profile:status': status('new') })
    const { stdout } = await rig.run(['restore', 'river.backup'])
    expect(rig.engine.input('profile:restore')).toMatchObject({ passphrase: BACKUP, newPassphrase: OWN })
    expect(rig.engine.input('profile:unlock')).toBeUndefined()
    expect(rig.opened.every(({ passphrase }) => passphrase === undefined)).toBe(true)
    expect(stdout).toContain('Do not use Muster with this profile on the old one any more')
  })

  test('unlocks a profile that is there, and says of one that stays where it is nothing of an old computer', async () => {
    const networks = [{ id: 'a1'.repeat(16), name: 'River Street', isNew: false, records: 1, erased: 2, refused: 3 }]
    rig.engine = new FakeEngine({
      'profile:status': status('locked'),
      'profile:restore': { madeAt: 1000, networks, leftOut: 1 },
    })
    const { stdout } = await rig.run(['restore', 'river.backup'])
    expect(rig.engine.input('profile:unlock')).toEqual({ passphrase: OWN })
    expect(rig.engine.input('profile:restore')).not.toHaveProperty('newPassphrase')
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      'River Street: 1 record brought back, 2 records stay erased, 3 changes the network does not take.',
      '1 network of the backup left out: this profile is not in it.',
    ])
    expect(stdout).not.toContain('old one')
  })

  test('tells a wrong passphrase by its own name', async () => {
    const failure = new MeshError('documents/backup-passphrase', 'No')
    rig.engine = new FakeEngine({ 'profile:restore': failure })
    const { code, stderr } = await rig.run(['restore', 'river.backup'])
    expect(code).toBe(1)
    expect(stderr).toContain('That passphrase does not open this backup.')
  })
})

describe('doctor', () => {
  test('ends with 1 where anything was wrong, and says what in plain words', async () => {
    const { code, stdout } = await rig.run(['doctor'])
    expect(code).toBe(1)
    expect(stdout).toContain('The damaged file was kept as store.sqlite.damaged-20260101T000000.')
    expect(stdout).toContain('2 damaged or gone; they come back from the others when you meet.')
    expect((await rig.run(['--json', 'doctor'])).json).toMatchObject({ sound: false })
    expect(rig.engine.input('doctor:check')).toEqual({})
  })

  test('ends with 0 where all is sound, and gives the passphrase while it is locked', async () => {
    const sound = { sound: true, files: [{ file: 'vault', state: 'sound', lostTail: false }], networks: [] }
    rig.engine = new FakeEngine({ 'profile:status': status('locked'), 'doctor:check': sound })
    const { code, stdout } = await rig.run(['doctor'])
    expect([code, stdout]).toEqual([0, 'The vault is sound.\nEverything is sound.\n'])
    expect(rig.engine.input('doctor:check')).toEqual({ passphrase: OWN })
  })
})

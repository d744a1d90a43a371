import { afterEach, beforeEach, expect, test } from 'vitest'

import { CliRig, Collector, terminal } from '../helpers/cli-rig.ts'
import { FakeEngine, NETWORK, RECORD } from '../helpers/fake-engine.ts'

const ALERT = 'c9'.repeat(16)
let rig: CliRig

beforeEach(() => {
  rig = new CliRig()
})
afterEach(() => rig.dispose())

test('erasing says how many computers have confirmed, never that it is gone everywhere', async () => {
  const { code, stdout } = await rig.run(['erase', RECORD, '--yes'])
  expect(code).toBe(0)
  expect(stdout).toContain('Erased here. 1 of 8 computers confirmed')
  expect(stdout).not.toMatch(/everywhere|all computers/)
  expect(rig.engine.input('record:erase')).toEqual({ network: NETWORK, ids: [RECORD] })
})

test('what the disk does not let go yet is not called erased, and the command ends with 1', async () => {
  rig.engine = new FakeEngine({ 'record:erase': { erased: 1, computers: 8, confirmed: 0, doneHere: false } })
  const { code, stdout } = await rig.run(['erase', RECORD, '--yes'])
  expect(code).toBe(1)
  expect(stdout).toContain('Not gone from this disk yet: it is tried again')
  expect(stdout).not.toContain('Erased here')
})

test('what refers to it is erased with it only when that is said', async () => {
  await rig.run(['erase', RECORD, '--yes', '--with-referring'])
  expect(rig.engine.input('record:erase')).toEqual({ network: NETWORK, ids: [RECORD, ALERT] })
})

test('where nobody can be asked it takes --yes, and nothing is erased', async () => {
  const { code, stderr } = await rig.run(['erase', RECORD])
  expect(code).toBe(2)
  expect(stderr).toContain('--yes')
  expect(rig.engine.input('record:erase')).toBeUndefined()
})

test('somebody at a terminal is told what it is, what refers to it and how many computers have it, and asked once', async () => {
  for (const [answer, erased] of [
    ['no', false],
    ['yes', true],
  ] as const) {
    const stdin = terminal()
    const stderr = Object.assign(new Collector(), { isTTY: true })
    const ran = rig.run(['erase', RECORD], { stdin, stderr })
    await expect.poll(() => stderr.text).toContain('Erase? (yes/no)')
    stdin.write(`${answer}\n`)
    const { code } = await ran
    expect(stderr.text).toMatch(
      /up to 8 computers; nothing brings it back:\n {2}incident: Water in the cellar\n.*--with-referring.*\n {2}alert: Pumps needed/,
    )
    expect([code === 0, rig.engine.input('record:erase') !== undefined]).toEqual([erased, erased])
  }
})

test('the list names who has not confirmed, and what nobody can know', async () => {
  const { stdout } = await rig.run(['erased'])
  expect(stdout).toContain('6 of 8 computers confirmed. Not yet: Ben (d4d4d4d4), your computer (e5e5e5e5).')
  expect(stdout).toContain('Nobody can tell what was copied')
  const { json } = await rig.run(['--json', 'erased'])
  expect(json).toMatchObject({ computers: 8, erasures: [{ confirmed: 6 }] })
})

test('a computer that could not finish says so', async () => {
  rig.engine = new FakeEngine({
    'erasure:list': {
      total: 1,
      computers: 2,
      doneHere: false,
      erasures: [
        {
          id: 'd4'.repeat(32),
          person: RECORD,
          name: 'Ben',
          you: false,
          at: 1,
          records: 3,
          ids: [],
          confirmed: 0,
          missing: [],
        },
      ],
    },
  })
  const { stdout } = await rig.run(['erased'])
  expect(stdout).toMatch(/could not finish[\s\S]*3 records, by Ben/)
})

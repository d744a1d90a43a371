import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { afterEach, beforeEach, expect, test } from 'vitest'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { CliRig } from '../helpers/cli-rig.ts'
import { FakeEngine, NETWORK, PERSON, RECORD } from '../helpers/fake-engine.ts'

type Tree = CommandOutput<'tree:show'>
type Node = Tree['nodes'][number]

let rig: CliRig
beforeEach(() => {
  rig = new CliRig()
})
afterEach(() => rig.dispose())

const BEN = 'b3'.repeat(16)
const CLEO = 'b4'.repeat(16)
const DANA = 'b5'.repeat(16)

function node(person: string, name: string, more: Partial<Node> = {}): Node {
  const tel = `+3460000000${person[1]}`
  const shownTel = `+34 600 00 00 0${person[1]}`
  const place = { caller: PERSON, calls: [], depth: 1, branch: person, buddy: null, talks: true, confirms: false }
  const facts = {
    kind: 'member',
    you: false,
    otherTels: [],
    missing: null,
    languages: ['es'],
    printed: true,
    bestTimes: null,
  } satisfies Partial<Node>
  return { person, name, tel, shownTel, ...facts, ...place, ...more }
}

const ANA = node(PERSON, 'Ana', { caller: null, calls: [BEN, DANA], depth: 0, branch: null, you: true })
const TREE: Tree = {
  root: PERSON,
  nodes: [
    ANA,
    node(BEN, 'Ben', { calls: [CLEO], confirms: true, printed: false }),
    node(CLEO, 'Cleo', {
      caller: BEN,
      depth: 2,
      branch: BEN,
      tel: null,
      shownTel: null,
      missing: 'no-number',
      printed: false,
    }),
    node(DANA, 'Dana Fields', { kind: 'contact', printed: false, talks: false, languages: ['ar'] }),
  ],
  left: [],
  branches: [{ branch: BEN, last: BEN }],
  emergencyNumber: '112',
}
const ALERT: NonNullable<Tree['alert']> = {
  id: RECORD,
  headline: 'Water rises',
  state: 'call-the-tree',
  drill: false,
  gate: 'verified',
  verified: 'verified',
  sentBy: PERSON,
  count: 3,
  reached: 1,
  open: [
    { person: CLEO, by: PERSON, instead: BEN },
    { person: DANA, by: PERSON, instead: null },
  ],
  yours: [{ person: DANA, by: PERSON, instead: null }],
}
const engine = (tree: Tree) => new FakeEngine({ 'tree:show': tree })

test('the tree is shown with each under who calls them, and what is missing is said', async () => {
  rig.engine = engine(TREE)
  const { stdout: out } = await rig.run(['tree', 'show'])
  expect(out).toContain('Ana (you)  +34 600 00 00 02')
  expect(out).toContain('\n  Ben  +34 600 00 00 03  es, then tells Ana')
  expect(out).toContain('\n    Cleo  no number: tell in person')
  expect(out).toContain('Dana Fields (contact)  +34 600 00 00 05  ar  NO SHARED LANGUAGE')
})

test('with an alert it says whom to call still, who calls, and never that everybody was reached', async () => {
  rig.engine = engine({ ...TREE, alert: ALERT })
  const { stdout: out } = await rig.run(['tree', 'show', '--alert', RECORD])
  expect(out).toContain(
    'Reached 1 of 3. Still to call:\n  Cleo, by Ana instead of Ben\n  Dana Fields, by Ana\nYou call: Dana Fields.',
  )
  expect(rig.engine.calls.at(-1)).toMatchObject({ name: 'tree:show', input: { network: NETWORK, alert: RECORD } })
})

test('on paper nobody stands with their number who did not agree to that, and it is counted', async () => {
  rig.engine = engine(TREE)
  for (const wallet of [[], ['--wallet']]) {
    const { stdout: out } = await rig.run(['tree', 'print', ...wallet])
    expect(out).toContain('Ben')
    expect(out).not.toContain('600 00 00 03')
    expect(out).not.toContain('Dana')
    expect(out).not.toContain('600 00 00 05')
    expect(out).toContain('1 without their number')
    expect(out).toContain('1 not on this paper')
    expect(out).toMatch(/Destroy it after \d+ \w+ \d{4}/)
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  }
})

test('a paper for a call for help carries its verification, and a drill says that it is one', async () => {
  rig.engine = engine({ ...TREE, alert: { ...ALERT, drill: true, verified: 'unverified' } })
  const { stdout: out } = await rig.run(['tree', 'print', '--alert', RECORD])
  expect(out).toContain('EXERCISE')
  expect(out).toContain('Water rises (unverified)')
})

test('what was written by others does not move the cursor of a terminal', async () => {
  rig.engine = engine({ ...TREE, nodes: [{ ...ANA, name: 'A\u001b[31mna\u202e', calls: [] }] })
  for (const command of [['show'], ['print'], ['print', '--wallet']]) {
    const { stdout: out } = await rig.run(['tree', ...command])
    expect(out).not.toMatch(/[\u001b\u202e]/)
  }
})

test('a file is written for its owner alone, and never over another', async () => {
  rig.engine = engine(TREE)
  const file = path.join(rig.profile, 'tree.txt')
  expect((await rig.run(['tree', 'print', '--to', file])).code).toBe(0)
  expect(readFileSync(file, 'utf8')).toContain('PHONE TREE: River Street')
  expect(statSync(file).mode & 0o077).toBe(0)
  writeFileSync(file, 'mine')
  const again = await rig.run(['tree', 'print', '--to', file])
  expect([again.code, readFileSync(file, 'utf8')]).toEqual([2, 'mine'])
  expect(existsSync(file)).toBe(true)
})

test('that a branch is done is noted of the person who is called first in it', async () => {
  rig.engine = new FakeEngine({})
  await rig.run(['tree', 'confirm', RECORD, BEN])
  expect(rig.engine.calls.at(-1)).toMatchObject({
    name: 'tree:confirm',
    input: { network: NETWORK, alert: RECORD, branch: BEN },
  })
})

import { afterEach, beforeEach, expect, test } from 'vitest'

import { Cli } from '../../cli/cli.ts'
import { Printer } from '../../cli/output/printer.ts'
import { buildProgram } from '../../cli/program.ts'
import { INCIDENT_MOVES, VERIFICATIONS } from '../../core/bridge/contract/work.ts'
import { CONFIRMABLE } from '../../core/domain/records/alert/alert.ts'
import {
  AUDIENCES,
  HELP_KINDS,
  NETWORK_KINDS,
  PARTSTATS,
  PLACE_PRECISIONS,
  PLAN_KINDS,
  SOURCES,
  URGENCIES,
} from '../../core/domain/records/words.ts'
import { ALERT_ANSWERS, ANSWER_WAYS, ESCALATION_STEPS } from '../../core/domain/states/alert-states.ts'
import { CHECK_INS, RESPONDER_STATES } from '../../core/domain/states/responder-states.ts'
import { NEED_STATES, PLAN_STATES, TASK_STATES } from '../../core/domain/states/work-states.ts'
import { CliRig } from '../helpers/cli-rig.ts'
import { RECORD } from '../helpers/fake-engine.ts'

let rig: CliRig

beforeEach(() => {
  rig = new CliRig()
})
afterEach(() => rig.dispose())

const WRONG = [
  '',
  'network',
  'nonsense',
  'network create',
  'network create X',
  'invite create --uses 0',
  'invite create --uses 1.5',
  'invite create --uses 1e3',
  'invite create --hours -1',
  'invite create --hours soon',
  'invite create --address nowhere',
  'invite create --address 300.1.1.1:1',
  'invite create --address 1.1.1.1:70000',
  'invite create --address 1.1.1.1:1 --address 1.1.1.2:1 --address 1.1.1.3:1',
  'join --as Ben',
  'join CODE',
  'join CODE --png x.png --as Ben',
  'join CODE --as Ben --timeout 0',
  'join CODE --as Ben --timeout forever',
  'join CODE --as Ben --timeout 99999',
  'contact add',
  'contact add --name Dana --tel 600000001',
  'contact add --name Dana --tel +34abc',
  'incident add',
  'incident add --what X --precision roughly',
  'incident add --what X --source gossip',
  'incident add --what X --from f.json',
  'plan add',
  'plan add --summary X --start tomorrow',
  'plan add --summary X --start 2026-13-01T10:00Z',
  'plan add --summary X --start 2026-02-30T10:00Z',
  'plan add --summary X --start 2026-02-28T25:00Z',
  'incident list --limit x',
  'incident list --offset -1',
  'incident show',
  'incident show xyz',
  'incident show c3c3',
  `incident show ${'c'.repeat(33)}`,
  `incident edit ${RECORD}`,
  `incident move ${RECORD} sideways`,
  `incident verify ${RECORD} verified`,
  `incident need ${RECORD}`,
  `plan signup ${RECORD} --shift a --task b`,
  'alert',
  'alert send',
  `alert send --about ${RECORD}`,
  `alert send --about ${RECORD} --kind supplies`,
  `alert send --about ${RECORD} --kind pursue --headline X`,
  `alert send --about ${RECORD} --kind supplies --headline X --of medic`,
  `alert send --about ${RECORD} --kind supplies --headline X --need some`,
  `alert send --about ${RECORD} --kind supplies --headline X --need driver=0`,
  `alert send --about ${RECORD} --kind supplies --headline X --minutes 1441`,
  `alert send --about ${RECORD} --kind supplies --headline X --to circle --of Elsewhere`,
  `alert send ${RECORD} --about ${RECORD}`,
  `alert answer ${RECORD} maybe`,
  `alert record ${RECORD} Ben`,
  `alert record ${RECORD} Ben coming --by pigeon`,
  `alert update ${RECORD}`,
  `alert check-in ${RECORD} asked`,
  `alert check-in ${RECORD} safe --by phone`,
  `alert check-in ${RECORD} safe --person Ben --by pigeon`,
  `alert pair ${RECORD} Ben`,
  `alert debrief ${RECORD}`,
  'duty',
  'duty start --until tomorrow',
  'duty hand-over',
  'route start',
  'route start X --minutes 0',
  'wait',
  'start --listen 7001',
  'network list surplus',
  'member remove',
  'member remove a b c',
  '--colour network list',
]
test.each(WRONG)('wrong usage: muster %s', async (line) => {
  const argv = line === '' ? [] : line.split(' ')
  const ran = await rig.run(['--json', ...argv])
  expect(ran.json.error.code).toBe('cli/usage')
  expect(ran.code).toBe(2)
  expect(ran.stderr).toContain('--help')
  expect(ran.stderr).not.toContain('undefined')
  expect((await rig.run(argv)).stdout).toBe('')
})

test('help is at hand for every command, with examples, and ends with 0', async () => {
  const seen: string[] = []
  const world = rig.world([])
  const cli = new Cli({ world, printer: new Printer(world, false), signal: new AbortController().signal })
  const visit = async (command: ReturnType<typeof buildProgram>, path: readonly string[]): Promise<void> => {
    const ran = await rig.run([...path, '--help'])
    expect([path.join(' '), ran.code]).toEqual([path.join(' '), 0])
    expect(ran.stdout).toMatch(/Examples:\n {2}\$ muster /)
    expect(ran.stdout.split('Examples:')[1]).toContain(path.join(' '))
    seen.push(path.join(' '))
    for (const child of command.commands) await visit(child, [...path, child.name()])
  }
  await visit(buildProgram(cli, { write: () => undefined }), [])
  for (const name of [
    'start',
    'join',
    'network create',
    'invite revoke',
    'request approve',
    'member remove',
    'contact add',
    'incident move',
    'plan signup',
    'alert send',
    'alert all-clear',
    'alert check-in',
    'alert needs-help',
    'alert pair',
    'alert debrief',
    'duty hand-over',
    'route arrive',
    'status',
    'wait',
    'history',
    'lock',
    'unlock',
    'auto-lock',
    'passphrase change',
  ])
    expect(seen).toContain(name)
  expect((await rig.run(['--json', '--help'])).json.help).toContain('Examples')
  expect((await rig.run(['--version'])).stdout).toBe('0.1.0\n')
})

test('the words that options take are those of the domain', async () => {
  const lists: [argv: string[], words: readonly string[]][] = [
    [['incident', 'move', RECORD, 'x'], INCIDENT_MOVES],
    [['incident', 'verify', RECORD, 'x', '--basis', 'y'], VERIFICATIONS],
    [['incident', 'need', RECORD, 'e1', '--state', 'x'], NEED_STATES],
    [['incident', 'respond', RECORD, 'x'], RESPONDER_STATES],
    [['incident', 'add', '--precision', 'x'], PLACE_PRECISIONS],
    [['incident', 'add', '--source', 'x'], SOURCES],
    [['plan', 'add', '--kind', 'x'], PLAN_KINDS],
    [['plan', 'move', RECORD, 'x'], PLAN_STATES],
    [['plan', 'signup', RECORD, '--answer', 'x'], PARTSTATS],
    [['plan', 'task', RECORD, '--state', 'x'], TASK_STATES],
    [['network', 'create', 'x', '--as', 'y', '--kind', 'z'], NETWORK_KINDS],
    [['alert', 'send', '--kind', 'x'], HELP_KINDS],
    [['alert', 'send', '--to', 'x'], AUDIENCES],
    [['alert', 'send', '--urgency', 'x'], URGENCIES],
    [['alert', 'answer', RECORD, 'x'], ALERT_ANSWERS],
    [['alert', 'check-in', RECORD, 'x'], CHECK_INS],
    [['alert', 'confirm', RECORD, 'x'], CONFIRMABLE],
    [['alert', 'escalate', RECORD, 'x'], ESCALATION_STEPS],
    [['alert', 'record', RECORD, 'Ben', '--by', 'x'], ANSWER_WAYS.filter((way) => way !== 'app')],
  ]
  for (const [argv, words] of lists) {
    const { message } = (await rig.run(['--json', ...argv])).json.error
    expect(message).toContain(`It takes one of: ${words.join(', ')}.`)
  }
})

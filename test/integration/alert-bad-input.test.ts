import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { CommandName } from '../../core/bridge/contract.ts'
import { Laptop } from '../helpers/lab/laptop.ts'
import { expectRefusal } from '../helpers/lab/refusals.ts'

const NOBODY = 'e'.repeat(32)

describe('what a call for help cannot be is refused by name, in plain words, and changes nothing', () => {
  const ana = new Laptop({ name: 'ana' })
  const ben = new Laptop({ name: 'ben' })
  let network: string
  let incident: string
  let draft: string
  let sent: string
  let before: string

  const everything = async (): Promise<string> => {
    const { records } = await ana.call('record:list', { network, kind: 'alert', limit: 200 })
    return JSON.stringify(records.map(({ id, state, version, course }: any) => [id, state, version, course.length]))
  }
  const refused = async (code: string, ...args: readonly string[]): Promise<void> => {
    expectRefusal(await ana.run(args), code, code === 'cli/usage' ? { exit: 2 } : {})
  }
  const send = (...more: readonly string[]): string[] => {
    const usual = ['--kind', 'supplies', '--headline', 'Pumps needed']
    const given = usual.flatMap((one, at) => (at % 2 === 0 && !more.includes(one) ? [one, usual[at + 1]!] : []))
    return ['alert', 'send', '--about', incident, ...given, ...more]
  }
  /** As a window, or anything else on the socket, would ask. @returns code, and the field or reason */
  const called = async (name: CommandName, input: object): Promise<unknown> => {
    const error: any = await ana.call(name, { network, ...input }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    return error && [error.code, error.details.field ?? error.details.reason ?? error.details.what]
  }

  beforeAll(async () => {
    const listen = ['--listen', '127.0.0.1:0', '--no-discovery']
    const [first] = await Promise.all([ana.start(listen), ben.start(listen)])
    network = (await ana.ask('network', 'create', 'Mill valley', '--as', 'Ana')).id
    const [address] = (await first.waitFor('ready')).addresses
    const { code } = await ana.ask('invite', 'create', network, '--address', address)
    await ben.ask('join', code, '--as', 'Ben')
    incident = (await ana.ask('incident', 'add', '--what', 'Water in the cellar')).id
    draft = (await ana.ask(...send('--draft'))).id
    sent = (await ana.ask(...send())).id
    before = await everything()
  }, 60_000)
  afterAll(async () => {
    for (const laptop of [ana, ben]) await laptop.dispose()
  }, 30_000)

  test.each([
    ['a headline of 91 characters', ['--headline', 'x'.repeat(91)], 'domain/invalid-input'],
    ['a headline of 10,000 characters', ['--headline', 'x'.repeat(10_000)], 'domain/invalid-input'],
    ['an instruction of 301 characters', ['--instruction', 'x'.repeat(301)], 'domain/invalid-input'],
    ['an empty headline', ['--headline', '  '], 'cli/usage'],
    ['4 minutes', ['--minutes', '4'], 'cli/usage'],
    ['1,441 minutes', ['--minutes', '1441'], 'cli/usage'],
    ['minutes that are no number', ['--minutes', 'NaN'], 'cli/usage'],
    ['minutes with a fraction', ['--minutes', '7.5'], 'cli/usage'],
    ['a need of nobody', ['--need', '0'], 'cli/usage'],
    ['a need of 1,001', ['--need', '1001'], 'cli/usage'],
    ['a need of a role twice', ['--need', 'first aid=1', '--need', 'first aid=2'], 'domain/invalid-input'],
    ['a kind of help that there is none of', ['--kind', 'pursue'], 'cli/usage'],
    ['an audience that there is none of', ['--to', 'galaxy'], 'cli/usage'],
    ['an urgency that there is none of', ['--urgency', 'Yesterday'], 'cli/usage'],
    ['specialists of nothing', ['--to', 'specialists'], 'domain/invalid-input'],
    ['a circle that there is none of', ['--to', 'circle', '--of', 'Lake'], 'cli/usage'],
    ['a photo', ['--photo', 'face.png'], 'cli/usage'],
  ])('at the command line: %s', async (_, more, code) => {
    await refused(code, ...send(...more))
    expect(await everything()).toBe(before)
  })

  test('at the command line: the most that can be asked for, and the longest that can be said, is taken', async () => {
    const most = send('--headline', 'x'.repeat(90), '--need', '1000', '--minutes', '1440', '--draft')
    const { id } = await ana.ask(...most)
    expect(await ana.ask('alert', 'show', id)).toMatchObject({ minutes: 1_440, need: [{ count: 1_000 }] })
    before = await everything()
  }, 30_000)

  test('at the command line: words, times and people that there are none of', async () => {
    await refused('cli/usage', 'alert', 'answer', sent, 'maybe')
    await refused('cli/usage', 'alert', 'answer', sent, 'coming', '--eta', 'soon')
    await refused('cli/usage', 'alert', 'record', sent, 'Ben', 'coming', '--by', 'pigeon')
    await refused('cli/usage', 'alert', 'confirm', draft, 'everything')
    await refused('cli/usage', 'alert', 'escalate', sent, 'army')
    await refused('cli/usage', 'alert', 'check-in', sent, 'fighting')
    await refused('identity/not-a-member', 'alert', 'record', sent, 'Nobody', '--by', 'phone')
    await refused('domain/not-found', 'alert', 'record', sent, NOBODY, '--by', 'phone')
    await refused('domain/not-found', 'alert', 'show', NOBODY)
    await refused('domain/not-found', 'alert', 'answer', NOBODY, 'cannot')
    await refused('domain/not-found', 'alert', 'send', '--about', NOBODY, '--kind', 'care', '--headline', 'Help')
    await refused('domain/not-found', 'alert', 'cancel', incident)
    expect(await everything()).toBe(before)
  }, 60_000)

  test('at the command line: what its state does not allow', async () => {
    for (const act of ['enough', 'cancel', 'all-clear', 'stop'])
      await refused('domain/not-allowed-now', 'alert', act, draft)
    await refused('domain/not-allowed-now', 'alert', 'answer', draft, 'coming', '--agree')
    await refused('domain/not-allowed-now', 'alert', 'answer', sent, 'coming') // the agreement first
    await refused('domain/not-allowed-now', 'alert', 'send', sent)
    await refused('domain/not-allowed-now', 'alert', 'confirm', sent, 'unverified')
    await refused('domain/not-allowed-now', 'alert', 'escalate', sent, 'call-the-tree')
    await refused('domain/not-allowed-now', 'alert', 'check-in', sent, 'on-scene')
    await refused('domain/not-allowed-now', 'alert', 'debrief', sent, '--well', 'All went well')
    expect(await everything()).toBe(before)
  }, 60_000)

  test('over the socket: fields, lengths, numbers and words', async () => {
    const add = (more: object): Promise<unknown> => {
      const about = { kind: 'incident', id: incident }
      return called('record:add', {
        kind: 'alert',
        records: [{ about, kind: 'supplies', headline: 'Pumps needed', ...more }],
      })
    }
    for (const [field, value] of [
      ['headline', 'x'.repeat(91)],
      ['headline', 'x'.repeat(10_000)],
      ['headline', ''],
      ['headline', 7],
      ['minutes', 4],
      ['minutes', 1_441],
      ['minutes', 7.5],
      ['minutes', '120'],
      ['kind', 'pursue'],
      ['status', 'System'],
      ['urgency', 'Yesterday'],
      ['photo', 'face.png'],
      ['suspect', 'somebody'],
      ['sendings', {}],
      ['confirmations', {}],
    ] as const)
      expect([field, await add({ [field]: value })]).toEqual([field, ['domain/invalid-input', field]])
    for (const [need, field] of [
      [[{ count: 0 }], 'need.0.count'],
      [[{ count: 1_001 }], 'need.0.count'],
      [[{ count: 2, who: 'x' }], 'need.0.who'],
    ] as const)
      expect(await add({ need })).toEqual(['domain/invalid-input', field])
    expect(await add({ audience: { scope: 'galaxy' } })).toEqual(['domain/invalid-input', 'audience.scope'])
    expect(await add({ about: { kind: 'contact', id: incident } })).toEqual(['domain/invalid-input', 'about.kind'])
    expect(await add(JSON.parse('{"__proto__": {"headline": "x"}}') as object)).toBeDefined()
    expect(await everything()).toBe(before)
  }, 60_000)

  test('over the socket: acts', async () => {
    expect(await called('alert:answer', { id: sent, answer: 'maybe' })).toEqual(['domain/invalid-input', 'answer'])
    expect(await called('alert:answer', { id: sent, answer: 'cannot', person: NOBODY })).toMatchObject([
      'domain/invalid-input',
      expect.anything(),
    ])
    expect(await called('alert:answer', { id: '../../etc', answer: 'cannot' })).toEqual(['domain/invalid-input', 'id'])
    expect(await called('alert:record', { id: sent, person: NOBODY, via: 'phone' })).toEqual([
      'domain/not-found',
      'person',
    ])
    expect(await called('alert:record', { id: sent, person: NOBODY, via: 'app' })).toEqual([
      'domain/invalid-input',
      'via',
    ])
    expect(await called('alert:needs-help', { id: sent, person: NOBODY })).toEqual(['domain/not-found', 'person'])
    expect(await called('alert:pair', { id: sent, first: NOBODY, second: 'f'.repeat(32) })).toEqual([
      'domain/invalid-input',
      'first',
    ])
    expect(await called('alert:send', { id: draft, version: '__proto__' })).toEqual(['domain/invalid-input', 'version'])
    expect(await called('alert:escalate', { id: sent, step: 'army' })).toEqual(['domain/invalid-input', 'step'])
    // that somebody else's computer has it is theirs to say: there is no such command
    expect(await called('alert:reached' as CommandName, { id: sent })).toEqual(['bridge/unknown-command', undefined])
    expect(await everything()).toBe(before)
  }, 60_000)
})

import { readFileSync } from 'node:fs'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { type ForgedAlert, forgedAlert, MODIFIED, put } from '../helpers/lab/modified-member.ts'

const NOBODY = 'e'.repeat(32)
const YEAR = 365 * 24 * 60 * 60_000

describe('what a member with a modified copy does to calls for help', () => {
  const ana = new Laptop({ name: 'ana' })
  const ben = new Laptop({ name: 'ben' })
  const eve = new Laptop({ name: 'eve' })
  let peers: { readonly ana: Peer; readonly ben: Peer; readonly eve: Peer }
  let network: string
  /** Verified by nobody, and by somebody. */
  let incident: string
  let verified: string
  const person = { ana: '', ben: '', eve: '' }

  /** Sends a hand-made alert from Eve's laptop. @returns its id */
  const forge = async (given: ForgedAlert = {}): Promise<string> => {
    const all = {
      ...given,
      sending: given.sending === null ? null : { to: [person.ana, person.ben], ...given.sending },
    }
    return forgeWrites(forgedAlert(person.eve, incident, all))
  }
  const forgeWrites = async (writes: readonly object[]): Promise<string> =>
    (await eve.call('record:add', { network, kind: 'alert', records: [{ writes }] })).ids[0]!
  /** Eve changes an alert that is there. */
  const tamper = async (id: string, ...writes: readonly object[]): Promise<void> => {
    await eve.call('record:act', { network, kind: 'alert', id, act: 'edit', input: { writes } })
  }
  const entry = (more: object): object => ({ by: person.eve, at: Date.now(), after: [], ...more })
  /** As one laptop shows it, once it has it. */
  const shownBy = async (laptop: Laptop, id: string): Promise<any> => {
    await expect.poll(() => laptop.call('alert:show', { network, id }).catch(() => undefined)).toBeDefined()
    return laptop.ask('alert', 'show', id)
  }
  const shown = (id: string): Promise<any> => shownBy(ana, id)
  const textOf = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await ana.run(args, { text: true })
    expect(code, stderr).toBe(0)
    return stdout
  }
  /** A call that keeps the rules. */
  const honest = async (sender: Laptop, more: readonly string[] = []): Promise<string> => {
    const words = ['--kind', 'supplies', '--headline', 'Pumps needed at the school', '--to', 'network']
    const made = await sender.ask('alert', 'send', '--about', verified, ...words, ...more)
    expect(made.state).toBe('sent')
    for (const laptop of [ana, ben, eve]) await shownBy(laptop, made.id)
    return made.id
  }
  const residentMb = (): number => {
    const status = readFileSync(`/proc/${peers.ana.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024
  }

  beforeAll(async () => {
    const listen = ['--listen', '127.0.0.1:0', '--no-discovery']
    const [first, second, third] = await Promise.all([
      ana.start(listen),
      ben.start(listen),
      eve.start(listen, MODIFIED),
    ])
    peers = { ana: first, ben: second, eve: third }
    network = (await ana.ask('network', 'create', 'Mill valley', '--as', 'Ana', '--kind', 'area')).id
    const [address] = (await first.waitFor('ready')).addresses
    const { code } = await ana.ask('invite', 'create', network, '--uses', '2', '--address', address)
    await ben.ask('join', code, '--as', 'Ben')
    await eve.ask('join', code, '--as', 'Eve')
    for (const { id, name } of await ana.ask('member', 'list', network))
      person[name.toLowerCase() as keyof typeof person] = id
    incident = (await ana.ask('incident', 'add', '--what', 'Water in the cellar of the school')).id
    verified = (await ana.ask('incident', 'add', '--what', 'Water in the school')).id
    await ana.ask('incident', 'verify', verified, 'verified', '--basis', 'I stand in it')
    await ana.ask('wait', '--synced')
  }, 60_000)
  afterAll(async () => {
    for (const laptop of [ana, ben, eve]) await laptop.dispose()
  }, 60_000)

  describe('the gate', () => {
    test('sent as verified though nobody has verified it: unverified, and against the rules, wherever it is shown', async () => {
      const id = await forge({ sending: { verified: 'verified' } })
      expect(await shown(id)).toMatchObject({ gate: 'failed', verified: 'unverified', sentBy: person.eve })
      const listed = (await ana.ask('alert', 'list')).records.find((one: any) => one.id === id)
      expect(listed).toMatchObject({ gate: 'failed', verified: 'unverified' })
      const record = (await ana.call('record:show', { network, kind: 'alert', id })).record
      expect(record).toMatchObject({ gate: 'failed', verified: 'unverified' })
      expect(await textOf('alert', 'show', id)).toMatch(/verified: unverified \(sent against the rules/)
      expect(await textOf('alert', 'list')).toMatch(/failed\s+unverified\s+supplies/)
    }, 60_000)

    test('about a report that is nowhere: nobody has verified it', async () => {
      const id = await forge({ about: ['incident', NOBODY], sending: { verified: 'verified' } })
      expect(await shown(id)).toMatchObject({ gate: 'failed', verified: 'unverified' })
    }, 30_000)

    test('for its own circle, and addressed to everybody: that is no circle', async () => {
      const id = await forge({ version: { audience: ['circle', null] } })
      expect(await shown(id)).toMatchObject({ gate: 'failed' })
      const verifiers = await forge({ version: { audience: ['verifiers', null] } })
      expect(await shown(verifiers)).toMatchObject({ gate: 'failed' })
    }, 30_000)

    test('confirmed in the name of others: that confirms nothing', async () => {
      const confirmed = (by: string): object => ({ by, at: Date.now(), after: [], what: 'unverified', of: 'v1' })
      const entries = { 'confirmations/c1': confirmed(person.ana), 'confirmations/c2': confirmed(person.ben) }
      const id = await forge({ entries })
      expect(await shown(id)).toMatchObject({ gate: 'failed', confirmedBy: { unverified: [] } })
    }, 30_000)

    test('never takes the whole window of who is not in the circle of its sender', async () => {
      const id = await forge({ sending: { verified: 'verified' } })
      await shown(id)
      const { items } = await ana.call('attention:list', { network })
      expect(items.filter(({ from, level }) => from === person.eve && level !== 'silent')).toEqual([])
      expect(peers.ana.events.filter(({ event, level }) => event === 'attention:rang' && level === 'full')).toEqual([])
    }, 30_000)
  })

  describe('what it says', () => {
    test.each([
      ['a headline of 10,000 characters', { headline: 'x'.repeat(10_000) }],
      ['no headline', { headline: '' }],
      ['a headline that is no text', { headline: { toString: 1 } }],
      ['a kind of help that there is none of', { kind: 'pursue' }],
      ['a status that there is none of', { status: 'System' }],
      ['a time of 0 minutes', { minutes: 0 }],
      ['a time of 4 minutes', { minutes: 4 }],
      ['a time of 1,441 minutes', { minutes: 1_441 }],
      ['a time of a thousand years', { minutes: 525_600_000 }],
      ['a time that is no number', { minutes: '120' }],
      ['half minutes', { minutes: 7.5 }],
    ])('%s: it was never sent', async (_, version) => {
      const id = await forge({ version })
      const record = await shown(id)
      expect(record).toMatchObject({ state: 'draft', version: null, headline: null, addressed: [], people: [] })
      expect(await ana.run(['alert', 'answer', id, 'coming'])).toMatchObject({
        code: 1,
        json: { error: { code: 'domain/not-allowed-now' } },
      })
      expect(await textOf('alert', 'show', id)).toContain(id)
    })

    test('an audience that there is none of is everybody, which takes the gate', async () => {
      const id = await forge({ version: { audience: ['galaxy', null] } })
      expect(await shown(id)).toMatchObject({ audience: null, gate: 'failed' })
    })

    test('a need of nobody, or of a million, is none', async () => {
      const id = await forge({
        version: { need: { '00': { count: 0 }, '01': { count: 1_000_000 }, '02': { count: 2 } } },
      })
      expect((await shown(id)).need).toEqual([{ role: null, count: 2, coming: 0 }])
    })

    test('fields that nobody knows are not shown', async () => {
      const id = await forge({ version: { photo: 'A face', suspect: 'A name' }, entries: { suspects: 'A name' } })
      const record = await shown(id)
      expect(record.state).toBe('sent')
      expect(JSON.stringify(record)).not.toMatch(/A face|A name|suspect|photo/)
    })
  })

  describe('when it was sent', () => {
    test('in 1970: it is over', async () => {
      const id = await forge({ sending: { at: 1 } })
      expect(await shown(id)).toMatchObject({ state: 'expired' })
    })

    test('in 2099: it holds no longer than from when it came', async () => {
      const at = Date.now() + 73 * YEAR
      const id = await forge({ version: { at }, sending: { at } })
      await expect.poll(async () => (await shown(id)).acks.length).toBe(2)
      const record = await shown(id)
      expect(record.expires).toBeLessThan(Date.now() + 3 * 60 * 60_000)
      expect(record.sendings[0].fromFuture).toBe(true)
    })
  })

  describe('what became of it', () => {
    test('5,000 answers by one person: the others are still heard', async () => {
      const id = await honest(ana)
      for (let from = 0; from < 5_000; from += 250) {
        const writes = Array.from({ length: 250 }, (_, n) => {
          const place = ['course', `0${String(from + n).padStart(6, '0')}`]
          return put(place, entry({ what: 'answer', member: person.eve, answer: 'coming', via: 'app' }))
        })
        await tamper(id, ...writes)
      }
      const theirs = async () =>
        (await ana.call('alert:show', { network, id })).record as unknown as { course: { by: string }[] }
      await expect
        .poll(async () => (await theirs()).course.filter(({ by }) => by === person.eve).length)
        .toBeGreaterThan(50)
      const before = performance.now()
      await ben.ask('alert', 'answer', id, 'coming', '--agree')
      const tookMs = Math.round(performance.now() - before)
      const answered = async () => (await shown(id)).people.find((one: any) => one.member === person.ben)?.answer
      await expect.poll(answered).toBe('coming')
      await ana.ask('alert', 'all-clear', id)
      expect((await shown(id)).state).toBe('all-clear')
      console.log(`5,000 answers by one person: another's answer took ${tookMs} ms`)
    }, 120_000)

    test('steps of the escalation under ids that are not theirs are none', async () => {
      const id = await honest(ben)
      await tamper(
        id,
        put(['escalationLog', 'step-9'], entry({ step: 'call-the-tree', to: [NOBODY] })),
        put(['escalationLog', 'step-3x'], entry({ step: 'call-the-tree', to: [NOBODY] })),
        put(['escalationLog', 'mine'], entry({ step: 'back-up-circle', to: [NOBODY] })),
      )
      await expect.poll(async () => (await shown(id)).escalationLog.length).toBe(3)
      const record = await shown(id)
      expect(record).toMatchObject({ state: 'sent', nextStep: { step: 'repeat' } })
      expect(record.addressed).not.toContain(NOBODY)
    })

    test('a wrong step under the id of another does not keep the right one from being taken', async () => {
      const id = await honest(ben)
      await tamper(
        id,
        put(['escalationLog', 'step-1'], entry({ step: 'call-the-tree', to: [NOBODY] })),
        put(['course', '0d'], entry({ what: 'answer', member: person.eve, answer: 'standby' })),
      )
      await expect.poll(async () => (await shown(id)).course.length).toBe(1)
      expect((await shown(id)).state).toBe('sent')
      await ana.ask('alert', 'escalate', id, 'repeat')
      await expect.poll(async () => (await shownBy(ben, id)).state).toBe('escalated')
      expect((await shownBy(ben, id)).addressed).not.toContain(NOBODY)
    })

    test('an answer for a stranger is never theirs: it says who wrote it', async () => {
      const id = await honest(ben, ['--need', '2'])
      await tamper(id, put(['course', '0a'], entry({ what: 'answer', member: NOBODY, answer: 'coming', via: 'app' })))
      await expect.poll(async () => (await shown(id)).course.length).toBe(1)
      const board = (await shown(id)).people.find((one: any) => one.member === NOBODY)
      expect(board).toMatchObject({ state: 'answered', by: person.eve })
      expect(await textOf('alert', 'show', id)).toMatch(/eeeeeeee\s+answered\s+Eve/)
    })

    test('entries that follow one another in a circle are read as unrelated', async () => {
      const id = await honest(ana)
      await tamper(
        id,
        put(['course', 'a1'], entry({ what: 'answer', member: person.eve, answer: 'coming', after: ['a2'] })),
        put(['course', 'a2'], entry({ what: 'answer', member: person.eve, answer: 'cannot', after: ['a3', 'a2'] })),
        put(['course', 'a3'], entry({ what: 'answer', member: person.eve, answer: 'standby', after: ['a1'] })),
      )
      await expect.poll(async () => (await shown(id)).course.length).toBe(3)
      await ben.ask('alert', 'answer', id, 'coming', '--agree')
      const board = async (laptop: Laptop): Promise<unknown> =>
        (await shownBy(laptop, id)).people.map((one: any) => [one.member, one.answer])
      await expect
        .poll(async () => Object.fromEntries((await board(ana)) as [string, string][]))
        .toEqual({ [person.ben]: 'coming', [person.eve]: 'cannot' })
      expect(await board(ben)).toEqual(await board(ana))
    })

    test('an answer in the name of another is not theirs', async () => {
      const id = await honest(ben)
      const answer = { by: person.ben, what: 'answer', member: person.ben, answer: 'cannot', via: 'app' }
      await tamper(id, put(['course', '0b'], entry(answer)))
      await tamper(id, put(['course', '0c'], entry({ what: 'answer', member: person.eve, answer: 'standby' })))
      await expect.poll(async () => (await shown(id)).course.map((one: any) => one.by)).toEqual([person.eve])
    })

    test('that another has seen it is theirs to say', async () => {
      const id = await forge({ sending: { verified: 'verified', to: [person.ana, NOBODY] } })
      await tamper(id, put(['acks', `${person.ana}/seenAt`], 1), put(['acks', `${person.ben}/reachedAt`], 1))
      await expect.poll(async () => (await shown(id)).acks.length).toBe(1)
      expect((await shown(id)).acks).toMatchObject([{ member: person.ana, seenAt: null }])
    })
  })

  describe('what it points at', () => {
    test('itself: what it updates is what it said when it was made, and it can still be ended', async () => {
      const id = await forge({ sending: { verified: 'verified' } })
      await tamper(id, put(['references'], id), put(['course', 'u1'], entry({ what: 'updated', into: id })))
      await expect.poll(async () => (await shown(id)).updatedBy).toBe(id)
      expect(await shown(id)).toMatchObject({ references: null, messageType: 'Alert' })
      await ana.ask('alert', 'answer', id, 'cannot')
      await ana.ask('alert', 'cancel', id)
      expect((await shown(id)).state).toBe('cancelled')
    })

    test('one another, in a circle', async () => {
      const one = await forge()
      const two = await forge({ references: one })
      await tamper(one, put(['references'], two), put(['course', 'u1'], entry({ what: 'updated', into: two })))
      await tamper(two, put(['course', 'u1'], entry({ what: 'updated', into: one })))
      await expect.poll(async () => (await shown(two)).updatedBy).toBe(one)
      expect((await shown(one)).updatedBy).toBe(two)
      for (const id of [one, two]) await ana.ask('alert', 'all-clear', id)
    })

    test('nothing that is there', async () => {
      const id = await forge({ about: ['plan', NOBODY], references: NOBODY })
      expect(await shown(id)).toMatchObject({ about: { kind: 'plan', id: NOBODY }, references: NOBODY })
      const updated = await ana.ask('alert', 'update', id, '--headline', 'Water falls')
      expect(updated).toMatchObject({ state: 'draft', obstacles: ['not-verified'] })
    })
  })

  test('200 calls at once: the others work on, and their list is short', async () => {
    const before = residentMb()
    const records = Array.from({ length: 200 }, (_, n) => ({
      writes: forgedAlert(person.eve, incident, {
        version: { headline: `Everybody to bridge ${n}` },
        sending: { to: [person.ana, person.ben], verified: 'verified' },
      }),
    }))
    const total = async (): Promise<number> =>
      (await ana.call('record:list', { network, kind: 'alert', limit: 1 })).total
    const had = await total()
    const began = performance.now()
    await eve.call('record:add', { network, kind: 'alert', records })
    const latencies: number[] = []
    for (let arrived = 0; arrived < 200; arrived = (await total()) - had) {
      const asked = performance.now()
      await ana.call('record:list', { network, kind: 'incident', limit: 50 })
      latencies.push(performance.now() - asked)
      expect(performance.now() - began).toBeLessThan(60_000)
    }
    const tookMs = Math.round(performance.now() - began)
    const own = await honest(ana)
    await ben.ask('alert', 'answer', own, 'coming', '--agree')
    await expect.poll(async () => (await shown(own)).counts).toMatchObject({ addressed: 2, coming: 1 })
    const { items } = await ben.call('attention:list', { network })
    const sorted = latencies.toSorted((a, b) => a - b)
    const at = (share: number): number => Math.round(sorted[Math.floor((sorted.length - 1) * share)]!)
    const grownMb = Math.round(residentMb() - before)
    console.log(
      `flood of 200: all here after ${tookMs} ms, other commands answered within ${at(0.95)} ms meanwhile (p95; slowest ${at(1)} ms), ` +
        `${grownMb} MB more, ${items.length} lines of attention`,
    )
    expect(at(0.95)).toBeLessThan(2_000)
    expect(grownMb).toBeLessThan(150)
    expect(items.filter(({ from }) => from === person.eve).length).toBeLessThan(10)
    const rang = peers.ben.events.filter(({ event, level }) => event === 'attention:rang' && level !== 'silent')
    expect(rang.length).toBeLessThan(20)
  }, 120_000)
})

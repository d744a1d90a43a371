import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { Canaries, filesBelow } from '../helpers/lab/canaries.ts'
import { Capture, packetsOf } from '../helpers/lab/capture.ts'
import { fullActs, fullRecords } from '../helpers/lab/full-records.ts'
import { Laptop, type Peer } from '../helpers/lab/laptop.ts'
import { namespacesMissing, Wifi } from '../helpers/lab/namespaces.ts'

const canaries = new Canaries()
/** Names of people: the only ones that `start --json` tells, in the events about them. */
const ana = canaries.word('display name of the founder')
const ben = canaries.word('display name of the second')
const passphrases = [canaries.word('passphrase'), canaries.word('passphrase after the change')] as const

describe.skipIf(namespacesMissing('canaries'))('a word that was written into Muster', () => {
  let wifi: Wifi
  let first: Laptop
  let second: Laptop
  let temporary: string
  let captured: Buffer
  const peers: Peer[] = []
  let refusals: string[] = []
  let crashed = ''
  /** What was found anywhere but in the capture, with the moment it was looked for. */
  const found: string[] = []
  const modes: string[] = []
  const childEnvironments: string[] = []

  const look = (moment: string): void => {
    for (const folder of [first.profile, second.profile, temporary]) {
      found.push(...canaries.searchFolder(folder).map((hit) => `${moment}: ${hit}`))
    }
    for (const { profile } of [first, second]) {
      for (const file of [profile, ...filesBelow(profile)]) {
        const mode = (statSync(file).mode & 0o777).toString(8)
        modes.push(`${path.relative(profile, file)} ${mode}`)
      }
    }
  }
  const lookAtLogs = async (): Promise<void> => {
    for (const laptop of [first, second]) {
      const log = await laptop.run(['log'])
      found.push(...canaries.search(Buffer.from(log.stdout + log.stderr)).map((hit) => `muster log: ${hit}`))
      expect(log.json.length).toBeGreaterThan(0)
    }
  }
  const start = async (laptop: Laptop, number: number): Promise<Peer> => {
    const peer = await laptop.start(['--listen', `${wifi.address(number)}:7001`])
    peers.push(peer)
    return peer
  }
  /** What is refused for what is in it is told without that. */
  const refuse = async (network: string): Promise<void> => {
    const file = path.join(temporary, '..', `${path.basename(temporary)}-refused.json`)
    const bad = { what: canaries.word('refused what'), severity: canaries.word('refused severity') }
    writeFileSync(file, JSON.stringify([bad]))
    const unreadable = path.join(temporary, '..', `${path.basename(temporary)}-unreadable.json`)
    writeFileSync(unreadable, `[{"what": ${canaries.word('unreadable what')}`)
    const answers = [
      await first.run(['incident', 'add', '--network', network, '--from', file]),
      await first.run(['incident', 'add', '--network', network, '--from', unreadable]),
      await first.run(['join', `MUSTER:${canaries.word('invite that is none')}`, '--as', 'Ana']),
      await first.run(['unlock'], { env: { MUSTER_PASSPHRASE: canaries.word('wrong passphrase') } }),
      await first.run(['passphrase', 'change'], {
        env: {
          MUSTER_PASSPHRASE: canaries.word('another wrong passphrase'),
          MUSTER_NEW_PASSPHRASE: canaries.word('new passphrase'),
        },
      }),
    ]
    refusals = answers.filter(({ code }) => code !== 0).map(({ stdout, stderr }) => stdout + stderr)
    for (const one of [file, unreadable]) rmSync(one)
  }
  /** An error that nobody catches, with a word in it, while everything is unlocked. */
  const breakDown = async (): Promise<string> => {
    const word = canaries.word('words of an error')
    const throws = `process.on('SIGUSR2', () => JSON.parse('{"what": ${word}'))`
    const peer = await second.start(['--listen', `${wifi.address(2)}:7001`], {
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(throws)}`,
    })
    peers.push(peer)
    process.kill(peer.pid, 'SIGUSR2')
    await vi.waitUntil(() => peer.stderr.includes('broke down'), { timeout: 60_000 })
    expect(await peer.stop()).toBe(1)
    return peer.stderr
  }
  const addFrom = async (network: string, kind: string, record: object): Promise<string> => {
    const file = path.join(temporary, '..', `${path.basename(temporary)}-${kind}.json`)
    writeFileSync(file, JSON.stringify([record]))
    const { ids } = await first.ask(kind, 'add', '--network', network, '--from', file)
    rmSync(file)
    canaries.id(`id of the ${kind}`, ids[0])
    return ids[0]
  }

  beforeAll(async () => {
    wifi = new Wifi()
    temporary = mkdtempSync(path.join(tmpdir(), 'muster-tmp-'))
    const env = { TMPDIR: temporary }
    first = new Laptop({ name: 'first', namespace: wifi.namespace(1), passphrase: passphrases[0], env })
    second = new Laptop({ name: 'second', namespace: wifi.namespace(2), passphrase: passphrases[0], env })
    const capture = await Capture.start(wifi.bridgeNamespace)
    let peer = await start(first, 1)
    const other = await start(second, 2)

    const network = (await first.ask('network', 'create', `Net ${canaries.word('network name')}`, '--as', ana)).id
    canaries.id('network id', network)
    const { code } = await first.ask('invite', 'create', network, '--address', `${wifi.address(1)}:7001`)
    await second.ask('join', code, '--as', ben)
    for (const { id, name } of await first.ask('member', 'list', network)) canaries.id(`person id of ${name}`, id)
    const [me, buddy] = [...(await first.ask('member', 'list', network))].toSorted((a) => (a.you ? -1 : 1))

    // everything there is to write, on one side
    const records = fullRecords(canaries)
    const contact = await addFrom(network, 'contact', records.contact)
    const incident = await addFrom(network, 'incident', records.incident)
    const plan = await addFrom(network, 'plan', records.plan)
    const about = { about: { kind: 'incident', id: incident } }
    const call = await first.call('record:add', { network, kind: 'alert', records: [{ ...about, ...records.alert }] })
    const act = (
      kind: 'network' | 'member' | 'incident' | 'plan' | 'alert',
      id: string,
      [name, input]: readonly [string, unknown],
    ) => first.call('record:act', { network, kind, id, act: name, input })
    const members = [me.id, buddy.id]
    const circle = await act('network', network, ['addCircle', { name: canaries.word('circle name'), members }])
    const acts = fullActs(canaries, { circle: circle.entry! })
    for (const one of acts.network) await act('network', network, one)
    for (const one of acts.member) await act('member', me.id, one)
    for (const one of acts.incident) await act('incident', incident, one)
    for (const one of acts.plan) await act('plan', plan, one)
    for (const one of acts.alert) await act('alert', call.ids[0]!, one)
    await first.ask('wait', '--synced', '--timeout', '30')
    look('running')
    await lookAtLogs()
    for (const { pid } of [peer, other]) {
      childEnvironments.push(...childrenOf(pid).map((child) => readFileSync(`/proc/${child}/environ`, 'latin1')))
    }

    // the other side reads, searches and edits
    const shown = await second.ask('incident', 'show', incident, '--network', network)
    for (const value of [...canariesIn(records.incident), ...canariesIn(acts.incident)]) {
      expect(JSON.stringify(shown)).toContain(value)
    }
    const needle = canariesIn(records.incident.needs)[0]!
    expect((await second.ask('incident', 'list', '--network', network, '--search', needle)).total).toBe(1)
    await second.ask('contact', 'edit', contact, '--network', network, '--role', canaries.word('edited role'))
    await second.ask('incident', 'edit', incident, '--network', network, '--what', canaries.word('edited what'))
    await second.ask('plan', 'archive', plan, '--network', network)
    await second.ask('wait', '--synced', '--timeout', '30')

    // a plug is pulled in the middle of writing, and the other laptop is locked and gets a new passphrase
    await writeUntilKilled(first, peer, network)
    look('after kill -9')
    peer = await start(first, 1)
    await second.run(['passphrase', 'change'], { env: { MUSTER_NEW_PASSPHRASE: passphrases[1] } })
    second.passphrase = passphrases[1]
    await second.ask('lock')
    look('locked')
    await second.ask('unlock')
    await first.ask('wait', '--synced', '--timeout', '30')
    await lookAtLogs()
    await refuse(network)
    await lookAtLogs()
    for (const one of [peer, other]) await one.stop()
    look('stopped')
    crashed = await breakDown()
    look('broken down')
    captured = await capture.stop()
  }, 180_000)

  afterAll(async () => {
    for (const laptop of [first, second]) await laptop?.dispose()
    wifi?.dispose()
    rmSync(temporary, { recursive: true, force: true })
  }, 60_000)

  test('is in no file of the profiles, running, killed, locked or stopped, and in no temporary file', () => {
    expect(canaries.size).toBeGreaterThan(70)
    expect(found).toEqual([])
  })

  test('is in no refusal, and in no last word of a process that broke down', () => {
    expect(refusals.length).toBeGreaterThanOrEqual(3)
    expect(canaries.search(Buffer.from(refusals.join('\n')))).toEqual([])
    expect(crashed).toMatch(/^SyntaxError$/mu)
    expect(canaries.search(Buffer.from(crashed))).toEqual([])
  })

  test('is in nothing that travels', () => {
    expect([...packetsOf(captured)].length).toBeGreaterThan(300)
    expect(captured.length).toBeGreaterThan(50_000)
    expect(canaries.search(captured)).toEqual([])
  })

  test('is not on the output of start, but for names of people in the events about them and ids to ask for', () => {
    const errors = peers.map(({ stderr }) => stderr).join('')
    expect(canaries.search(Buffer.from(errors))).toEqual([])
    const events = peers.flatMap(({ stdout }) => stdout.split('\n'))
    const rest = events.map((line) => line.replaceAll(/"(?:name|id|network|person|device)":"[^"]*"/gu, ''))
    expect(canaries.search(Buffer.from(rest.join('\n')))).toEqual([])
    const told = canaries.search(Buffer.from(events.join('\n'))).filter((hit) => !/\bid\b/u.test(hit))
    expect(told.toSorted()).toEqual(['display name of the founder (utf-8)', 'display name of the second (utf-8)'])
  })

  test('that is a passphrase is not handed to the processes below', () => {
    expect(childEnvironments.length).toBe(2)
    expect(canaries.search(Buffer.from(childEnvironments.join('\n'), 'latin1'))).toEqual([])
  })

  test('gives no file its name, and every file is for its owner alone', () => {
    const names = new Set(modes)
    expect([...names].toSorted()).toEqual([
      ' 700',
      'began 600',
      'control.sock 600',
      'lock.sqlite 600',
      'store.sqlite 600',
      'store.sqlite-wal 600',
      'vault 600',
    ])
    expect(readdirSync(first.profile).toSorted()).toEqual(['began', 'lock.sqlite', 'store.sqlite', 'vault'])
  })

  test('would have been found: the same search finds planted ones in every encoding, on disk and on the wifi', async () => {
    const planted = new Canaries()
    const word = planted.word('planted')
    const forms = {
      'utf-8': Buffer.from(`..${word.toUpperCase()}..`),
      'utf-16': Buffer.from(`..${word}..`, 'utf16le'),
      hex: Buffer.from(Buffer.from(word).toString('hex').toUpperCase()),
      base64: Buffer.from(Buffer.from(`.${word}..`).toString('base64url')),
    }
    for (const [encoding, bytes] of Object.entries(forms)) {
      writeFileSync(path.join(temporary, 'planted'), bytes)
      expect(planted.searchFolder(temporary)).toEqual([`planted: planted (${encoding})`])
    }
    rmSync(path.join(temporary, 'planted'))
    planted.id('planted id', '00112233445566778899aabbccddeeff')
    const id = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
    expect(planted.search(id)).toEqual(['planted id (bytes)'])
    expect(planted.search(Buffer.from(`x${id.toString('base64')}`))).toEqual(['planted id (base64)'])

    const capture = await Capture.start(wifi.bridgeNamespace)
    const send = `echo ${word} > /dev/udp/${wifi.address(2)}/9`
    execFileSync('ip', ['netns', 'exec', wifi.namespace(1), 'bash', '-c', send])
    await expect.poll(() => planted.search(capture.soFar())).toEqual(['planted (utf-8)'])
    await capture.stop()
  })
})

/** Words of 12 letters and other canaries in the text of a record. */
function canariesIn(value: unknown): string[] {
  return JSON.stringify(value).match(/\b[a-z]{12}\b/gu) ?? []
}

/** Adds incidents until the plug is pulled, between two acknowledgements. */
async function writeUntilKilled(laptop: Laptop, peer: Peer, network: string): Promise<void> {
  const what = canaries.word('incident written while the plug is pulled')
  const added: Promise<unknown>[] = []
  for (let n = 0; n < 5; n++) {
    added.push(
      laptop
        .call('record:add', { network, kind: 'incident', records: [{ what: `${what} ${n}` }] })
        .catch(() => undefined),
    )
  }
  await added[0]
  await peer.kill()
  await Promise.all(added)
}

function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return text.split(' ').filter(Boolean).map(Number)
}

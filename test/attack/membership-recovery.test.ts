import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { Canaries } from '../helpers/lab/canaries.ts'
import { clockAhead } from '../helpers/lab/laptop.ts'
import { namespacesMissing } from '../helpers/lab/namespaces.ts'
import { Room } from '../helpers/lab/room.ts'

const YEAR_MS = 365 * 24 * 3_600_000

describe.skipIf(namespacesMissing('a recovery key'))('a printed recovery key, between real laptops on one wifi', () => {
  let room: Room
  let network: string
  let paper: string
  const canaries = new Canaries()

  const use = (name: string, code: string, ...rest: string[]) =>
    room.laptop(name).run(['recovery-key', 'use', '-', ...rest], { input: code })
  const code = async (name: string, text: string, ...rest: string[]): Promise<string | undefined> =>
    (await use(name, text, ...rest)).json?.error?.code

  beforeAll(async () => {
    room = new Room()
    room.add('Ana', 'Ben', 'Back', 'Photo', 'Alone')
    await room.start('Ana', 'Ben')
    network = (await room.ask('Ana', 'network', 'create', 'River Street', '--as', 'Ana')).id
    const invite = await room.ask('Ana', 'invite', 'create', network, '--address', room.address('Ana'))
    await room.ask('Ben', 'join', invite.code, '--as', 'Ben')
    await room.ask('Ana', 'incident', 'add', '--network', network, '--what', 'The bridge is under water')
  }, 120_000)

  afterAll(() => room?.dispose(), 60_000)

  test('is for coordinators, one at a time, and lies nowhere: not on disk, nor in what was told', async () => {
    await room.sees('Ben', network, ['The bridge is under water'])
    expect(await room.refusal('Ben', 'recovery-key', 'print')).toBe('identity/not-a-coordinator')
    const old = await room.ask('Ana', 'recovery-key', 'print')
    paper = (await room.ask('Ana', 'recovery-key', 'print')).code
    for (const text of [old.code, paper]) canaries.id('seed', seedOf(text))
    expect(await room.ask('Ana', 'recovery-key', 'show')).toMatchObject({ allowed: true, key: { state: 'open' } })
    expect(await room.ask('Ana', 'invite', 'list')).toHaveLength(1)
    await room.start('Photo')
    await expect.poll(() => code('Photo', old.code)).toBe('identity/recovery-key-withdrawn')
    expect(await code('Photo', paper.slice(0, -2) + 'AA')).toBe('identity/invite-malformed')
  }, 60_000)

  test('brings the only coordinator back at a member, as the same person, who takes the lost laptop out', async () => {
    const person = await room.personId('Ana', 'Ben', network)
    await room.peer('Ana').kill()
    await room.start('Back')
    const started = performance.now()
    const answer = await use('Back', paper, '--remove-lost')
    expect(answer.json, answer.stderr).toMatchObject({ network, id: person, as: 'Ana', others: [{}], removed: [{}] })
    await room.sees('Back', network, ['The bridge is under water'])
    console.log(
      `recovery key: back as the same coordinator, with the records, in ${Math.round(performance.now() - started)} ms`,
    )
    expect((await room.ask('Back', 'network', 'list'))[0]).toMatchObject({ as: 'Ana', role: 'founder' })
    await room.ask('Back', 'member', 'promote', network, 'Ben')
    await room.start('Ana')
    await room.ask('Back', 'incident', 'add', '--network', network, '--what', 'Not for the thief')
    await room.sees('Ben', network, ['The bridge is under water', 'Not for the thief'])
    await room.sees('Ana', network, ['The bridge is under water'])
    expect((await room.ask('Ana', 'network', 'list'))[0].connected).toBe(0)
  }, 90_000)

  test('photographed is worthless once used, or after its ten years', async () => {
    await room.stop('Ana') // the lost laptop has not heard that the key was used: what it lets in counts nowhere else
    expect(await code('Photo', paper)).toBe('identity/recovery-key-used')
    expect(await room.ask('Back', 'recovery-key', 'show')).toMatchObject({ key: { state: 'used' } })
    await room.stop('Photo')
    await room.laptop('Photo').start(['--listen', room.address('Photo')], clockAhead(11 * YEAR_MS))
    expect(await code('Photo', paper)).toBe('identity/recovery-key-expired')
  }, 60_000)

  test('photographed and used while its owner still has the laptop shows at once, and the owner takes the intruder out', async () => {
    const fresh = (await room.ask('Back', 'recovery-key', 'print')).code
    canaries.id('seed', seedOf(fresh))
    await room.start('Alone')
    const intruder = (await use('Alone', fresh)).json
    expect(intruder).toMatchObject({ network, as: 'Ana', others: [{}] })
    await expect.poll(() => room.ask('Back', 'device', 'list').then((all: unknown[]) => all.length)).toBe(2)
    const devices = await room.ask('Back', 'device', 'list')
    const other = devices.find((one: { here: boolean }) => !one.here)
    expect(other.by).toBe('recovery-key')
    await room.ask('Back', 'device', 'remove', other.fingerprint)
    await expect.poll(async () => (await room.ask('Alone', 'network', 'list'))[0].state).toBe('removed')
  }, 90_000)

  test('says in plain words that nobody is near, and what to do', async () => {
    const fresh = (await room.ask('Back', 'recovery-key', 'print')).code
    await room.stop('Back')
    await room.stop('Ben')
    await room.ask('Alone', 'network', 'leave', network)
    const answer = await use('Alone', fresh, '--timeout', '3')
    expect(answer.json?.error?.code).toBe('network/nobody-found')
    expect(answer.stderr).toMatch(/same wifi/u)
    for (const name of ['Ana', 'Ben', 'Back', 'Photo', 'Alone']) {
      expect(canaries.searchFolder(room.laptop(name).profile)).toEqual([])
      expect(canaries.search(Buffer.from(room.laptop(name).told()))).toEqual([])
    }
    console.log(`recovery key: ${canaries.size} seeds in 5 profiles and all that their peers told: 0 found (0)`)
  }, 60_000)
})

/** The secret part of a code, in hexadecimal: bytes 19 to 34 of its CBOR array (PROTOCOL section 7). */
function seedOf(code: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...code.slice('MUSTER:'.length)]
    .map((one) => alphabet.indexOf(one).toString(2).padStart(5, '0'))
    .join('')
  const bytes = bits.match(/.{8}/gu)!.map((byte) => Number.parseInt(byte, 2))
  return Buffer.from(bytes.slice(20, 36)).toString('hex')
}

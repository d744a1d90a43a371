import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { SqliteStore } from '../../core/documents/store/sqlite-store.ts'
import { toHex } from '../../core/shared/bytes.ts'
import { change, incident, Laptop, TestNetwork } from '../helpers/ledger-rig.ts'
import { figure, inOrdeal } from '../helpers/ordeal.ts'

/** Kills in all. Each profile is killed several times, so that what one kill left is also written on by the next start. */
const ROUNDS = inOrdeal(60, 200)
const ROUNDS_A_PROFILE = 20
/** The moment: so many acknowledgements (or none yet) after the start, and a part of the time that a write takes. */
const MOST_LINES = 14
const LONGEST_MS = 12
const AT_ONCE = 2

const WRITER = fileURLToPath(new URL('kill-writer.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'muster-kill-'))
const inbox = join(folder, 'inbox.json')
const network = new TestNetwork()
const peer = new Laptop(network)
let units: Uint8Array[]

beforeAll(async () => {
  await peer.open()
  for (let n = 0; n < 40; n++) {
    const { ids } = await peer.ledger.write([incident(`peer ${n}`), incident(`peer ${n} too`)])
    await peer.ledger.write([change(ids[0]!, 'state', 'edited')])
  }
  units = peer.units()
  await new Promise((resolve) => start().once('close', resolve)) // fills the cache
  writeFileSync(inbox, JSON.stringify({ sessions: peer.sessions().map(toHex), units: units.map(toHex) }))
})
afterAll(async () => {
  await peer.close()
  rmSync(folder, { recursive: true })
})

/** Compiled code of the process, kept between its starts: they take a third of the time. */
const cache = { NODE_COMPILE_CACHE: join(folder, 'compiled') }
function start(...args: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, ['--no-warnings', WRITER, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...cache },
  })
}

/** What the process said before it was killed. A line cut off was not said. */
async function writeUntilKilled(
  files: { path: string; secrets: string },
  moment: { lines: number; ms: number },
): Promise<string[]> {
  const child = start(files.path, files.secrets, inbox)
  const said: string[] = []
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_, signal) => resolve(signal)))
  let rest = ''
  let left = 1 + moment.lines
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    if (left > 0 && left <= lines.length) setTimeout(() => child.kill('SIGKILL'), moment.ms)
    left -= lines.length
    said.push(...lines.filter((line) => line !== 'ready'))
  })
  expect(await ended).toBe('SIGKILL')
  return said
}

async function killOneProfile(number: number): Promise<{ acknowledged: number; lost: string[] }> {
  const laptop = new Laptop(network, { rows: new SqliteStore({ path: join(folder, `${number}.sqlite`) }) })
  const files = { path: join(folder, `${number}.sqlite`), secrets: join(folder, `${number}.json`) }
  writeFileSync(
    files.secrets,
    JSON.stringify({ network: network.kept(), masterKey: toHex(laptop.masterKey), device: laptop.device.kept() }),
  )
  const titles = new Map<string, string>()
  const states = new Map<string, string>()
  const groups: string[][] = []
  const stored = new Set<number>()
  let acknowledged = 0
  const lost: string[] = []
  for (let round = 0; round < ROUNDS_A_PROFILE; round++) {
    const moment = { lines: randomInt(MOST_LINES), ms: randomInt(LONGEST_MS) }
    for (const line of await writeUntilKilled(files, moment)) {
      const [what, id = '', value = ''] = line.split(' ')
      if (what === 'new') titles.set(id, value)
      else if (what === 'edit') states.set(id, value)
      else if (what === 'group') groups.push(id.split(','))
      else if (value === 'stored' || value === 'known') stored.add(Number(id))
      else lost.push(`round ${round}, ${JSON.stringify(moment)}: unit ${id} ${value}`)
      acknowledged++
    }
    if (round % 10 !== 9) continue // most rounds go on from what the kill left, as a person would
    await laptop.open()
    await laptop.ledger.settled()
    const shown = (id: string) => laptop.ledger.get(id)?.record as { title: string; state?: string } | undefined
    for (const [id, title] of titles) if (shown(id)?.title !== title) lost.push(`${title} after round ${round}`)
    for (const [id, state] of states) if (shown(id)?.state !== state) lost.push(`${state} after round ${round}`)
    for (const ids of groups) if (!ids.every((id) => shown(id))) lost.push(`group after round ${round}`)
    for (const index of stored)
      if ((await laptop.ledger.accept([units[index]!], 'peer'))[0] !== 'known') lost.push(`unit ${index}`)
    // Commands of seven are there whole or not at all, told or not
    const all = laptop.ledger
      .list({ sort: 'name', offset: 0, limit: 100_000 })
      .records.map(({ record }) => (record as { title: string }).title)
    const sevens = Map.groupBy(
      all.filter((title) => title.split('-').length === 3),
      (title) => title.replace(/-\d$/u, ''),
    )
    for (const [name, members] of sevens) if (members.length !== 7) lost.push(`${name}: only ${members.length} of 7`)
    // Nothing damaged, and the whole of it can be handed to somebody else
    for (const { code } of laptop.log.lines())
      if (/damaged|recovered|missing|rebuilt/u.test(code)) lost.push(`${code} after round ${round}`)
    if (round === ROUNDS_A_PROFILE - 1) {
      const other = await new Laptop(network).open()
      const verdicts = await laptop.sendTo(other)
      for (const verdict of verdicts) if (verdict !== 'stored') lost.push(`handing over: ${verdict}`)
      await other.close()
    }
    await laptop.close()
  }
  return { acknowledged, lost }
}

test(
  `a kill at any of ${ROUNDS} random moments while writing damages nothing and loses nothing acknowledged`,
  async () => {
    const left = Array.from({ length: ROUNDS / ROUNDS_A_PROFILE }, (_, number) => number)
    let acknowledged = 0
    const lost: string[] = []
    const work = async (): Promise<void> => {
      for (let number = left.shift(); number !== undefined; number = left.shift()) {
        const result = await killOneProfile(number)
        acknowledged += result.acknowledged
        lost.push(...result.lost)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    figure(
      'kill -9 of a store',
      `${ROUNDS} kills, ${acknowledged} acknowledged, ${lost.length} lost`,
      '0 corrupt, 0 lost',
    )
    expect(lost).toEqual([])
    expect(acknowledged).toBeGreaterThan(ROUNDS)
  },
  inOrdeal(400_000, 1_200_000),
)

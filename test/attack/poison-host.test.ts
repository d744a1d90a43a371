import { readFileSync } from 'node:fs'

import { afterEach, describe, expect, test } from 'vitest'

import { ChildDocumentsHost } from '../../core/documents/automerge/host-client.ts'
import { startChildProcess } from '../../core/documents/automerge/host-process.ts'
import { systemClock } from '../../core/shared/clock.ts'
import { floodWrites, hexId, newOpenDocuments, orderOf, REPORT, sourceOf } from '../helpers/document-shapes.ts'

const stuck = new URL('../helpers/stuck-host.ts', import.meta.url)
const limits = { cpuMs: 500, wallMs: 10_000, rssBytes: 300 << 20 }
const hosts: ChildDocumentsHost[] = []

function newHost(entry?: URL): ChildDocumentsHost {
  const startProcess = entry === undefined ? startChildProcess() : startChildProcess(entry)
  const host = new ChildDocumentsHost({ shapes: [REPORT], clock: systemClock, startProcess, limits })
  hosts.push(host)
  return host
}
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop()
})

const named = (document: string) => sourceOf(document.padEnd(32, '0'), [])

describe('a document that', () => {
  test.each([
    ['never ends', '5107', 'too-slow'],
    ['eats memory', 'fa7', 'out-of-memory'],
    ['kills the process', 'dead', 'unsound'],
  ])('%s is reported, and only that one', async (_, prefix, reason) => {
    const host = newHost(stuck)
    const results = await host.materialise([named('1'), named(`${prefix}1`), named('2')])
    expect(results.map((it) => (it.ok ? 'ok' : it.reason))).toEqual(['ok', reason, 'ok'])
  })
})

describe('the real documents process', () => {
  test('makes, shows, saves and tells as the same code does here', async () => {
    const host = newHost()
    const here = newOpenDocuments()
    const expected = here.edit(orderOf(hexId(9), floodWrites(1)), undefined)
    const [made] = await host.edit([{ ...orderOf(hexId(9), floodWrites(1)), source: () => sourceOf(hexId(9), []) }])
    expect({ ...made, changes: made!.changes.map((change) => [...change]) }).toEqual({
      ...expected,
      changes: expected.changes.map((change) => [...change]),
    })
    expect(await host.openCount()).toBe(1)
    const source = sourceOf(hexId(9), made!.changes)
    const snapshot = await host.snapshot(source)
    const [shown] = await host.materialise([sourceOf(hexId(9), [], snapshot)])
    expect(shown).toMatchObject({ ok: true, heads: expected.heads, record: expected.record })
    expect(await host.history(source)).toEqual(here.history(source))
    await host.stop()
    await host.start()
    const again = {
      ...orderOf(hexId(9), [{ op: 'put', path: ['state'], value: 'verified' }], { heads: expected.heads }),
      source: () => source,
    }
    expect((await host.edit([again]))[0]).toMatchObject({ firstChangeNumber: 2, record: { state: 'verified' } })
  })

  test('has no environment and no terminal, and is gone when it is stopped', async () => {
    process.env['MUSTER_PASSPHRASE_CANARY'] = 'heron-canary'
    const host = newHost(stuck)
    await host.materialise([named('1')])
    const pid = await host.openCount() // the stand-in tells its process id
    expect(readFileSync(`/proc/${pid}/environ`, 'utf8')).not.toContain('heron-canary')
    await host.stop()
    await expect.poll(() => isAlive(pid)).toBe(false)
  })
})

function isAlive(pid: number): boolean {
  try {
    // a process that ended but is not yet collected still has an entry
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

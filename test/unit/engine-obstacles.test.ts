import { expect, test } from 'vitest'

import { obstacleSentences } from '../../cli/output/sync-text.ts'
import type { CommandOutput } from '../../core/bridge/contract.ts'
import { Obstacles } from '../../core/engine/network/obstacles.ts'
import { syncCode } from '../../core/engine/network/sync-code.ts'
import { Emitter } from '../../core/shared/events.ts'
import type { SyncEvents } from '../../core/sync/events.ts'
import { PROTOCOL_VERSION } from '../../core/sync/protocol/limits.ts'

const [ANA, BEN] = ['aa'.repeat(32), 'bb'.repeat(32)] as const

function laptop() {
  const hub = new Emitter<SyncEvents>()
  const connector = new Emitter<{ 'device:blocked': { device: string }; 'address:worked': never }>()
  const blocked = new Set<string>()
  const obstacles = new Obstacles({ hub: { events: hub } })
  const told: string[] = []
  obstacles.events.on('obstacle:changed', ({ device }) => told.push(device))
  obstacles.watch({ events: connector, blocked: () => blocked })
  return { hub, connector, blocked, obstacles, told }
}

test('who speaks another version is older or newer, until it speaks this one', () => {
  const { hub, obstacles, told } = laptop()
  expect(obstacles.of(ANA)).toBeUndefined()
  hub.emit('peer:other-version', { device: ANA, version: PROTOCOL_VERSION - 1 })
  hub.emit('peer:other-version', { device: BEN, version: PROTOCOL_VERSION + 1 })
  expect([obstacles.of(ANA), obstacles.of(BEN)]).toEqual(['older-app', 'newer-app'])
  hub.emit('peer:greeted', { device: ANA, clockDifferenceMs: 0, session: new Uint8Array(0) })
  expect([obstacles.of(ANA), obstacles.of(BEN)]).toEqual([undefined, 'newer-app'])
  expect(told).toEqual([ANA, BEN, ANA])
})

test('who is kept from us is blocked', () => {
  const { connector, blocked, obstacles, told } = laptop()
  blocked.add(BEN)
  connector.emit('device:blocked', { device: BEN })
  expect([obstacles.of(ANA), obstacles.of(BEN)]).toEqual([undefined, 'blocked'])
  expect(told).toEqual([BEN])
})

test('it is said that everyone in this room has it only while nobody is known to be here without it', () => {
  const [has, lacks] = [true, false].map((hasEverything) => ({ connected: true, hasEverything })) as [object, object]
  const code = (...people: object[]) => syncCode(people as Parameters<typeof syncCode>[0], { isAnything: true })
  const away = { connected: false, hasEverything: false }
  expect(code(has, has, away)).toBe('room-has-it')
  expect(code(has, lacks)).toBe('some-have-it')
  expect(code(has, { ...away, obstacle: 'blocked' })).toBe('some-have-it')
  expect(code(has, { ...away, obstacle: 'blocked', hasEverything: true })).toBe('room-has-it')
  expect(code(has, { ...away, obstacle: 'older-app' })).toBe('room-has-it') // it may have gone home since
  expect(code({ ...away, hasEverything: true })).toBe('some-have-it')
  expect(code(lacks)).toBe('this-computer-only')
  expect(syncCode([], { isAnything: false })).toBe('empty')
})

test('each cause is one plain sentence, with the name made harmless', () => {
  const person = { person: 'p', connected: false, hasEverything: false, pending: 0, hasNewer: false }
  const people = [
    { ...person, name: 'Ana', obstacle: 'blocked' },
    { ...person, name: 'Ben\u001b[2J', obstacle: 'older-app' },
    { ...person, name: 'Cleo', obstacle: 'newer-app' },
    { ...person, name: 'Dee', connected: true, clockDifferenceMs: -7_200_000 },
    { ...person, name: 'Eve', connected: true },
  ]
  const network = { people } as unknown as CommandOutput<'sync:status'>['networks'][number]
  const sentences = obstacleSentences(network, Date.parse('2026-11-21T12:00:00'))
  expect(sentences).toHaveLength(4)
  expect(sentences[0]).toContain("Ana's computer is on this wifi")
  expect(sentences[1]).toContain('Muster is older than this one')
  expect(sentences[1]).not.toContain('\u001b')
  expect(sentences[2]).toContain('this one has to be updated first')
  expect(sentences[3]).toContain("Dee's clock shows Sat")
  expect(sentences[3]).toContain('10:00')
})

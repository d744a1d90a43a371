import { describe, expect, test } from 'vitest'

import { syncSentence, type NetworkSync } from '../../renderer/app/sync-sentence.ts'
import { createFormats } from '../../renderer/i18n/formats.ts'
import { createTranslate } from '../../renderer/i18n/translator.ts'

const NOW = 1_800_000_000_000
const english = { t: createTranslate('en'), formats: createFormats('en'), now: NOW }

interface Given {
  readonly code: NetworkSync['sentence']['code']
  readonly names?: string[]
  readonly newer?: string[]
  readonly last?: { name: string; at: number }
  readonly connected?: number
}

function network({ code, names = [], newer = [], last, connected = 0 }: Given): NetworkSync {
  return {
    id: 'a1'.repeat(16),
    name: 'River Street',
    state: 'current',
    records: 3,
    sentence: { code, names, newer, onlyHere: 0, ...(last !== undefined && { lastExchange: last }) },
    people: Array.from({ length: 3 }, (_, at) => ({
      person: `${at}`.repeat(32),
      name: `P${at}`,
      connected: at < connected,
      hasEverything: true,
      pending: 0,
      hasNewer: false,
    })),
  }
}

const say = (given: Given) => syncSentence(network(given), english)

describe('the sync sentence', () => {
  test('says that it is saved here only, with nobody named', () => {
    expect(say({ code: 'this-computer-only' })).toMatchObject({ text: 'Saved on this computer only', tone: 'wait' })
    expect(say({ code: 'empty' })).toMatchObject({ text: 'Nothing to pass on yet', tone: 'calm' })
  })

  test('names who has it, three at most', () => {
    expect(say({ code: 'some-have-it', names: ['Ana'] }).text).toBe('Ana has it')
    expect(say({ code: 'some-have-it', names: ['Ana', 'Lee'] }).text).toBe('Ana and Lee have it')
    expect(say({ code: 'some-have-it', names: ['Ana', 'Lee', 'Sam', 'Kim', 'Noor'] }).text).toBe(
      'Ana, Lee, Sam and 2 more have it',
    )
  })

  test('is never green with nobody connected, whatever the engine says', () => {
    expect(say({ code: 'room-has-it', names: ['Ana'], connected: 1 })).toMatchObject({
      tone: 'good',
      text: 'Everyone in this room has it',
    })
    expect(say({ code: 'room-has-it', names: ['Ana'], connected: 0 })).toMatchObject({
      tone: 'info',
      text: 'Ana has it',
    })
    for (const code of ['empty', 'this-computer-only', 'some-have-it', 'room-has-it'] as const)
      expect(say({ code, names: ['Ana'], connected: 0 }).tone).not.toBe('good')
  })

  test('says that nothing is exchanged once this computer is out, whoever has what', () => {
    const told = network({ code: 'room-has-it', names: ['Ana'], connected: 1 })
    expect(syncSentence({ ...told, state: 'removed' }, english)).toEqual({
      tone: 'wait',
      text: 'Removed from this network: nothing is exchanged',
      connected: 0,
    })
  })

  test('is not green while someone has newer information', () => {
    const said = say({ code: 'room-has-it', names: ['Lee'], newer: ['Lee'], connected: 1 })
    expect(said).toMatchObject({ tone: 'info', newer: 'Lee has newer information' })
  })

  test('gives the last exchange by name and time', () => {
    const last = { name: 'Ana', at: NOW - 3 * 60_000 }
    expect(say({ code: 'some-have-it', names: ['Ana'], last }).last).toMatch(/^Last exchanged with Ana 3 min\.? ago$/)
    expect(say({ code: 'some-have-it', names: ['Ana'], last: { ...last, at: NOW } }).last).toBe(
      'Last exchanged with Ana just now',
    )
  })

  test('contains no percentage and keeps names of the other direction apart', () => {
    const { text } = say({ code: 'some-have-it', names: ['سلمى', 'Lee'] })
    expect(text).not.toContain('%')
    expect(text).toContain('\u2068سلمى\u2069')
  })
})

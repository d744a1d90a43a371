import type { CommandOutput } from '../../core/bridge/contract.ts'
import type { MessageId } from '../i18n/en/catalogue.ts'
import type { Formats } from '../i18n/formats.ts'
import type { Translate, Values } from '../i18n/translator.ts'

export type SyncStatus = CommandOutput<'sync:status'>
export type NetworkSync = SyncStatus['networks'][number]

/** `good` only while somebody is connected and everybody connected has everything. */
export type SyncTone = 'good' | 'info' | 'wait' | 'calm'

export interface SyncSentence {
  readonly tone: SyncTone
  /** The main sentence. */
  readonly text: string
  /** Whose newer information is missing here; goes before all else. */
  readonly newer?: string
  /** When something was last exchanged, and with whom. */
  readonly last?: string
  /** People connected right now. */
  readonly connected: number
}

/** At most so many names stand in a sentence; the rest are counted. */
const MOST_NAMES = 3

/**
 * What can be said about who has what (product.md, "Sync wording"): names and times, never a percentage, and never more than
 * others have told.
 */
export function syncSentence(
  network: NetworkSync,
  { t, formats, now }: { t: Translate; formats: Formats; now: number },
): SyncSentence {
  if (network.state !== 'current') return { tone: 'wait', text: t(`sync.out.${network.state}`), connected: 0 }
  const { code, names, newer, lastExchange } = network.sentence
  const connected = network.people.filter((person) => person.connected).length
  const main = mainSentence(code, names, connected)
  const counted = (id: MessageId, people: readonly string[]): string =>
    t(id, { names: joinNames(people, { t, formats }), count: people.length })
  return {
    tone: newer.length > 0 && main.tone === 'good' ? 'info' : main.tone,
    text: main.names ? counted(main.id, names) : t(main.id),
    ...(newer.length > 0 && { newer: counted('sync.newer', newer) }),
    ...(lastExchange !== undefined && {
      last: t('sync.last', {
        name: lastExchange.name,
        when: formats.ago(lastExchange.at, now) ?? t('time.now'),
      } satisfies Values),
    }),
    connected,
  }
}

function mainSentence(
  code: NetworkSync['sentence']['code'],
  names: readonly string[],
  connected: number,
): { id: MessageId; tone: SyncTone; names: boolean } {
  switch (code) {
    case 'empty':
      return { id: 'sync.nothing', tone: 'calm', names: false }
    case 'this-computer-only':
      return { id: 'sync.only-here', tone: 'wait', names: false }
    case 'some-have-it':
      return { id: 'sync.have-it', tone: 'info', names: names.length > 0 }
    case 'room-has-it':
      // An engine would not say so with nobody there; the page does not take its word for the colour.
      return connected > 0
        ? { id: 'sync.room', tone: 'good', names: false }
        : { id: 'sync.have-it', tone: 'info', names: true }
  }
}

/** "Ana, Lee and Sam", or "Ana, Lee, Sam and 4 more". */
export function joinNames(names: readonly string[], { t, formats }: { t: Translate; formats: Formats }): string {
  const isolated = names.map(isolate)
  if (names.length <= MOST_NAMES) return formats.list(isolated)
  const shown = isolated.slice(0, MOST_NAMES)
  return t('list.and-more', { names: shown.join(t('list.comma')), count: names.length - MOST_NAMES })
}

/** A name that runs the other way does not turn its neighbours around. */
function isolate(name: string): string {
  return /[\u0590-\u08FF\u200F\u202A-\u202E]/.test(name) ? `\u2068${name}\u2069` : name
}

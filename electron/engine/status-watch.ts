import type { EngineEvents, Handlers } from '../../core/bridge/contract.ts'
import { DEFAULT_AUTO_LOCK } from '../../core/bridge/contract/auto-lock.ts'
import type { Clock } from '../../core/shared/clock.ts'
import type { Events } from '../../core/shared/events.ts'
import type { EngineStatus, Notice } from './messages.ts'

const SETTLE_MS = 300
const CHANGING = [
  'peer:connected',
  'peer:disconnected',
  'sync:receipt',
  'record:changed',
  'network:changed',
  'membership:ended',
  'preferences:changed',
  'profile:locked',
  'profile:unlocked',
] as const
/** Least good first. */
const SAVED = ['this-computer-only', 'some-have-it', 'room-has-it', 'empty'] as const

export interface StatusWatchOptions {
  readonly handlers: Pick<Handlers, 'profile:status' | 'profile:preferences' | 'sync:status'>
  readonly events: Events<EngineEvents>
  readonly clock: Clock
  readonly onStatus: (status: EngineStatus) => void
  readonly onNotice: (notice: Notice) => void
}

/**
 * Tells what the tray shows whenever it may have changed, many changes as one. Names and contents stay behind.
 * @returns the function that stops it
 */
export function watchStatus({ handlers, events, clock, onStatus, onNotice }: StatusWatchOptions): () => void {
  let cancel: (() => void) | undefined
  const context = { signal: new AbortController().signal }
  const read = async (): Promise<EngineStatus> => {
    const { state } = await handlers['profile:status']({}, context)
    if (state !== 'unlocked') return { state, connected: 0, saved: 'empty', autoLockMinutes: DEFAULT_AUTO_LOCK }
    const { autoLockMinutes } = await handlers['profile:preferences']({}, context)
    const { networks } = await handlers['sync:status']({}, context)
    const people = new Set(networks.flatMap(({ people }) => people.filter((it) => it.connected).map((it) => it.person)))
    const codes = networks.map(({ sentence }) => sentence.code)
    const saved = SAVED.find((code) => codes.includes(code)) ?? 'empty'
    return { state, connected: people.size, saved, autoLockMinutes }
  }
  const look = (): void => {
    cancel ??= clock.after(SETTLE_MS, () => {
      cancel = undefined
      // it may be locked meanwhile: then that is told next
      void read().then(onStatus, () => undefined)
    })
  }
  const off = [
    ...CHANGING.map((name) => events.on(name, look)),
    events.on('request:arrived', () => onNotice('asked-to-join')),
    events.on('member:joined', () => onNotice('joined')),
    events.on('attention:rang', (rang) => {
      const notice = noticeOf(rang)
      if (notice !== undefined) onNotice(notice)
    }),
  ]
  look()
  return () => {
    for (const unsubscribe of off) unsubscribe()
    cancel?.()
  }
}

/** Which of the few sentences a ring is told by outside the window: nothing of what it is about. A silent one is told inside only. */
export function noticeOf({ what, level, drill }: EngineEvents['attention:rang']): Notice | undefined {
  if (level === 'silent') return undefined
  if (drill) return 'drill'
  return what === 'alert' || what === 'needs-help' ? 'call' : 'asks'
}

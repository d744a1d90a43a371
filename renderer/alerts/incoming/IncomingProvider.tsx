import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'

import type { EventData } from '../../../core/bridge/contract.ts'
import { useEngine } from '../../engine/engine-context.tsx'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { fullItem, keyOf, type AttentionItem } from './attention.ts'
import { Ringer } from './ring/ring-sound.ts'
import { noticeInBrowser } from './ring/browser-notices.ts'

interface Incoming {
  /** All that asks for this person, in all networks, most pressing first. */
  readonly items: readonly AttentionItem[]
  /** What takes the whole window now. */
  readonly full: AttentionItem | undefined
  readonly understood: ReadonlySet<string>
  /** From the whole window to the banner, until it rings again. */
  putOff: (item: AttentionItem) => void
  /** Not told again while the window is open. */
  understand: (item: AttentionItem) => void
}

const IncomingContext = createContext<Incoming | undefined>(undefined)
const NONE: readonly AttentionItem[] = []

/** What asks for this person, heard and kept for the whole window: it outlives the change of screens and networks. */
export function IncomingProvider({ children }: { children: ReactNode }) {
  const engine = useEngine()
  const t = useT()
  const [ringer] = useState(() => new Ringer())
  const [putOff, setPutOff] = useState<ReadonlySet<string>>(new Set())
  const [understood, setUnderstood] = useState<ReadonlySet<string>>(new Set())
  const items = valueOf(useQuery('attention:list', {}))?.items ?? NONE
  const sound = valueOf(useQuery('profile:preferences', {}))?.sound ?? false
  const full = fullItem(items, putOff)
  const isCalled = full !== undefined
  useEffect(() => {
    const onRang = (rang: EventData<'attention:rang'>): void => {
      setPutOff((present) => new Set([...present].filter((key) => !key.startsWith(keyOf(rang).trimEnd()))))
      if (rang.level === 'silent') return
      if (sound) ringer.ring(rang.drill ? 'drill' : rang.level === 'full' ? 'call' : 'notice')
      noticeInBrowser(t('incoming.notice'))
    }
    return engine.on('attention:rang', onRang)
  }, [engine, ringer, sound, t])
  // Answered, put off or locked: the rest of the sound would only disturb
  useEffect(() => {
    if (isCalled) return () => ringer.stop()
    return undefined
  }, [isCalled, ringer])
  const incoming = useMemo(
    (): Incoming => ({
      items,
      full,
      understood,
      putOff: (item) => setPutOff((present) => new Set([...present, keyOf(item)])),
      understand: (item) => setUnderstood((present) => new Set([...present, keyOf(item)])),
    }),
    [items, full, understood],
  )
  return <IncomingContext value={incoming}>{children}</IncomingContext>
}

export function useIncoming(): Incoming {
  const incoming = use(IncomingContext)
  if (incoming === undefined) throw new Error('A component outside of IncomingProvider')
  return incoming
}

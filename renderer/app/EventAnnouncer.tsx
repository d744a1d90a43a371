import { useEffect } from 'react'

import { useEngine } from '../engine/engine-context.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { useAnnounce } from './announcer.tsx'
import { useNetwork } from './network-context.tsx'

/** Says who joined, who asks to, and who is there: members who join are announced (product.md, requirement 2). */
export function EventAnnouncer() {
  const engine = useEngine()
  const announce = useAnnounce()
  const t = useT()
  const { networks } = useNetwork()
  useEffect(() => {
    const nameOf = (id: string): string => networks.find((one) => one.id === id)?.name ?? ''
    const stops = [
      engine.on('member:joined', ({ name, network }) =>
        announce(t('event.joined', { name, network: nameOf(network) })),
      ),
      engine.on('request:arrived', ({ name, network }) =>
        announce(t('event.request', { name, network: nameOf(network) })),
      ),
      engine.on('membership:ended', ({ network, state }) =>
        announce(t(`out.${state}.title`, { network: nameOf(network) })),
      ),
      engine.on('trouble:noted', ({ name }) => announce(t('event.trouble', { name }))),
      engine.on('peer:connected', ({ name }) => announce(t('event.connected', { name }))),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [engine, announce, t, networks])
  return undefined
}

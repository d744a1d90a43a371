import { Link } from 'wouter'

import { DisputePart } from '../computers/DisputePart.tsx'
import { Notice } from '../components/Notice.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { useNetwork } from './network-context.tsx'
import styles from './Outside.module.css'

/** Above every screen while this computer does not belong to the network: what happened, what is still here, what to do. */
export function Outside() {
  const t = useT()
  const { network } = useNetwork()
  const { state } = network
  const sync = valueOf(useQuery('sync:status', {}))?.networks.find(({ id }) => id === network.id)
  if (state === 'current') return undefined
  return (
    <section role="alert" className={styles['outside']} data-outside={state}>
      <Notice look="wait" title={t(`out.${state}.title`, { network: network.name })}>
        {state === 'pending' && <p>{t('out.pending.text')}</p>}
        {sync !== undefined && <p>{t('out.stays', { count: sync.records })}</p>}
        {state === 'removed' && <DisputePart />}
        <p>{t(state === 'pending' ? 'out.todo.pending' : 'out.todo')}</p>
        {state !== 'pending' && (
          <p>
            <Link href="/network/leave">{t('out.leave')}</Link>
          </p>
        )}
      </Notice>
    </section>
  )
}

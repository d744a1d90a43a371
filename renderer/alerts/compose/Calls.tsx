import { BellRing } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'

import type { VerificationState } from '../../../core/domain/states/verification-states.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import styles from '../../incident/Incident.module.css'
import { Panel } from '../../incident/Panel.tsx'
import { asAlert } from '../alert-record.ts'
import { AlertBadge } from '../AlertBadge.tsx'
import { ComposeDialog } from './ComposeDialog.tsx'

/** Newest alerts among which those about this record are looked for. */
const LOOKED_AT = 200

export interface CallsProps {
  about: { readonly kind: 'incident' | 'plan'; readonly id: string }
  verification: VerificationState
  /** The place in words, where there is one to take over. */
  area?: string | null
}

/** The calls for help about an incident or a plan, drafts that wait for a second member among them, and a new one. */
export function Calls({ about, verification, area }: CallsProps) {
  const t = useT()
  const { network } = useNetwork()
  const [calling, setCalling] = useState(false)
  const answer = useQuery('record:list', { network: network.id, kind: 'alert', limit: LOOKED_AT })
  const alerts = (valueOf(answer)?.records ?? []).map(asAlert).filter((alert) => alert.about?.id === about.id)
  return (
    <Panel title={t('alert.list')}>
      {alerts.length === 0 && <p className={styles['fine']}>{t('alert.list.none')}</p>}
      <ul className={styles['items']}>
        {alerts.map((alert) => (
          <li key={alert.id} className={styles['responder']}>
            <Link href={`/alerts/${alert.id}`}>
              <bdi>{alert.headline}</bdi>
            </Link>
            <span className={styles['itemMeta']}>
              <AlertBadge alert={alert} />
            </span>
          </li>
        ))}
      </ul>
      <Button wide icon={BellRing} onPress={() => setCalling(true)}>
        {t('alert.call')}
      </Button>
      <ComposeDialog
        composed={{ how: 'new', about, area: area ?? undefined }}
        verification={verification}
        isOpen={calling}
        onClose={() => setCalling(false)}
      />
    </Panel>
  )
}

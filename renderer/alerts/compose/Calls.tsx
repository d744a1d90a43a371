import { BellRing } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'

import { AlertBadge } from '../AlertBadge.tsx'
import { asAlert } from '../alert-record.ts'
import { ComposeDialog } from './ComposeDialog.tsx'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import type { Incident } from '../../incidents/incident-record.ts'
import styles from '../../incident/Incident.module.css'
import { Panel } from '../../incident/Panel.tsx'

/** Newest alerts among which those about this incident are looked for. */
const LOOKED_AT = 200

/** The calls for help about an incident, drafts that wait for a second member among them, and a new one. */
export function Calls({ incident }: { incident: Incident }) {
  const t = useT()
  const { network } = useNetwork()
  const [calling, setCalling] = useState(false)
  const answer = useQuery('record:list', { network: network.id, kind: 'alert', limit: LOOKED_AT })
  const alerts = (valueOf(answer)?.records ?? []).map(asAlert).filter(({ about }) => about?.id === incident.id)
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
      {calling && (
        <ComposeDialog
          about={{ kind: 'incident', id: incident.id }}
          verification={incident.verification}
          onClose={() => setCalling(false)}
        />
      )}
    </Panel>
  )
}

import { Siren } from 'lucide-react'

import { useNetwork } from '../../app/network-context.tsx'
import { asNetworkRecord } from '../../circles/network-record.ts'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { T, useT } from '../../i18n/i18n-context.tsx'
import styles from './shown.module.css'

/**
 * On every view of a call: the number of the emergency services, as the network set it. As text: it may hold signs that make a
 * telephone do something, and nobody calls it by a laptop.
 */
export function EmergencyLine() {
  const t = useT()
  const { network } = useNetwork()
  const record = valueOf(useQuery('network:show', { network: network.id }))?.record
  const number = record === undefined ? null : (asNetworkRecord(record).settings?.emergencyNumber ?? null)
  return (
    <p className={styles['emergency']}>
      <Siren aria-hidden size={20} />
      <span>
        {number === null ? (
          t('alert.emergency.unset')
        ) : (
          <T
            id="alert.emergency"
            values={{
              number: (
                <bdi dir="ltr" className={styles['number']}>
                  {number}
                </bdi>
              ),
            }}
          />
        )}
      </span>
    </p>
  )
}

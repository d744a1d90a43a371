import { Hourglass, ShieldCheck } from 'lucide-react'
import { Fragment } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Notice } from '../components/Notice.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { T, useT } from '../i18n/i18n-context.tsx'
import { Quiet } from '../lists/Facts.tsx'

/** A record as the engine shows it: from when on it is erased, where that is so. */
export interface Kept {
  readonly id: string
  readonly willBeErasedAt?: number
}

/** How long a record stays: held by whom and why, or until when it is kept. Nothing where it simply stays. */
export function Keeping({ record }: { record: object & { readonly id: string } }) {
  const t = useT()
  const { network } = useNetwork()
  const { id, willBeErasedAt } = record as Kept
  const holds = valueOf(useQuery('hold:list', { network: network.id, id }))?.holds ?? []
  if (holds.length > 0) {
    return (
      <Notice icon={ShieldCheck} title={t('keep.held')}>
        {holds.map(({ entry, name, at, reason }) => (
          <Fragment key={entry}>
            <p>
              <bdi>{reason}</bdi>
            </p>
            <Quiet>
              <T id="keep.held.by" values={{ name: <bdi>{name}</bdi> }} /> <TimeText at={at} />
            </Quiet>
          </Fragment>
        ))}
      </Notice>
    )
  }
  if (willBeErasedAt === undefined) return null
  return (
    <p>
      <StateBadge tone="wait" icon={Hourglass}>
        {t('keep.until')}
      </StateBadge>{' '}
      <TimeText at={willBeErasedAt} as="moment" />
    </p>
  )
}

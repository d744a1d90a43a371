import type { ReactNode } from 'react'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { TimeText } from '../components/TimeText.tsx'
import { T, useT } from '../i18n/i18n-context.tsx'
import styles from './Join.module.css'

export type InviteContent = CommandOutput<'invite:inspect'>

/** What an invite says by itself, and what the others will see: before anybody is asked. */
export function InviteLook({ invite }: { invite: InviteContent }) {
  const t = useT()
  const admit = invite.ownDevice ? 'device' : invite.approve ? 'approve' : 'any'
  return (
    <div className={styles['look']}>
      <dl className={styles['facts']}>
        <Fact name={t('join.look.by')}>
          <T id="join.look.by.text" values={{ fingerprint: <code dir="ltr">{invite.inviter}</code> }} />
        </Fact>
        <Fact name={t('join.look.until')}>
          <TimeText at={Date.parse(invite.expires)} as="moment" />
        </Fact>
        <Fact name={t('join.look.admit')}>{t(`join.look.admit.${admit}`)}</Fact>
        <Fact name={t('join.look.where')}>
          {invite.addresses.length === 0 ? (
            t('join.look.where.wifi')
          ) : (
            <bdi dir="ltr">{invite.addresses.join(', ')}</bdi>
          )}
        </Fact>
      </dl>
      <p className={styles['fine']}>{t('join.look.nameless')}</p>
      <div className={styles['see']}>
        <h3>{t('join.see.title')}</h3>
        <ul>
          <li>{t('join.see.name')}</li>
          <li>{t('join.see.when')}</li>
          <li>{t('join.see.here')}</li>
          <li>{t('join.see.writes')}</li>
        </ul>
        <p className={styles['fine']}>{t('join.see.not')}</p>
      </div>
    </div>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

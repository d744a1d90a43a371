import { Check, PenLine, X } from 'lucide-react'
import { useState } from 'react'

import { CONSENT_USES } from '../../core/domain/records/contact.ts'
import { Button } from '../components/Button.tsx'
import { Card } from '../components/Screen.tsx'
import { Notice } from '../components/Notice.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Facts, Quiet } from '../lists/Facts.tsx'
import { ConsentDialog } from './ConsentDialog.tsx'
import type { Contact } from './contact-view.ts'
import styles from './people.module.css'

/** What the person agreed to, as it stands, and until when. */
export function ConsentPanel({ contact, yours }: { contact: Contact; yours: boolean }) {
  const t = useT()
  const formats = useFormats()
  const [isOpen, setOpen] = useState(false)
  const { consent } = contact
  return (
    <Card>
      <div className={styles['stack']}>
        <h2>{t('consent.title')}</h2>
        {consent === null ? (
          <Quiet>{yours ? t('consent.none.yours') : t('consent.none.text')}</Quiet>
        ) : (
          <>
            {consent.expired && (
              <Notice look="wait">{t('consent.expired.text', { when: formats.day(consent.expiresAt ?? 0) })}</Notice>
            )}
            <ul className={styles['uses']}>
              {CONSENT_USES.map((use) => {
                const allowed = consent[use] && !consent.expired
                return (
                  <li key={use} className={styles['use']}>
                    {t(`consent-use.${use}`)}
                    <StateBadge tone={allowed ? 'good' : 'calm'} icon={allowed ? Check : X}>
                      {allowed ? t('consent.allowed') : t('consent.refused')}
                    </StateBadge>
                  </li>
                )
              })}
            </ul>
            <Facts
              facts={[
                [t('consent.by'), consent.givenBy !== null && <bdi key="by">{consent.givenBy}</bdi>],
                [t('consent.at'), consent.givenAt !== null && formats.day(consent.givenAt)],
                [t('consent.until'), consent.expiresAt !== null && formats.longDay(consent.expiresAt)],
              ]}
            />
          </>
        )}
        <Button icon={PenLine} onPress={() => setOpen(true)}>
          {consent === null ? t('consent.record') : t('consent.change')}
        </Button>
        {isOpen && <ConsentDialog contact={contact} yours={yours} onClose={() => setOpen(false)} />}
      </div>
    </Card>
  )
}

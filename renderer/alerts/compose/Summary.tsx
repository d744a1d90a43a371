import { useEffect, useRef } from 'react'

import { TRUE_ENOUGH } from '../../../core/domain/records/alert/gate.ts'
import { checkText } from '../../../core/domain/text-check.ts'
import { Notice } from '../../components/Notice.tsx'
import { useNow } from '../../components/use-now.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { VerificationBadge } from '../../incidents/Badges.tsx'
import { Facts } from '../../lists/Facts.tsx'
import { EmergencyLine } from '../shown/EmergencyLine.tsx'
import { askedFor, audienceOf, wordsOf, type AlertDraft } from './alert-draft.ts'
import { asksForTwo, type GateFacts } from './draft-gate.ts'
import { AudienceNow } from './fields/AudienceNow.tsx'
import styles from './compose.module.css'
import { heldWords } from './fields/HeldField.tsx'
import { MarkedText } from './draft/MarkedText.tsx'

/** Second step: the call as others will read it, whom it reaches, and what is still asked for before it goes. */
export function Summary({ draft, facts }: { draft: AlertDraft; facts: GateFacts }) {
  const t = useT()
  const formats = useFormats()
  const now = useNow()
  const top = useRef<HTMLHeadingElement>(null)
  // Enter in a field of the first step does not go on to send: the focus is on no control
  useEffect(() => top.current?.focus(), [])
  const { kind, urgency, headline, instruction, area, minutes } = draft
  const need = askedFor(draft).map(({ role, count }) => ({ role, count: count ?? 0 }))
  return (
    <>
      <section className={styles['preview']} aria-labelledby="call-headline">
        <div className={styles['labels']}>
          {kind !== undefined && <strong>{t(`help.${kind}`)}</strong>}
          {urgency !== undefined && <span>{t(`urgency.${urgency}`)}</span>}
          <VerificationBadge state={facts.verification} />
        </div>
        <h3 id="call-headline" ref={top} tabIndex={-1} className={styles['headline']}>
          <MarkedText text={headline.trim()} />
        </h3>
        {instruction.trim() !== '' && (
          <p className={styles['instruction']}>
            <MarkedText text={instruction.trim()} />
          </p>
        )}
        <Facts
          facts={[
            [t('compose.area'), area.trim() !== '' && <MarkedText key="area" text={area.trim()} />],
            [
              t('compose.needed'),
              need.length > 0 &&
                need.map(({ role, count }) => (
                  <span key={role ?? ''} className={styles['needLine']}>
                    {role === undefined ? (
                      t('compose.needed.any', { count })
                    ) : (
                      <>
                        {formats.number(count)} × <MarkedText text={role} />
                      </>
                    )}
                  </span>
                )),
            ],
            [
              t('compose.held'),
              t('compose.held.until', { held: heldWords(minutes, t), when: formats.moment(now + minutes * 60_000) }),
            ],
          ]}
        />
      </section>
      <section className={styles['goesTo']}>
        <h3>{t('compose.goes-to', { audience: t(`alert.audience.${draft.scope}`) })}</h3>
        <AudienceNow audience={audienceOf(draft)} />
      </section>
      {wordsOf(draft).some((words) => checkText(words).length > 0) && (
        <Notice look="wait" title={t('check.title')}>
          <p>{t('compose.marked')}</p>
        </Notice>
      )}
      <Gate draft={draft} facts={facts} />
      <p className={styles['fine']}>{t('compose.fixed')}</p>
      <EmergencyLine />
    </>
  )
}

/** What the gate says of it, in words, with the way round it. */
function Gate({ draft, facts }: { draft: AlertDraft; facts: GateFacts }) {
  const t = useT()
  if (draft.drill) return <Notice>{t('compose.gate.drill')}</Notice>
  if (asksForTwo(draft, facts)) {
    return (
      <Notice look="wait" title={t('compose.two.title')}>
        <p>{t('compose.two.text')}</p>
        <p>{t('compose.two.next')}</p>
      </Notice>
    )
  }
  return <Notice>{t(TRUE_ENOUGH.has(facts.verification) ? 'compose.gate.verified' : 'compose.gate.own')}</Notice>
}

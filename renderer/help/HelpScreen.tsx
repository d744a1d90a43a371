import { Fragment } from 'react'

import { shortcutText } from '../app/use-shortcut.ts'
import { Card, Screen, Section } from '../components/Screen.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { BackLink } from '../lists/BackLink.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import styles from './help.module.css'
import { partsOf, TOPIC_ICONS, TOPICS, type Topic } from './topics.ts'

/** The help pages, or one of them. `topic` comes from the address: one that is not known shows them all. */
export function HelpScreen({ topic }: { topic?: string }) {
  const known = TOPICS.find((one) => one === topic)
  return known === undefined ? <AllTopics /> : <OneTopic topic={known} />
}

function AllTopics() {
  const t = useT()
  return (
    <Screen title={t('help.title')} lead={t('help.lead')} width="narrow">
      <Rows label={t('help.topics')}>
        {TOPICS.map((topic) => {
          const Icon = TOPIC_ICONS[topic]
          return (
            <Row
              key={topic}
              href={`/help/${topic}`}
              title={
                <span className={styles['title']}>
                  <Icon aria-hidden size={20} />
                  {t(`help.${topic}`)}
                </span>
              }
              sub={t(`help.${topic}.lead`)}
            />
          )
        })}
      </Rows>
      <Keys />
    </Screen>
  )
}

function Keys() {
  const t = useT()
  const keys = [
    [shortcutText({ key: 'i' }), t('help.keys.report')],
    [shortcutText({ key: 'k' }), t('help.keys.commands')],
    [shortcutText({ key: 'l', shift: true }), t('help.keys.hide')],
    ['1 2 3', t('help.keys.answer')],
    ['Esc', t('help.keys.escape')],
  ] as const
  return (
    <Section title={t('help.keys')}>
      <Card>
        <dl className={styles['keys']}>
          {keys.map(([key, what]) => (
            <Fragment key={key}>
              <dt>
                <kbd dir="ltr">{key}</kbd>
              </dt>
              <dd>{what}</dd>
            </Fragment>
          ))}
        </dl>
      </Card>
    </Section>
  )
}

function OneTopic({ topic }: { topic: Topic }) {
  const t = useT()
  return (
    <Screen
      title={t(`help.${topic}`)}
      lead={t(`help.${topic}.lead`)}
      above={<BackLink href="/help">{t('help.back')}</BackLink>}
      width="narrow"
    >
      <Card>
        <article className={styles['article']}>
          {partsOf(topic).map(({ title, text }) => (
            <section key={title} className={styles['part']}>
              <h2>{t(title)}</h2>
              <p>{t(text)}</p>
            </section>
          ))}
        </article>
      </Card>
    </Screen>
  )
}

import { useNetwork } from '../app/network-context.tsx'
import { Card } from '../components/Screen.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Facts } from '../lists/Facts.tsx'
import { circlesOf } from '../circles/network-record.ts'
import { ConsentPanel } from './ConsentPanel.tsx'
import type { Contact } from './contact-view.ts'
import { Copies } from './Copies.tsx'
import styles from './people.module.css'

/** What stands on a card, what was agreed, and who has it. */
export function CardBody({ contact, yours = false }: { contact: Contact; yours?: boolean }) {
  const t = useT()
  const formats = useFormats()
  const { network } = useNetwork()
  const circles = circlesOf(valueOf(useQuery('network:show', { network: network.id }))?.record)
  const circle = circles.find(({ id }) => id === contact.circle)?.name
  const several = (items: readonly string[], dir?: 'ltr') =>
    items.length === 0 ? undefined : <bdi dir={dir}>{items.join(t('list.comma'))}</bdi>
  const written = (text: string | null | undefined) => text !== null && text !== undefined && <bdi>{text}</bdi>
  return (
    <div className={styles['split']}>
      <div className={styles['column']}>
        <Card>
          <Facts
            facts={[
              [t('card.name'), written(contact.fn)],
              [t('card.tel'), several(contact.tel, 'ltr')],
              [t('card.times'), written(contact.bestTimes)],
              [t('card.email'), several(contact.email, 'ltr')],
              [t('card.impp'), several(contact.impp, 'ltr')],
              [t('card.role'), several(contact.role)],
              [t('card.lang'), several(contact.lang.map((code) => formats.language(code)))],
              [t('card.circle'), written(circle)],
              [t('card.emergency'), written(contact.emergencyContact)],
              [t('card.needs'), written(contact.accessNeeds)],
              [t('card.changed'), <TimeText key="changed" at={contact.updatedAt ?? contact.createdAt} as="moment" />],
            ]}
          />
        </Card>
        <Copies id={contact.id} />
      </div>
      <ConsentPanel contact={contact} yours={yours} />
    </div>
  )
}

import { Archive, Network, Pencil, Plus } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Card, Section } from '../../components/Screen.tsx'
import { useQuery } from '../../engine/use-query.ts'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { Answered } from '../../lists/Answered.tsx'
import { Facts, Quiet } from '../../lists/Facts.tsx'
import styles from '../circles.module.css'
import { linksOf, type Link } from '../network-record.ts'
import { LinkDialog } from './LinkDialog.tsx'

/** Other networks: whom to call there, and what is shared with them. */
export function Links() {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('network:show', { network: network.id })
  const [open, setOpen] = useState<'new' | Link>()
  const add = (
    <Button icon={Plus} onPress={() => setOpen('new')}>
      {t('link.add')}
    </Button>
  )
  return (
    <Section title={t('links.title')} actions={add}>
      <Quiet>{t('links.text')}</Quiet>
      <Answered answer={answer}>
        {({ record }) => {
          const links = linksOf(record)
          if (links.length > 0)
            return links.map((link) => <LinkCard key={link.id} link={link} onEdit={() => setOpen(link)} />)
          return (
            <Card>
              <EmptyState icon={Network} title={t('links.empty')} level="h3">
                {t('links.empty.text')}
              </EmptyState>
            </Card>
          )
        }}
      </Answered>
      {open !== undefined && <LinkDialog link={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

function LinkCard({ link, onEdit }: { link: Link; onEdit: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const { act, failure } = useAct('network', network.id)
  const written = (text: string | null) => (text === null ? <em>{t('post.nobody')}</em> : <bdi>{text}</bdi>)
  return (
    <Card>
      <div className={styles['team']}>
        <header className={styles['teamHead']}>
          <h3>
            <bdi>{link.name}</bdi>
          </h3>
          <div className={styles['buttons']}>
            <Button icon={Pencil} aria-label={t('link.edit.name', { name: link.name })} onPress={onEdit}>
              {t('circle.edit')}
            </Button>
            <Button
              look="quiet"
              icon={Archive}
              aria-label={t('link.archive.name', { name: link.name })}
              onPress={() => void act('editLink', { link: link.id, archived: true })}
            >
              {t('team.archive')}
            </Button>
          </div>
        </header>
        <ErrorNotice error={failure} />
        <Facts
          facts={[
            [t('circle.point'), written(link.pointContact)],
            [t('circle.backup'), written(link.backUp)],
            [t('link.shared'), link.shared === null ? t('link.shared.none') : <bdi key="shared">{link.shared}</bdi>],
          ]}
        />
      </div>
    </Card>
  )
}

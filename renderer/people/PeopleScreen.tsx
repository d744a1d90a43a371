import { ContactRound, IdCard, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { Screen } from '../components/Screen.tsx'
import { Select } from '../components/Select.tsx'
import { Tabs } from '../components/Tabs.tsx'
import { TextField } from '../components/TextField.tsx'
import { useQuery } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import { ConsentBadge } from './ConsentBadge.tsx'
import { asContact } from './contact-view.ts'
import { MemberRows } from './MemberRows.tsx'
import { NewContactDialog } from './NewContactDialog.tsx'
import styles from './people.module.css'

/** Largest window of one question. */
const MOST = 200
const FILTERS = ['active', 'archived'] as const
type Filter = (typeof FILTERS)[number]

/** Contact cards, and the members. */
export function PeopleScreen() {
  const t = useT()
  const [isNew, setNew] = useState(false)
  const actions = (
    <>
      <Link href="/card" className={styles['cardLink']}>
        <IdCard aria-hidden size={20} />
        {t('nav.card')}
      </Link>
      <Button look="primary" icon={UserPlus} onPress={() => setNew(true)}>
        {t('people.add')}
      </Button>
    </>
  )
  return (
    <Screen title={t('nav.people')} lead={t('people.lead')} actions={actions}>
      <Tabs
        label={t('people.show')}
        tabs={[
          { id: 'cards', label: t('people.cards'), content: <Cards onNew={() => setNew(true)} /> },
          { id: 'members', label: t('people.members'), content: <MemberRows /> },
        ]}
      />
      {isNew && <NewContactDialog onClose={() => setNew(false)} />}
    </Screen>
  )
}

function Cards({ onNew }: { onNew: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<Filter>('active')
  const answer = useQuery('record:list', {
    network: network.id,
    kind: 'contact',
    sort: 'name',
    limit: MOST,
    ...(search.trim() !== '' && { search: search.trim().slice(0, 200) }),
    ...(filter === 'archived' && { archived: true }),
  })
  const total = answer.state === 'ready' ? answer.value.total : undefined
  if (total === 0 && search.trim() === '' && filter === 'active') {
    const add = (
      <Button icon={UserPlus} onPress={onNew}>
        {t('people.add')}
      </Button>
    )
    return (
      <EmptyState icon={ContactRound} title={t('people.empty')} actions={add}>
        {t('people.empty.text')}
      </EmptyState>
    )
  }
  return (
    <>
      <div className={styles['filters']}>
        <TextField label={t('people.search')} type="search" value={search} onChange={setSearch} />
        <Select<Filter>
          label={t('people.show')}
          options={FILTERS.map((value) => ({ value, label: t(`people.show.${value}`) }))}
          value={filter}
          onChange={(value) => setFilter(value)}
        />
      </div>
      <Answered answer={answer} loading={t('people.loading')}>
        {({ records, total }) =>
          total === 0 ? (
            <Quiet>{filter === 'archived' ? t('people.none.archived') : t('people.none')}</Quiet>
          ) : (
            <>
              <Rows label={t('people.cards')}>
                {records.map(asContact).map((contact) => (
                  <Row
                    key={contact.id}
                    href={`/people/${contact.id}`}
                    title={<bdi>{contact.fn}</bdi>}
                    sub={
                      <>
                        <bdi dir="ltr">{contact.tel[0] ?? t('people.no-number')}</bdi>
                        {contact.role.length > 0 && <bdi>{contact.role.join(t('list.comma'))}</bdi>}
                        {contact.lang.length > 0 && <bdi>{contact.lang.join(t('list.comma'))}</bdi>}
                      </>
                    }
                    side={<ConsentBadge contact={contact} />}
                  />
                ))}
              </Rows>
              {total > MOST && <Quiet>{t('people.many', { shown: MOST, total })}</Quiet>}
            </>
          )
        }
      </Answered>
    </>
  )
}

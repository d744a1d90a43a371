import { ContactRound, IdCard, UserPlus } from 'lucide-react'
import { memo, useDeferredValue, useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { LinkButton } from '../components/LinkButton.tsx'
import { Screen } from '../components/Screen.tsx'
import { Select } from '../components/Select.tsx'
import { Tabs } from '../components/Tabs.tsx'
import { TextField } from '../components/TextField.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { LongRow } from '../lists/Rows.tsx'
import { ScreenList } from '../lists/ScreenList.tsx'
import { ConsentBadge } from './ConsentBadge.tsx'
import { asContact, type Contact } from './contact-view.ts'
import { MemberRows } from './MemberRows.tsx'
import { NewContactDialog } from './NewContactDialog.tsx'
import styles from './people.module.css'

const FILTERS = ['active', 'archived'] as const
type Filter = (typeof FILTERS)[number]

/** Contact cards, and the members. */
export function PeopleScreen() {
  const t = useT()
  const [isNew, setNew] = useState(false)
  const actions = (
    <>
      <LinkButton href="/card" icon={IdCard}>
        {t('nav.card')}
      </LinkButton>
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
  const searched = useDeferredValue(search.trim().slice(0, 200))
  const all = valueOf(useQuery('record:list', { network: network.id, kind: 'contact', limit: 0 }))
  if (all?.total === 0 && searched === '' && filter === 'active') {
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
      <ScreenList
        key={`${filter} ${searched}`}
        query={{
          network: network.id,
          kind: 'contact',
          sort: 'name',
          ...(searched !== '' && { search: searched }),
          ...(filter === 'archived' && { archived: true }),
        }}
        label={t('people.cards')}
        loading={t('people.loading')}
        empty={<Quiet>{filter === 'archived' ? t('people.none.archived') : t('people.none')}</Quiet>}
        row={(record) => <ContactRow contact={asContact(record)} />}
      />
    </>
  )
}

const ContactRow = memo(function ContactRow({ contact }: { contact: Contact }) {
  const t = useT()
  const formats = useFormats()
  return (
    <LongRow
      href={`/people/${contact.id}`}
      title={<bdi>{contact.fn}</bdi>}
      sub={
        <>
          <bdi dir="ltr">{contact.tel[0] ?? t('people.no-number')}</bdi>
          {contact.role.length > 0 && <bdi>{contact.role.join(t('list.comma'))}</bdi>}
          {contact.lang.length > 0 && (
            <bdi>{contact.lang.map((code) => formats.language(code)).join(t('list.comma'))}</bdi>
          )}
        </>
      }
      side={<ConsentBadge contact={contact} />}
    />
  )
})

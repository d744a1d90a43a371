import { Plus, SearchX, Siren, X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Input } from 'react-aria-components/Input'
import { SearchField } from 'react-aria-components/SearchField'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Choices } from '../components/Choices.tsx'
import { EmptyState } from '../components/EmptyState.tsx'
import { Screen } from '../components/Screen.tsx'
import { Select } from '../components/Select.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { AFTER_STATES, FINISHED_STATES, OPEN_STATES } from './incident-record.ts'
import { IncidentList } from './IncidentList.tsx'
import styles from './IncidentsScreen.module.css'

const FILTERS = { open: OPEN_STATES, after: AFTER_STATES, done: FINISHED_STATES, all: undefined } as const
type Filter = keyof typeof FILTERS
const SORTS = ['newest', 'changed', 'oldest'] as const

/** All incidents of the network: filtered, searched, ten thousand and more. */
export function IncidentsScreen({ onReport }: { onReport: () => void }) {
  const t = useT()
  const { network } = useNetwork()
  const [filter, setFilter] = useState<Filter>('open')
  const [sort, setSort] = useState<(typeof SORTS)[number]>('newest')
  const [search, setSearch] = useState('')
  const searched = useDeferredValue(search.trim().slice(0, 200))
  const all = valueOf(useQuery('record:list', { network: network.id, kind: 'incident', limit: 0 }))
  const isFiltered = searched !== '' || filter !== 'all'
  const showAll = (): void => (setFilter('all'), setSearch(''))
  return (
    <Screen
      width="full"
      title={t('nav.incidents')}
      lead={all === undefined ? undefined : t('incidents.count', { count: all.total })}
    >
      <div className={styles['screen']}>
        <div className={styles['tools']}>
          <SearchField
            aria-label={t('incidents.search')}
            value={search}
            onChange={setSearch}
            className={styles['search'] ?? ''}
          >
            <Input className={styles['input'] ?? ''} placeholder={t('incidents.search')} />
            {search !== '' && (
              <AriaButton className={styles['clear'] ?? ''} aria-label={t('action.clear')}>
                <X aria-hidden size={18} />
              </AriaButton>
            )}
          </SearchField>
          <div className={styles['sort']}>
            <Select
              label={t('incidents.sort')}
              options={SORTS.map((value) => ({ value, label: t(`incidents.sort.${value}`) }))}
              value={sort}
              onChange={setSort}
            />
          </div>
          <div className={styles['filters']}>
            <Choices
              label={t('incidents.filter')}
              options={(Object.keys(FILTERS) as Filter[]).map((value) => ({
                value,
                label: t(`incidents.filter.${value}`),
              }))}
              value={filter}
              onChange={setFilter}
            />
          </div>
        </div>
        <IncidentList
          key={`${filter} ${sort} ${searched}`}
          network={network.id}
          search={searched}
          states={FILTERS[filter]}
          sort={sort}
          empty={
            (all?.total ?? 0) > 0 && isFiltered ? (
              <EmptyState
                icon={SearchX}
                title={t('incidents.no-match')}
                actions={<Button onPress={showAll}>{t('incidents.show-all')}</Button>}
              >
                {t('incidents.no-match.text')}
              </EmptyState>
            ) : (
              <EmptyState
                icon={Siren}
                title={t('incidents.none')}
                actions={
                  <Button icon={Plus} onPress={onReport}>
                    {t('nav.report')}
                  </Button>
                }
              >
                {t('incidents.none.text')}
              </EmptyState>
            )
          }
        />
      </div>
    </Screen>
  )
}

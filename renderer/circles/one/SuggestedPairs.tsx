import { Button } from '../../components/Button.tsx'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import { useMembers } from '../../people/use-members.ts'
import styles from '../circles.module.css'
import type { Circle } from '../network-record.ts'
import type { KnownCircle } from '../use-circles.ts'
import { PairNames } from './PairNames.tsx'

interface SuggestedPairsProps {
  circle: Circle
  suggestions: KnownCircle['suggestions']
  pending: boolean
  onPair: (first: string, second: string, paired: true) => void
}

/** Pairs that would leave nobody alone, each with why; nothing is done before somebody says so. */
export function SuggestedPairs({ circle, suggestions, pending, onPair }: SuggestedPairsProps) {
  const t = useT()
  const formats = useFormats()
  const members = useMembers()
  const nameOf = (person: string): string => members.nameOf(person).name ?? t('person.unknown')
  const routeName = (id: string): string => circle.routes.find((route) => route.id === id)?.name ?? t('route.unnamed')
  const why = ({ routes, lang }: SuggestedPairsProps['suggestions'][number]): string => {
    const reasons = [
      ...(routes.length > 0 ? [t('circle.suggested.route', { routes: formats.list(routes.map(routeName)) })] : []),
      ...(lang.length > 0
        ? [t('circle.suggested.lang', { languages: formats.list(lang.map((tag) => formats.language(tag))) })]
        : []),
    ]
    return reasons.length > 0 ? formats.list(reasons) : t('circle.suggested.alone')
  }
  return (
    <div className={styles['suggested']}>
      <h3>{t('circle.suggested')}</h3>
      <Rows label={t('circle.suggested')}>
        {suggestions.map((one) => {
          const { first, second } = one
          return (
            <Row
              key={`${first} ${second}`}
              title={<PairNames first={first} second={second} members={members} />}
              sub={<span>{why(one)}</span>}
              side={
                <Button
                  aria-label={t('circle.suggested.pair.name', { first: nameOf(first), second: nameOf(second) })}
                  isPending={pending}
                  onPress={() => onPair(first, second, true)}
                >
                  {t('circle.suggested.pair')}
                </Button>
              }
            />
          )
        })}
      </Rows>
    </div>
  )
}

import { Drama, IdCard, Phone, Printer } from 'lucide-react'
import { Link } from 'wouter'

import { useNetwork } from '../app/network-context.tsx'
import { asAlert, CALLING_STATES } from '../alerts/alert-record.ts'
import { EmptyState } from '../components/EmptyState.tsx'
import { LinkButton } from '../components/LinkButton.tsx'
import { Notice } from '../components/Notice.tsx'
import { Screen, Section } from '../components/Screen.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { VerificationBadge } from '../incidents/Badges.tsx'
import { Answered } from '../lists/Answered.tsx'
import { BackLink } from '../lists/BackLink.tsx'
import { Branches } from './Branches.tsx'
import { CallNow } from './CallNow.tsx'
import { isCalling, peopleOf, type Tree } from './phone-tree.ts'
import styles from './tree.module.css'
import { TreeList } from './TreeList.tsx'

/** Who phones whom; for one call for help also who is still to be called, to tick off one by one. */
export function TreeScreen({ alert }: { alert?: string }) {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('tree:show', { network: network.id, ...(alert !== undefined && { alert }) })
  const to = alert === undefined ? '' : `/${alert}`
  return (
    <Screen
      above={alert !== undefined && <BackLink href={`/alerts/${alert}`}>{t('tree.for')}</BackLink>}
      title={t('tree.title')}
      lead={t('tree.lead')}
      actions={
        <>
          <LinkButton href={`/print/tree${to}`} icon={Printer}>
            {t('tree.print')}
          </LinkButton>
          <LinkButton href={`/print/wallet${to}`} icon={IdCard}>
            {t('tree.print.wallet')}
          </LinkButton>
        </>
      }
    >
      <Answered answer={answer} loading={t('tree.loading')}>
        {(tree) => <Shown tree={tree} />}
      </Answered>
    </Screen>
  )
}

function Shown({ tree }: { tree: Tree }) {
  const t = useT()
  const people = peopleOf(tree)
  const { alert } = tree
  const ticking = alert !== undefined && isCalling(alert)
  const missing = tree.nodes.filter(({ missing: why, person }) => why !== null && person !== tree.root).length
  if (tree.nodes.length <= 1) {
    return (
      <EmptyState icon={Phone} title={t('tree.empty')} actions={<Link href="/people">{t('tree.empty.people')}</Link>}>
        {t('tree.empty.text')}
      </EmptyState>
    )
  }
  return (
    <>
      {alert === undefined ? <OpenAlerts /> : <Saying alert={alert} />}
      {alert !== undefined && !ticking && <Notice>{t('tree.over')}</Notice>}
      {ticking && <CallNow tree={tree} people={people} />}
      {alert !== undefined && <Branches tree={tree} people={people} open={ticking} />}
      <Section title={t('tree.who')}>
        {missing > 0 && <p className={styles['fine']}>{t('tree.missing.count', { count: missing })}</p>}
        <TreeList tree={tree} people={people} />
      </Section>
    </>
  )
}

/** What the calls are for: never without its label. */
function Saying({ alert }: { alert: NonNullable<Tree['alert']> }) {
  const t = useT()
  return (
    <>
      {alert.drill && (
        <Notice icon={Drama} title={t('alert.drill.label')}>
          <p>{t('alert.drill.text')}</p>
        </Notice>
      )}
      <p className={styles['saying']}>
        <strong>
          <bdi>{alert.headline}</bdi>
        </strong>{' '}
        <VerificationBadge state={alert.verified} />
      </p>
      {alert.gate === 'failed' && (
        <Notice look="wait">
          <p>{t('alert.gate.failed')}</p>
          <p>{t('tree.failed')}</p>
        </Notice>
      )}
    </>
  )
}

/** The way to the tree of each call for help that still stands. */
function OpenAlerts() {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('record:list', { network: network.id, kind: 'alert', states: CALLING_STATES, limit: 20 })
  const alerts = (valueOf(answer)?.records ?? []).map(asAlert).filter(({ state }) => state !== 'draft')
  if (alerts.length === 0) return undefined
  return (
    <Section title={t('tree.calls')}>
      <ul className={styles['alerts']}>
        {alerts.map(({ id, headline }) => (
          <li key={id}>
            <LinkButton href={`/tree/${id}`} icon={Phone}>
              {t('tree.calls.open', { headline: headline ?? '' })}
            </LinkButton>
          </li>
        ))}
      </ul>
    </Section>
  )
}

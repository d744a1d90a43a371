import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Loading } from '../components/Loading.tsx'
import { Screen } from '../components/Screen.tsx'
import { useNetwork } from '../app/network-context.tsx'
import { useQuery } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { BackLink } from '../lists/BackLink.tsx'
import { PlanBody } from './one/PlanBody.tsx'
import { asPlan } from './plan-view.ts'

/** One plan: what, when, who. */
export function PlanScreen({ id }: { id: string }) {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('record:show', { network: network.id, kind: 'plan', id })
  if (answer.state === 'ready') return <PlanBody plan={asPlan(answer.value.record)} />
  return (
    <Screen title={t('nav.plans')} above={<BackLink href="/plans">{t('plan.back')}</BackLink>}>
      {answer.state === 'loading' ? <Loading text={t('plan.loading')} /> : <ErrorNotice error={answer.error} />}
    </Screen>
  )
}

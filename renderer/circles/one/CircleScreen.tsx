import { Archive, LogIn, LogOut, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'

import { DEFAULT_SETTINGS } from '../../../core/domain/records/network.ts'
import { CHECK_IN_MINUTES } from '../../../core/domain/states/responder-states.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Card, Screen, Section } from '../../components/Screen.tsx'
import { useQuery } from '../../engine/use-query.ts'
import { ConfirmDialog } from '../../forms/ConfirmDialog.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { Answered } from '../../lists/Answered.tsx'
import { BackLink } from '../../lists/BackLink.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { useMembers } from '../../people/use-members.ts'
import { Buddies } from './Buddies.tsx'
import { CircleDialog } from './CircleDialog.tsx'
import { CircleMembers } from './CircleMembers.tsx'
import styles from '../circles.module.css'
import { EscalationText } from '../EscalationText.tsx'
import { Journeys } from '../journeys/Journeys.tsx'
import { asNetworkRecord, circlesOf, type Circle, type NetworkRecord } from '../network-record.ts'
import { Routes } from '../routes/Routes.tsx'
import { useKnownCircles } from '../use-circles.ts'
import { Posts } from './Posts.tsx'

/** One circle. */
export function CircleScreen({ id }: { id: string }) {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('network:show', { network: network.id })
  const record = answer.state === 'ready' ? answer.value.record : undefined
  const circle = circlesOf(record).find((one) => one.id === id)
  if (circle !== undefined && record !== undefined)
    return <CircleBody circle={circle} settings={asNetworkRecord(record).settings} />
  return (
    <Screen title={t('nav.circles')} above={<BackLink href="/circles">{t('circle.back')}</BackLink>}>
      <Answered answer={answer} loading={t('circles.loading')}>
        {() => <Quiet>{t('circle.gone')}</Quiet>}
      </Answered>
    </Screen>
  )
}

function CircleBody({ circle, settings }: { circle: Circle; settings: NetworkRecord['settings'] }) {
  const t = useT()
  const { network } = useNetwork()
  const [, navigate] = useLocation()
  const members = useMembers()
  const all = useKnownCircles()
  const known = all?.circles.find(({ id }) => id === circle.id)
  const { act, pending, failure } = useAct('network', network.id)
  const [open, setOpen] = useState<'edit' | 'archive'>()
  const close = (): void => setOpen(undefined)
  const isIn = circle.members.includes(network.person)
  const minutes = circle.checkInMinutes ?? settings?.checkInMinutes ?? DEFAULT_SETTINGS.checkInMinutes
  const grace = circle.checkInGraceMinutes ?? CHECK_IN_MINUTES.grace
  const archive = async (): Promise<void> => {
    if (await act('editCircle', { circle: circle.id, archived: true })) navigate('/circles')
  }
  return (
    <Screen
      title={<bdi>{circle.name}</bdi>}
      above={<BackLink href="/circles">{t('circle.back')}</BackLink>}
      actions={
        <>
          <Button
            icon={isIn ? LogOut : LogIn}
            look={isIn ? 'plain' : 'primary'}
            onPress={() => void act(isIn ? 'leaveCircle' : 'joinCircle', { circle: circle.id })}
          >
            {isIn ? t('circle.leave') : t('circle.join')}
          </Button>
          <Button icon={Pencil} onPress={() => setOpen('edit')}>
            {t('circle.edit')}
          </Button>
          <Button look="quiet" icon={Archive} onPress={() => setOpen('archive')}>
            {t('circle.archive')}
          </Button>
        </>
      }
    >
      {open === undefined && <ErrorNotice error={failure} />}
      {known !== undefined && (
        <Section title={t('circle.posts')}>
          <Posts
            pointContact={known.pointContact}
            backUp={known.backUp}
            members={members}
            onChoose={() => setOpen('edit')}
          />
        </Section>
      )}
      <div className={styles['grid']}>
        <CircleMembers circle={circle} known={known} />
        <Buddies circle={circle} known={known} />
      </div>
      <Journeys circle={circle.id} />
      <Routes
        circle={circle}
        settings={settings}
        keptDays={settings?.retentionRouteDays ?? DEFAULT_SETTINGS.retentionRouteDays}
        minutes={minutes}
      />
      <div className={styles['grid']}>
        <Section title={t('circle.rule')}>
          <Card>
            <p className={styles['rule']}>
              {t('circle.rule.text', {
                minutes: t('circle.rule.minutes', { count: minutes }),
                grace: t('circle.rule.minutes', { count: grace }),
              })}
            </p>
          </Card>
        </Section>
        {all !== undefined && known !== undefined && (
          <Section title={t('escalation.title')}>
            <Card>
              <div className={styles['rule']}>
                <EscalationText
                  minutes={all.escalationMinutes}
                  people={known.escalatesTo}
                  teams={all.teams}
                  members={members}
                />
              </div>
            </Card>
          </Section>
        )}
      </div>
      {open === 'edit' && <CircleDialog circle={circle} onClose={close} />}
      {open === 'archive' && (
        <ConfirmDialog
          title={t('circle.archive.title')}
          confirm={t('circle.archive')}
          reversible
          pending={pending}
          failure={failure}
          onConfirm={() => void archive()}
          onClose={close}
        >
          <p>{t('circle.archive.text')}</p>
        </ConfirmDialog>
      )}
    </Screen>
  )
}

import { Archive, Pencil, Plus, Sparkles } from 'lucide-react'
import { useState } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Card, Section } from '../../components/Screen.tsx'
import { useQuery } from '../../engine/use-query.ts'
import { useAct } from '../../forms/use-act.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { Answered } from '../../lists/Answered.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { useMembers } from '../../people/use-members.ts'
import styles from '../circles.module.css'
import { Posts } from '../one/Posts.tsx'
import type { KnownCircles } from '../use-circles.ts'
import { TeamDialog } from './TeamDialog.tsx'

type Team = KnownCircles['teams'][number]

/** Specialist teams: the skill, whom to call first, who has it. */
export function Teams() {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('circle:list', { network: network.id })
  const [open, setOpen] = useState<'new' | Team>()
  const add = (
    <Button icon={Plus} onPress={() => setOpen('new')}>
      {t('team.add')}
    </Button>
  )
  return (
    <Section title={t('teams.title')} actions={add}>
      <Quiet>{t('teams.text')}</Quiet>
      <Answered answer={answer}>
        {({ teams }) =>
          teams.length === 0 ? (
            <Card>
              <EmptyState icon={Sparkles} title={t('teams.empty')} level="h3">
                {t('teams.empty.text')}
              </EmptyState>
            </Card>
          ) : (
            teams.map((team) => <TeamCard key={team.id} team={team} onEdit={() => setOpen(team)} />)
          )
        }
      </Answered>
      {open !== undefined && <TeamDialog team={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

function TeamCard({ team, onEdit }: { team: Team; onEdit: () => void }) {
  const t = useT()
  const formats = useFormats()
  const { network } = useNetwork()
  const members = useMembers()
  const { act, failure } = useAct('network', network.id)
  const names = team.members.map((person) => members.nameOf(person).name ?? t('person.unknown'))
  return (
    <Card>
      <div className={styles['team']}>
        <header className={styles['teamHead']}>
          <h3>
            <bdi>{team.skill}</bdi>
          </h3>
          <div className={styles['buttons']}>
            <Button icon={Pencil} aria-label={t('team.edit.name', { name: team.skill })} onPress={onEdit}>
              {t('circle.edit')}
            </Button>
            <Button
              look="quiet"
              icon={Archive}
              aria-label={t('team.archive.name', { name: team.skill })}
              onPress={() => void act('editTeam', { team: team.id, archived: true })}
            >
              {t('team.archive')}
            </Button>
          </div>
        </header>
        <ErrorNotice error={failure} />
        <p>{names.length === 0 ? t('team.members.none') : t('team.members', { names: formats.list(names) })}</p>
        <Posts pointContact={team.pointContact} backUp={team.backUp} members={members} onChoose={onEdit} />
      </div>
    </Card>
  )
}

import { CircleCheck, CircleHelp, CircleX, Plus } from 'lucide-react'
import { useState } from 'react'

import { SPONSOR_MACHINE } from '../../../core/domain/states/work-states.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Section } from '../../components/Screen.tsx'
import { TextField } from '../../components/TextField.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { given } from '../../forms/read-fields.ts'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import type { Plan } from '../plan-view.ts'
import { StateWithMoves } from './StateWithMoves.tsx'

const LOOKS = {
  asked: { tone: 'wait', icon: CircleHelp },
  yes: { tone: 'good', icon: CircleCheck },
  no: { tone: 'calm', icon: CircleX },
} as const

/** Organisations that were asked to carry the plan, and what they said. */
export function CoSponsors({ plan }: { plan: Plan }) {
  const t = useT()
  const { act, failure } = useAct('plan', plan.id)
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button icon={Plus} onPress={() => setAdding(true)}>
      {t('sponsor.add')}
    </Button>
  )
  return (
    <Section title={t('sponsor.title')} actions={add}>
      <ErrorNotice error={failure} />
      {plan.coSponsors.length === 0 ? (
        <Quiet>{t('sponsor.none')}</Quiet>
      ) : (
        <Rows label={t('sponsor.title')}>
          {plan.coSponsors.map((one) => (
            <Row
              key={one.id}
              title={<bdi>{one.organisation}</bdi>}
              sub={
                <>
                  {one.pointContact !== null && <bdi>{one.pointContact}</bdi>}
                  {one.gives !== null && <bdi>{one.gives}</bdi>}
                </>
              }
              side={
                <StateWithMoves
                  look={LOOKS[one.state]}
                  state={t(`sponsor-state.${one.state}`)}
                  label={t('sponsor.answer', { name: one.organisation })}
                  moves={SPONSOR_MACHINE.moves[one.state].map((to) => ({
                    id: to,
                    label: t(`sponsor.move.${to}`),
                    onAction: () => void act('moveCoSponsor', { coSponsor: one.id, state: to }),
                  }))}
                />
              }
            />
          ))}
        </Rows>
      )}
      {isAdding && <SponsorDialog plan={plan.id} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function SponsorDialog({ plan, onClose }: { plan: string; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('plan', plan)
  const [organisation, setOrganisation] = useState('')
  const [contact, setContact] = useState('')
  const [gives, setGives] = useState('')
  const [isTried, setTried] = useState(false)
  const add = async (): Promise<void> => {
    setTried(true)
    if (organisation.trim() === '') return
    const input = { organisation, pointContact: given(contact) ?? null, gives: given(gives) ?? null }
    if (await act('addCoSponsor', input)) onClose()
  }
  return (
    <FormDialog
      title={t('sponsor.add')}
      submit={t('action.add')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void add()}
    >
      <TextField
        label={t('sponsor.organisation')}
        value={organisation}
        onChange={setOrganisation}
        maxLength={200}
        error={isTried && organisation.trim() === '' ? t('field.required') : undefined}
        autoFocus
      />
      <TextField label={t('sponsor.contact')} value={contact} onChange={setContact} maxLength={200} optional />
      <TextField label={t('sponsor.gives')} value={gives} onChange={setGives} maxLength={500} optional />
    </FormDialog>
  )
}

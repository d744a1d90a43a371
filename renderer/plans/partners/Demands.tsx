import { CircleCheck, CircleSlash, FilePen, Landmark, MessageSquareReply, Plus, Trophy } from 'lucide-react'
import { useState } from 'react'

import { INSTITUTION_KINDS } from '../../../core/domain/records/words.ts'
import { DEMAND_MACHINE } from '../../../core/domain/states/work-states.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Section } from '../../components/Screen.tsx'
import { Select } from '../../components/Select.tsx'
import { TextField } from '../../components/TextField.tsx'
import { Columns } from '../../forms/Fieldset.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { useAct } from '../../forms/use-act.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { Row, Rows } from '../../lists/Rows.tsx'
import type { Plan } from '../plan-view.ts'
import { StateWithMoves } from './StateWithMoves.tsx'

type Kind = (typeof INSTITUTION_KINDS)[number]
const LOOKS = {
  draft: { tone: 'calm', icon: FilePen },
  adopted: { tone: 'info', icon: CircleCheck },
  presented: { tone: 'wait', icon: Landmark },
  answered: { tone: 'info', icon: MessageSquareReply },
  won: { tone: 'good', icon: Trophy },
  dropped: { tone: 'calm', icon: CircleSlash },
} as const

/** What is asked of institutions, and how far it got. */
export function Demands({ plan }: { plan: Plan }) {
  const t = useT()
  const { act, failure } = useAct('plan', plan.id)
  const [isAdding, setAdding] = useState(false)
  const add = (
    <Button icon={Plus} onPress={() => setAdding(true)}>
      {t('demand.add')}
    </Button>
  )
  return (
    <Section title={t('demand.title')} actions={add}>
      <Quiet>{plan.demands.length === 0 ? `${t('demand.none')} ${t('demand.lead')}` : t('demand.lead')}</Quiet>
      <ErrorNotice error={failure} />
      {plan.demands.length > 0 && (
        <Rows label={t('demand.title')}>
          {plan.demands.map((one) => (
            <Row
              key={one.id}
              title={<bdi>{one.text}</bdi>}
              sub={
                <>
                  <span>{t('demand.to', { institution: one.institution })}</span>
                  <span>{t(`institution.${one.institutionKind}`)}</span>
                </>
              }
              side={
                <StateWithMoves
                  look={LOOKS[one.state]}
                  state={t(`demand-state.${one.state}`)}
                  label={t('demand.next', { text: one.text })}
                  moves={DEMAND_MACHINE.moves[one.state].map((to) => ({
                    id: to,
                    label: t(`demand.move.${to}`),
                    onAction: () => void act('moveDemand', { demand: one.id, state: to }),
                  }))}
                />
              }
            />
          ))}
        </Rows>
      )}
      {isAdding && <DemandDialog plan={plan.id} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function DemandDialog({ plan, onClose }: { plan: string; onClose: () => void }) {
  const t = useT()
  const { act, pending, failure } = useAct('plan', plan)
  const [text, setText] = useState('')
  const [institution, setInstitution] = useState('')
  const [kind, setKind] = useState<Kind>('council')
  const [isTried, setTried] = useState(false)
  const missing = (value: string): string | undefined =>
    isTried && value.trim() === '' ? t('field.required') : undefined
  const add = async (): Promise<void> => {
    setTried(true)
    if (text.trim() === '' || institution.trim() === '') return
    if (await act('addDemand', { text, institution, institutionKind: kind })) onClose()
  }
  return (
    <FormDialog
      title={t('demand.add')}
      submit={t('action.add')}
      pending={pending}
      failure={failure}
      onClose={onClose}
      onSubmit={() => void add()}
    >
      <TextField
        label={t('demand.text')}
        rows={3}
        value={text}
        onChange={setText}
        maxLength={1000}
        error={missing(text)}
        autoFocus
      />
      <Columns>
        <TextField
          label={t('demand.institution')}
          value={institution}
          onChange={setInstitution}
          maxLength={200}
          error={missing(institution)}
        />
        <Select<Kind>
          label={t('demand.institution.kind')}
          options={INSTITUTION_KINDS.map((value) => ({ value, label: t(`institution.${value}`) }))}
          value={kind}
          onChange={(value) => setKind(value)}
        />
      </Columns>
    </FormDialog>
  )
}

import { Pencil } from 'lucide-react'
import { useState } from 'react'

import { Calls } from '../../alerts/compose/Calls.tsx'
import { verificationOfPlan } from '../../alerts/compose/use-verification.ts'
import { Button } from '../../components/Button.tsx'
import { PersonName } from '../../components/PersonName.tsx'
import { Card, Section } from '../../components/Screen.tsx'
import { TextField } from '../../components/TextField.tsx'
import { useNow } from '../../components/use-now.ts'
import { Written } from '../../components/Written.tsx'
import { FormDialog } from '../../forms/FormDialog.tsx'
import { cleared } from '../../forms/read-fields.ts'
import { useAct } from '../../forms/use-act.ts'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { Facts, Quiet } from '../../lists/Facts.tsx'
import { useMembers } from '../../people/use-members.ts'
import { repeatOf } from '../edit/repeats.ts'
import { nextOccurrence } from '../time/occurrences.ts'
import type { Plan } from '../plan-view.ts'
import { ownZone } from '../use-plans.ts'
import { Description } from './Description.tsx'

/** What, when, where, why; and how everybody stays safe. */
export function Overview({ plan }: { plan: Plan }) {
  const t = useT()
  const formats = useFormats()
  const members = useMembers()
  const now = useNow()
  const next = plan.rrule === null ? undefined : nextOccurrence(plan, { from: now, zone: ownZone() })
  return (
    <>
      <Card>
        <Facts
          facts={[
            [t('plan.when'), <When key="when" plan={plan} />],
            [t('plan.repeat'), plan.rrule === null ? undefined : t(`plan.repeat.${repeatOf(plan.rrule)}`)],
            ['', next === undefined ? undefined : t('plan.when.next', { when: formats.moment(next.start) })],
            [
              t('plan.place'),
              plan.place !== null && plan.place.label !== null && <bdi key="place">{plan.place.label}</bdi>,
            ],
            [
              t('plan.by'),
              plan.createdBy === null ? undefined : <PersonName key="by" {...members.nameOf(plan.createdBy)} />,
            ],
          ]}
        />
      </Card>
      <Calls
        about={{ kind: 'plan', id: plan.id }}
        verification={verificationOfPlan(plan.state)}
        area={plan.place?.label}
      />
      <Description plan={plan} />
      <LongText
        title={t('safety.title')}
        value={plan.safetyPlan ?? ''}
        plan={plan.id}
        field="safetyPlan"
        empty={t('safety.none')}
        hint={t('safety.hint')}
        max={4_000}
      />
    </>
  )
}

function When({ plan: { start, end } }: { plan: Plan }) {
  const t = useT()
  const formats = useFormats()
  if (start === null) return t('plan.when.none')
  if (end === null) return formats.moment(start)
  const sameDay = formats.day(start) === formats.day(end) && end - start < 86_400_000
  return t('plan.range', { start: formats.moment(start), end: sameDay ? formats.clock(end) : formats.moment(end) })
}

interface LongTextProps {
  title: string
  value: string
  plan: string
  field: 'safetyPlan'
  max: number
  empty?: string
  hint?: string
}

function LongText({ title, value, plan, field, max, empty, hint }: LongTextProps) {
  const t = useT()
  const { act, pending, failure } = useAct('plan', plan)
  const [draft, setDraft] = useState<string>()
  const tooLong = draft !== undefined && draft.length > max
  const save = async (): Promise<void> => {
    if (draft === undefined || tooLong) return
    if (draft === value || (await act('edit', { [field]: cleared(draft) }))) setDraft(undefined)
  }
  const edit = (
    <Button icon={Pencil} aria-label={`${t('action.edit')}: ${title}`} onPress={() => setDraft(value)}>
      {t('action.edit')}
    </Button>
  )
  return (
    <Section title={title} actions={edit}>
      {value === '' ? <Quiet>{empty ?? t('field.none')}</Quiet> : <Written text={value} />}
      {draft !== undefined && (
        <FormDialog
          title={title}
          size="wide"
          submit={t('action.save')}
          pending={pending}
          failure={failure}
          onClose={() => setDraft(undefined)}
          onSubmit={() => void save()}
        >
          <TextField label={title} hint={hint} rows={10} value={draft} onChange={setDraft} maxLength={max} autoFocus />
        </FormDialog>
      )}
    </Section>
  )
}

import { ClipboardCheck, Save, Send, ThumbsUp } from 'lucide-react'
import { useId, type SubmitEvent } from 'react'

import { checkText } from '../../../core/domain/text-check.ts'
import type { VerificationState } from '../../../core/domain/states/verification-states.ts'
import { Button } from '../../components/Button.tsx'
import { Dialog } from '../../components/Dialog.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { useFormats, useT } from '../../i18n/i18n-context.tsx'
import { DrillStrip } from '../shown/DrillStrip.tsx'
import { wordsOf, wrongFields, type AlertDraft, type WrongField } from './alert-draft.ts'
import { asksForTwo } from './draft-gate.ts'
import styles from './compose.module.css'
import { Summary } from './Summary.tsx'
import { useCompose, type Composed, type Composing } from './use-compose.ts'
import { useGateFacts } from './use-gate-facts.ts'
import { WriteFields } from './fields/WriteFields.tsx'

export interface ComposeDialogProps {
  composed: Composed
  verification: VerificationState
  isOpen: boolean
  /** What was written stays while the dialog is closed. */
  onClose: () => void
}

const FIELD_LABELS = {
  kind: 'alert.kind',
  headline: 'alert.headline',
  instruction: 'alert.instruction',
  area: 'compose.area',
  circle: 'compose.circle',
  skill: 'alert.skill',
  needs: 'alert.need',
} as const satisfies Record<WrongField, string>
const TITLES = { new: 'alert.call', edit: 'compose.edit', update: 'alert.update' } as const

/** Writes a call for help in two steps: the fields, then all of it once more, with whom it reaches and what stands against it. */
export function ComposeDialog({ composed, verification, isOpen, onClose }: ComposeDialogProps) {
  const t = useT()
  const form = useId()
  const facts = useGateFacts(verification)
  const composing = useCompose(composed, onClose)
  const { draft, step, review, pending, failure } = composing
  const submit = (event: SubmitEvent): void => {
    event.preventDefault()
    review()
  }
  return (
    <Dialog
      title={step === 'check' ? t('compose.check.title') : t(TITLES[composed.how])}
      isOpen={isOpen}
      onClose={step === 'check' ? composing.back : onClose}
      size="wide"
      actions={
        step === 'check' ? (
          <LastActions composing={composing} actNow={asksForTwo(draft, facts)} updates={composed.how === 'update'} />
        ) : (
          <>
            {composing.checked && <Missing draft={draft} />}
            <Button icon={Save} isPending={pending} onPress={() => void composing.save()}>
              {t('compose.save')}
            </Button>
            <Button type="submit" form={form} look="primary" icon={ClipboardCheck}>
              {t('compose.review')}
            </Button>
          </>
        )
      }
    >
      <div className={draft.drill ? styles['drillForm'] : styles['form']} data-drill={draft.drill}>
        {draft.drill && <DrillStrip />}
        {step === 'check' ? (
          <Summary draft={draft} facts={facts} />
        ) : (
          <form id={form} className={styles['fields']} onSubmit={submit} noValidate>
            <WriteFields composing={composing} facts={facts} edits={composed.how === 'edit'} />
          </form>
        )}
        <ErrorNotice error={failure} />
      </div>
    </Dialog>
  )
}

/** What is wrong or missing, beside the button that was pressed: the field itself may be out of sight. */
function Missing({ draft }: { draft: AlertDraft }) {
  const t = useT()
  const formats = useFormats()
  const fields = [...wrongFields(draft)].map((field) => t(FIELD_LABELS[field]))
  return (
    <p role="alert" className={styles['missing']}>
      {fields.length > 0 && t('compose.missing', { fields: formats.list(fields) })}
    </p>
  )
}

/** Back, and what the one press more does: it sends, or it leaves the rest to a second member. */
function LastActions({ composing, actNow, updates }: { composing: Composing; actNow: boolean; updates: boolean }) {
  const t = useT()
  const { draft, back, save, send, pending } = composing
  const marked = wordsOf(draft).some((words) => checkText(words).length > 0)
  return (
    <>
      <Button onPress={back}>{t('action.back')}</Button>
      {actNow ? (
        <>
          <Button icon={Save} isPending={pending} onPress={() => void save()}>
            {t('compose.save')}
          </Button>
          <Button look="primary" icon={ThumbsUp} isPending={pending} onPress={() => void send({ actNow })}>
            {t('compose.act-now')}
          </Button>
        </>
      ) : (
        <Button
          look="primary"
          icon={marked ? Save : Send}
          isPending={pending}
          onPress={() => void (marked ? save() : send({ actNow }))}
        >
          {t(
            marked
              ? 'compose.save.second'
              : updates
                ? 'alert.update.send'
                : draft.drill
                  ? 'compose.send.drill'
                  : 'alert.write',
          )}
        </Button>
      )}
    </>
  )
}

import { PencilLine } from 'lucide-react'
import { useCallback, useState } from 'react'

import { MAX_LONG_TEXT } from '../../../core/domain/shape/scalars.ts'
import { useNetwork } from '../../app/network-context.tsx'
import { Button } from '../../components/Button.tsx'
import { CoTextField } from '../../components/CoTextField.tsx'
import { ErrorNotice } from '../../components/ErrorNotice.tsx'
import { Section } from '../../components/Screen.tsx'
import { Written } from '../../components/Written.tsx'
import { useCommand } from '../../engine/use-command.ts'
import { useT } from '../../i18n/i18n-context.tsx'
import { Quiet } from '../../lists/Facts.tsx'
import { asPlan, type Plan } from '../plan-view.ts'

/** What the plan is about, written together: others' words appear while one writes. */
export function Description({ plan }: { plan: Plan }) {
  const t = useT()
  const { network } = useNetwork()
  const { run, failure } = useCommand('record:edit')
  const [isWriting, setWriting] = useState(false)
  const [isTooLong, setTooLong] = useState(false)
  const save = useCallback(
    async ({ base, text }: { base: string; text: string }) => {
      const patch = { description: text, descriptionBase: base }
      const saved = await run({ network: network.id, kind: 'plan', id: plan.id, patch })
      return saved === undefined ? undefined : asPlan(saved.record).description
    },
    [run, network.id, plan.id],
  )
  const title = t('plan.description')
  const actions = isWriting ? (
    <Button isDisabled={isTooLong} onPress={() => setWriting(false)}>
      {t('action.done')}
    </Button>
  ) : (
    <Button icon={PencilLine} aria-label={`${t('action.edit')}: ${title}`} onPress={() => setWriting(true)}>
      {t('action.edit')}
    </Button>
  )
  return (
    <Section title={title} actions={actions}>
      {isWriting && (
        <CoTextField
          label={t('plan.description.edit')}
          text={plan.description}
          save={save}
          max={MAX_LONG_TEXT}
          onTyped={(text) => setTooLong(text.length > MAX_LONG_TEXT)}
          autoFocus
        />
      )}
      {!isWriting && plan.description === '' && <Quiet>{t('field.none')}</Quiet>}
      {!isWriting && plan.description !== '' && <Written text={plan.description} />}
      <ErrorNotice error={failure} />
    </Section>
  )
}

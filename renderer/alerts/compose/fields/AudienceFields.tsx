import { Choices } from '../../../components/Choices.tsx'
import { Notice } from '../../../components/Notice.tsx'
import { Select } from '../../../components/Select.tsx'
import { TextField } from '../../../components/TextField.tsx'
import { useNetwork } from '../../../app/network-context.tsx'
import { useT } from '../../../i18n/i18n-context.tsx'
import { audienceOf, MAX_SKILL, SCOPES, type Scope } from '../alert-draft.ts'
import { asksForTwo } from '../draft-gate.ts'
import type { ComposeFacts } from '../use-gate-facts.ts'
import { AudienceNow } from './AudienceNow.tsx'
import type { PartProps } from './part-props.ts'

interface AudienceFieldsProps extends PartProps {
  facts: ComposeFacts
}

/** Who is called, as people and computers that can be reached now; and what the gate asks for it. */
export function AudienceFields({ draft, wrong, onChange, facts }: AudienceFieldsProps) {
  const t = useT()
  const { network } = useNetwork()
  const others = facts.circles.filter(({ id }) => !facts.ownCircles.has(id) || id === draft.circle)
  const isOffered = (scope: Scope): boolean =>
    scope === 'network' ? network.kind !== 'circle' : scope !== 'other-circle' || others.length > 0
  return (
    <>
      <Choices
        label={t('alert.audience')}
        options={SCOPES.filter(isOffered).map((value) => ({ value, label: t(`alert.audience.${value}`) }))}
        value={draft.scope}
        onChange={(scope) => onChange({ scope })}
      />
      {draft.scope === 'other-circle' && (
        <Select
          label={t('compose.circle')}
          hint={wrong.has('circle') ? t('field.required') : undefined}
          options={others.map(({ id, name }) => ({ value: id, label: name ?? '' }))}
          value={draft.circle === '' ? undefined : draft.circle}
          onChange={(circle) => onChange({ circle })}
        />
      )}
      {draft.scope === 'specialists' && facts.skills.length > 0 && (
        <Choices
          label={t('compose.skill.teams')}
          options={facts.skills.map((skill) => ({ value: skill, label: skill }))}
          value={facts.skills.find((skill) => skill === draft.skill)}
          onChange={(skill) => onChange({ skill })}
        />
      )}
      {draft.scope === 'specialists' && (
        <TextField
          label={t(facts.skills.length > 0 ? 'compose.skill.other' : 'alert.skill')}
          hint={t('compose.skill.hint')}
          maxLength={MAX_SKILL}
          value={draft.skill}
          onChange={(skill) => onChange({ skill })}
          error={wrong.has('skill') && draft.skill.trim() === '' ? t('field.required') : undefined}
        />
      )}
      <AudienceNow audience={audienceOf(draft)} />
      {asksForTwo(draft, facts) && (
        <Notice look="wait" title={t('compose.two.title')}>
          <p>{t('compose.two.text')}</p>
        </Notice>
      )}
    </>
  )
}

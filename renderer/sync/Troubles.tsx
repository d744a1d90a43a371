import type { CommandOutput } from '../../core/bridge/contract.ts'
import { Notice } from '../components/Notice.tsx'
import { Section } from '../components/Screen.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'

type Trouble = CommandOutput<'trouble:list'>['troubles'][number]

/** Whose computer gave trouble, what is safe, and what people can do. Nothing is shown while nobody did. */
export function Troubles() {
  const t = useT()
  const troubles = valueOf(useQuery('trouble:list', {}))?.troubles ?? []
  if (troubles.length === 0) return undefined
  return (
    <Section title={t('trouble.title')}>
      {troubles.map((one) => (
        <Notice key={`${one.network}${one.device}${one.what}`} look="wait" title={<Title trouble={one} />}>
          <p>{t(`trouble.${one.what}.text`)}</p>
          <p>{t(one.you ? 'trouble.you' : 'trouble.ask', { name: one.name })}</p>
          {one.at !== undefined && <TimeText at={one.at} />}
        </Notice>
      ))}
    </Section>
  )
}

function Title({ trouble: { what, name, you, device, count } }: { trouble: Trouble }) {
  const t = useT()
  const whose = you ? t('trouble.whose.you', { device }) : t('trouble.whose', { name, device })
  return <>{t(`trouble.${what}`, { whose, count })}</>
}

import type { NetworkSync } from '../app/sync-sentence.ts'
import { Notice } from '../components/Notice.tsx'
import { useNow } from '../components/use-now.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'

/** What is known to be in the way of exchanging with somebody, or of agreeing what time it is. */
export function Obstacles({ people }: { people: NetworkSync['people'] }) {
  const t = useT()
  const formats = useFormats()
  const now = useNow()
  const sentences = people.flatMap(({ person, name, obstacle, clockDifferenceMs }) => {
    if (obstacle !== undefined) return [[person, t(`sync.obstacle.${obstacle}`, { name })] as const]
    if (clockDifferenceMs === undefined) return []
    const times = { theirs: formats.moment(now + clockDifferenceMs), ours: formats.moment(now) }
    return [[person, t('sync.obstacle.clock', { name, ...times })] as const]
  })
  if (sentences.length === 0) return null
  return (
    <Notice look="wait">
      {sentences.map(([person, sentence]) => (
        <p key={person}>{sentence}</p>
      ))}
    </Notice>
  )
}

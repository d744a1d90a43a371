import type { NetworkSync } from '../app/sync-sentence.ts'
import { Notice } from '../components/Notice.tsx'
import { useNow } from '../components/use-now.ts'
import { T, useFormats } from '../i18n/i18n-context.tsx'

/** What is known to be in the way of exchanging with somebody, or of agreeing what time it is. */
export function Obstacles({ people }: { people: NetworkSync['people'] }) {
  const formats = useFormats()
  const now = useNow()
  const hindered = people.filter((one) => one.obstacle !== undefined || one.clockDifferenceMs !== undefined)
  if (hindered.length === 0) return null
  return (
    <Notice look="wait">
      {hindered.map(({ person, name, obstacle, clockDifferenceMs = 0 }) => {
        const who = <bdi>{name}</bdi>
        const times = { theirs: formats.moment(now + clockDifferenceMs), ours: formats.moment(now) }
        return (
          <p key={person}>
            {obstacle === undefined ? (
              <T id="sync.obstacle.clock" values={{ name: who, ...times }} />
            ) : (
              <T id={`sync.obstacle.${obstacle}`} values={{ name: who }} />
            )}
          </p>
        )
      })}
    </Notice>
  )
}

import type { NeedView } from '../../core/domain/records/incident-view.ts'
import { useT } from '../i18n/i18n-context.tsx'

/** What is needed: its kind, and what was written about it. */
export function NeedName({ need: { kind, text } }: { need: Pick<NeedView, 'kind' | 'text'> }) {
  const t = useT()
  return (
    <>
      {t(`help.${kind}`)}
      {text !== null && (
        <>
          {': '}
          <bdi>{text}</bdi>
        </>
      )}
    </>
  )
}

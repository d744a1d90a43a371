import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'

import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Loading } from '../components/Loading.tsx'
import { Notice } from '../components/Notice.tsx'
import type { Answer } from '../engine/engine-client.ts'
import { useT } from '../i18n/i18n-context.tsx'

/** An answer of the engine in all its states: on its way, failed, here, or here but possibly out of date. */
export function Answered<T>({
  answer,
  loading,
  children,
}: {
  answer: Answer<T>
  /** What is on its way. */
  loading?: string
  children: (value: T) => ReactNode
}) {
  const t = useT()
  if (answer.state === 'loading') return <Loading text={loading} />
  if (answer.state === 'failed') {
    return (
      <ErrorNotice error={answer.error}>
        <Button icon={RotateCw} onPress={() => location.reload()}>
          {t('app.reload')}
        </Button>
      </ErrorNotice>
    )
  }
  return (
    <>
      {answer.error !== undefined && <Notice look="wait">{t('error.stale')}</Notice>}
      {children(answer.value)}
    </>
  )
}

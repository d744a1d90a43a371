import { useCallback } from 'react'

import type { MeshError } from '../../../core/shared/errors.ts'
import { useLocale, useT } from '../i18n-context.tsx'
import { wordError, type ErrorWords } from './word-error.ts'

/** What the person at the laptop reads of an error, in the page's language. */
export function useErrorText(): (error: MeshError) => ErrorWords {
  const locale = useLocale()
  const t = useT()
  return useCallback((error) => wordError(error, { locale, t }), [locale, t])
}

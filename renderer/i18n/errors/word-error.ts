import { errorText } from '../../../core/bridge/error-text.ts'
import type { ErrorCode, ErrorDetails, WireError } from '../../../core/shared/errors.ts'
import type { MessageId } from '../en/catalogue.ts'
import { en } from '../en/catalogue.ts'
import type { Locale, Translate } from '../translator.ts'
import type { ErrorCatalogue, WordedError } from './error-catalogue.ts'
import { errorsAr } from './errors-ar.ts'
import { errorsEn } from './errors-en.ts'
import { errorsEs } from './errors-es.ts'

/** What happened, what is safe, what to do. */
export interface ErrorWords {
  readonly what: string
  readonly safe: string
  readonly todo: string
}

/** Total: a code that only a newer engine knows is worded as `shared/internal`. */
export function wordError(
  error: Pick<WireError, 'code' | 'details'>,
  { locale, t }: { locale: Locale; t: Translate },
): ErrorWords {
  const specific = specificWhat(error, t)
  const [what, safe, todo] = wordsOf(error, locale)
  return { what: specific ?? what, safe, todo }
}

function wordsOf(error: Pick<WireError, 'code' | 'details'>, locale: Locale): WordedError {
  const catalogue: Partial<ErrorCatalogue> = locale === 'es' ? errorsEs : locale === 'ar' ? errorsAr : errorsEn
  const found = Object.hasOwn(catalogue, error.code) ? catalogue[error.code] : undefined
  if (found !== undefined) return found
  const { what, safe, todo } = errorText(error)
  return [what, safe, todo]
}

/** A sentence that says more than the code, where the details allow it. */
function specificWhat({ code, details }: { code: ErrorCode; details: ErrorDetails }, t: Translate): string | undefined {
  if (code === 'domain/not-allowed-now') {
    const reasons = String(details['obstacles'] ?? details['reason'] ?? '')
      .split(', ')
      .map((word) => `obstacle.${word}`)
      .filter((id): id is MessageId => Object.hasOwn(en, id))
    if (reasons.length > 0) return reasons.map((id) => t(id)).join(' ')
  }
  if (code === 'domain/invalid-input') {
    const id = `invalid.${String(details['reason'] ?? '')}`
    if (Object.hasOwn(en, id)) return t(id as MessageId)
  }
  return undefined
}

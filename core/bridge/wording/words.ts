import type { ErrorCode, ErrorDetails } from '../../shared/errors.ts'

/** What the person at the laptop reads: what happened, what is safe, what to do. */
export interface ErrorText {
  readonly what: string
  readonly safe: string
  readonly todo: string
}

/** Wording for every code of some layers: one without wording does not compile. */
export type WordingOf<Layer extends string> = {
  readonly [Code in Extract<ErrorCode, `${Layer}/${string}`>]: (details: ErrorDetails) => ErrorText
}

export function text(what: string, safe: string, todo: string): ErrorText {
  return { what, safe, todo }
}

export const KEPT = 'Everything that was saved here is still here.'
export const UNCHANGED = 'Nothing was changed.'
export const NOT_JOINED = 'Nothing was changed on this computer, and nobody has learned anything from it.'

import type { ErrorCode } from '../../../core/shared/errors.ts'

/** One error in a language: [what happened, what is safe, what to do]. */
export type WordedError = readonly [what: string, safe: string, todo: string]
/** Wording for every code: one that is missing does not compile. */
export type ErrorCatalogue = { readonly [Code in ErrorCode]: WordedError }

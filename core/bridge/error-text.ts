import type { ErrorCode, ErrorDetails, WireError } from '../shared/errors.ts'
import { appWording } from './wording/app.ts'
import { documentsWording } from './wording/documents.ts'
import { domainWording } from './wording/domain.ts'
import { identityWording } from './wording/identity.ts'
import { networkWording } from './wording/network.ts'
import type { ErrorText } from './wording/words.ts'

/** A code without wording does not compile. English; no jargon. */
const TEXT: Record<ErrorCode, (details: ErrorDetails) => ErrorText> = {
  ...appWording,
  ...domainWording,
  ...identityWording,
  ...documentsWording,
  ...networkWording,
}

/** What the person at the laptop reads. Total, also for a code that only a newer engine knows. */
export function errorText(error: Pick<WireError, 'code' | 'details'>): ErrorText {
  return (Object.hasOwn(TEXT, error.code) ? TEXT[error.code] : TEXT['shared/internal'])(error.details)
}

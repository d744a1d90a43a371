/**
 * Every failure the app can name, as `layer/what-went-wrong`. The carriers choose
 * their wording by code, so renaming one breaks the bridge contract.
 */
export const ERROR_CODES = [
  'shared/aborted',
  'shared/timed-out',
  'shared/internal',

  'domain/invalid-input',
  'domain/not-found',
  'domain/forbidden',
  'domain/not-allowed-now',
  'domain/too-large',
  'domain/on-hold',

  'identity/no-profile',
  'identity/passphrase-needed',
  'identity/wrong-passphrase',
  'identity/passphrase-too-short',
  'identity/locked',
  'identity/profile-in-use',
  'identity/profile-unreadable',
  'identity/profile-damaged',
  'identity/written-by-newer-version',
  'identity/unknown-network',
  'identity/not-a-coordinator',
  'identity/not-a-member',
  'identity/removed',
  'identity/last-coordinator',
  'identity/invite-malformed',
  'identity/invite-foreign',
  'identity/invite-newer-version',
  'identity/invite-expired',
  'identity/invite-used-up',
  'identity/invite-revoked',
  'identity/invite-unknown',
  'identity/invite-unreadable-image',
  'identity/already-a-member',
  'identity/join-rejected',
  'identity/approval-pending',
  'identity/wrong-network',
  'identity/not-a-recovery-key',
  'identity/recovery-key-used',
  'identity/recovery-key-withdrawn',
  'identity/recovery-key-expired',
  'identity/statement-malformed',

  'documents/corrupt',
  'documents/written-by-newer-version',
  'documents/disk-full',
  'documents/read-only',
  'documents/unreadable',
  'documents/write-failed',
  'documents/unsound',
  'documents/busy',
  'documents/forged',
  'documents/out-of-sequence',
  'documents/missing-dependencies',
  'documents/not-a-backup',
  'documents/backup-damaged',
  'documents/backup-passphrase',
  'documents/backup-of-others',
  'documents/backup-unreadable',
  'documents/backup-unwritable',

  'sync/protocol-violation',
  'sync/message-too-large',
  'sync/other-version',
  'sync/not-synced',
  'sync/not-caught-up',

  'network/peer-unreachable',
  'network/not-a-member',
  'network/port-in-use',
  'network/address-unavailable',
  'network/nobody-found',
  'network/not-running',

  'bridge/unknown-command',
  'bridge/malformed-call',
  'bridge/too-many-calls',
  'bridge/disconnected',

  'cli/usage',
  'cli/file-unreadable',
  'cli/file-unwritable',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>

/** The one error class of the app. Wrap foreign errors as `cause`; never rethrow them bare. */
export class MeshError extends Error {
  override readonly name = 'MeshError'
  readonly code: ErrorCode
  /** JSON scalars safe to show on screen and to send across the bridge: no keys, no peer addresses. */
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: ErrorDetails } = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.details = options.details ?? {}
  }
}

/** What of an error crosses the bridge: never the stack, never the cause. */
export interface WireError {
  code: ErrorCode
  message: string
  details: ErrorDetails
}

/** Total: any thrown value becomes a WireError; what we did not name becomes `shared/internal`. */
export function toWireError(thrown: unknown): WireError {
  if (thrown instanceof MeshError) return { code: thrown.code, message: thrown.message, details: thrown.details }
  return { code: 'shared/internal', message: 'Something went wrong inside the app', details: {} }
}

/** The inverse of {@link toWireError}, on the caller's side of the bridge. */
export function fromWireError(wire: WireError): MeshError {
  return new MeshError(wire.code, wire.message, { details: wire.details })
}

/** Version of `/muster/sync/1` spoken here. */
export const PROTOCOL_VERSION = 1

/** Most bytes of units in one batch of several, and of any other message's content (PROTOCOL 5.1). */
export const BATCH_BYTES = 192 * 1024
/** Most bytes of units sent and not yet acknowledged, per direction. */
export const CREDIT_BYTES = 1 << 20
/**
 * What we send of bulk at once, and have unacknowledged of it: what is urgent waits behind no more than that, on the wire and
 * at the other side. A batch is what is stored there in one transaction; three of them keep it busy (ADR 0012).
 */
export const BULK_BATCH_BYTES = 48 * 1024
export const BULK_BATCH_UNITS = 48
export const BULK_WINDOW_BYTES = 3 * BULK_BATCH_BYTES
/** The same for what is urgent or live. */
export const SMALL_BATCH_BYTES = 16 * 1024
export const SMALL_WINDOW_BYTES = 128 * 1024
/** Documents of one author that may wait as urgent, and as live: of more, the newest. The others are bulk. */
export const MOST_LIVE = 64
/** Batches that may go, or be handled, before others that were there first. */
export const LANE_PATIENCE = 4

/** Most units a batch. */
export const MAX_UNITS = 4_096
/** Most ranges a digest message, messages a round and rounds an exchange; most items a listed range. */
export const MAX_RANGES = 4_096
export const MAX_PIECES = 256
export const MAX_ROUNDS = 32
export const LIST_ITEMS = 32
/** Into how many parts a differing range is split. */
export const SPLIT = 16
/** Most documents a want, and sessions in one vector. */
export const MAX_WANTS = 2_048
export const MAX_VECTOR = 4_096
/** Most log record ids a message, and in all its parts. */
export const MAX_LOG_IDS = 4_096
export const MAX_LOG_IDS_TOTAL = 65_536
/** Most log or session records a message, and bytes a record. */
export const MAX_RECORDS = 4_096
export const MAX_RECORD_BYTES = 64 * 1024

/** Most statements of what was seen a message, and bytes a statement. */
export const MAX_SEEN = 1_024
export const MAX_SEEN_BYTES = 4_096

/** Most receipts of devices a message, bytes a receipt, and milliseconds since it was given. */
export const MAX_RECEIPTS = 512
export const MAX_RECEIPT_BYTES = 320
export const MAX_RECEIPT_AGE_MS = 3_600_000

/** Milliseconds of silence before a ping, and before the peer counts as dead. */
export const PING_AFTER_MS = 5_000
export const DEAD_AFTER_MS = 15_000
/** Milliseconds the statement of what is held waits after the first, so that a run of edits is stated once. */
export const SETTLE_DELAY_MS = 100
/** Milliseconds until the first repeated digest, and the longest wait between two. */
export const HEAL_FIRST_MS = 1_000
export const HEAL_LONGEST_MS = 60_000

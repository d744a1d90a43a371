/**
 * What a record is worth. `counts`: it has its effect. `pending`: an admit beyond the invite's uses, waiting for a
 * coordinator. The rest have no effect, and say why.
 */
export type Verdict =
  | 'counts'
  | 'pending'
  | 'unknown-type'
  /** The author had not been let in, or its own admission does not count. */
  | 'author-not-a-member'
  | 'author-removed'
  /** A removal that the author had not seen voids what it did meanwhile. */
  | 'author-removed-meanwhile'
  | 'author-left'
  | 'not-a-coordinator'
  | 'invite-void'
  | 'invite-revoked'
  /** The device had been removed or had left; a device key is let in once. */
  | 'device-gone'
  | 'wrong-person'
  | 'unknown-person'
  | 'not-the-inviter'
  | 'last-coordinator'
  /** A removal that lost against a more senior coordinator's. */
  | 'overruled'
  | 'second-genesis'

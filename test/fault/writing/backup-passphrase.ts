/** Of every backup that a writer makes. */
export const BACKUP_PASSPHRASE = 'kept at my sister in the hills'

/** Of the backups that tests make. */
export const BACKUP_PASSPHRASE = 'nine lamps over the bridge'

/** Backups, and looking after what is stored. */
export const backup = {
  'backup.title': 'Encrypted backup',
  'backup.text':
    'One file with everything in it, behind a passphrase of its own. If this computer breaks or is lost, it brings everything back. Keep it apart from the computer, and write the passphrase down where nobody finds it.',
  'backup.make': 'Make a backup',
  'backup.make.go': 'Write the backup',
  'backup.made': 'The backup is written: {count, plural, one {# record} other {# records}}.',
  'backup.where': 'Where to',
  'backup.where.hint': 'A stick or disk that you take away is best. A backup of today is replaced.',
  'backup.place.disk': 'Disk or stick: {name}',
  'backup.place.documents': 'Documents',
  'backup.place.downloads': 'Downloads',
  'backup.place.desktop': 'Desktop',
  'backup.place.home': 'My own folder',
  'backup.place.elsewhere': 'Another folder',
  'backup.folder': 'Folder on this computer',
  'backup.folder.hint': 'The whole path.',
  'backup.passphrase': 'Passphrase for the backup',
  'backup.passphrase.hint': 'At least {min} characters. It may differ from that of this computer. Nobody can reset it.',
  'backup.passphrase.again': 'The same once more',
  'backup.passphrase.of': 'Passphrase of the backup',
  'backup.restore': 'Restore from a backup',
  'backup.restore.go': 'Restore',
  'backup.restore.text':
    'Brings back what is missing in the networks this computer is in. Nothing that is here is changed, and what was erased stays erased.',
  'backup.first': 'Restore a backup',
  'backup.first.text':
    'Brings back everything from the file that Muster wrote as a backup. This computer then takes the place of the one that made it.',
  'backup.which': 'Which backup',
  'backup.which.hint': 'Those found on this computer and on disks that are plugged in.',
  'backup.which.none': 'None was found on this computer. Plug in the disk or stick and open this again.',
  'backup.which.elsewhere': 'Another file',
  'backup.file': 'File on this computer',
  'backup.file.hint': 'The whole path with the name.',
  'backup.restored': 'The backup is restored',
  'backup.brought': '{count, plural, one {# record brought back.} other {# records brought back.}}',
  'backup.stays-erased': '{count, plural, one {# stays erased.} other {# stay erased.}}',
  'backup.refused':
    '{count, plural, one {The network does not take # change.} other {The network does not take # changes.}}',
  'backup.left-out':
    '{count, plural, one {# network of the backup was left out: this computer is not in it.} other {# networks of the backup were left out: this computer is not in them.}}',
  'backup.old': 'Do not use Muster on the old computer any more',
  'backup.old.text':
    'This computer has taken its place. If both go on, they contradict each other, and all who meet them see it.',
  'backup.go-on': 'Go on',
  'doctor.title': 'Check what is stored',
  'doctor.text':
    'Reads everything that is stored on this computer, makes anew what can be made anew, and says what has to come back from the others.',
  'doctor.look': 'Check everything',
  'doctor.sound':
    '{count, plural, one {Everything is sound: # record was read.} other {Everything is sound: # records were read.}}',
  'doctor.found': 'Something was damaged',
  'doctor.vault.lost':
    'The vault is damaged. While Muster is open, make a backup now: without the vault it cannot be opened again.',
  'doctor.vault.damaged': 'The vault is damaged.',
  'doctor.store.lost': 'Nothing in the file of the records can be read. Restore a backup.',
  'doctor.store.damaged': 'The file of the records is damaged. Make a backup now, and restore it into a new profile.',
  'doctor.tail': 'What was written last before a crash cannot be read. Others who have it send it again.',
  'doctor.from-others':
    '{count, plural, one {# record is damaged here and comes back from the others when you meet.} other {# records are damaged here and come back from the others when you meet.}}',
  'doctor.rebuilt': '{count, plural, one {# record was made anew.} other {# records were made anew.}}',
  'doctor.lists': 'The lists were made anew.',
  'doctor.membership': 'Some of who belongs to the network is missing; the others send it again when you meet.',
} as const

/** The process that is killed while it writes backups, one after the other, to the same name. See backup-kill.test.ts. */
import { randomBytes } from 'node:crypto'

import { writeBackup } from '../../../core/engine/backup/backup-writer.ts'
import type { Item } from '../../../core/engine/backup/format/items.ts'
import { BACKUP_PASSPHRASE } from '../../helpers/lab/backup-passphrase.ts'

const [file] = process.argv.slice(2)
if (file === undefined) process.exit(0) // only started to be compiled

function* items(round: number): Generator<Item> {
  process.stdout.write(`begun ${round}\n`)
  yield ['profile', round, null]
  for (let n = 0; n < 60; n++) yield ['units', [randomBytes(50_000)]]
  yield ['end', 0, 0, 60]
}

const target = {
  file,
  passphrase: BACKUP_PASSPHRASE,
  random: (size: number) => new Uint8Array(randomBytes(size)),
  cost: { opslimit: 1, memlimit: 8 << 20 },
  signal: new AbortController().signal,
}
for (let round = 1; ; round++) {
  await writeBackup(items(round), target)
  process.stdout.write(`written ${round}\n`)
}

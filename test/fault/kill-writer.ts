/**
 * The process that is killed: opens a profile's rows, says `ready`, then writes as fast as it can and says what it was
 * told is durable. Kept small, as it starts two hundred times. See kill.test.ts.
 */
import { readFileSync } from 'node:fs'

import { SqliteStore } from '../../core/documents/store/sqlite-store.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { change, incident, Laptop, TestDevice, TestNetwork } from '../helpers/ledger-rig.ts'

const [path, secrets, inbox] = process.argv.slice(2)
if (path === undefined || secrets === undefined || inbox === undefined) process.exit(0) // only started to be compiled
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const kept = JSON.parse(readFileSync(secrets, 'utf8')) as {
  network: ConstructorParameters<typeof TestNetwork>[0]
  masterKey: string
  device: string
}
const laptop = new Laptop(new TestNetwork(kept.network), {
  rows: new SqliteStore({ path }),
  masterKey: fromHex(kept.masterKey),
  device: new TestDevice(kept.device),
})
await laptop.open()
say('ready')
void takeIn()
await write()

/** New records, edits of records, and commands of many, one after the other. */
async function write(): Promise<never> {
  let last: string | undefined
  for (let n = 0; ; n++) {
    const title = `${process.pid}-${n}`
    if (n % 5 === 4) {
      const { ids } = await laptop.ledger.write(Array.from({ length: 7 }, (_, at) => incident(`${title}-${at}`)))
      say(`group ${ids.join()}`)
    } else if (n % 3 === 2 && last !== undefined) {
      await laptop.ledger.write([change(last, 'state', title)])
      say(`edit ${last} ${title}`)
    } else {
      const { ids } = await laptop.ledger.write([incident(title)])
      last = ids[0]!
      say(`new ${last} ${title}`)
    }
  }
}

/** Units of others, in small batches, meanwhile. */
async function takeIn(): Promise<void> {
  const { sessions, units } = JSON.parse(readFileSync(inbox!, 'utf8')) as { sessions: string[]; units: string[] }
  laptop.ledger.acceptSessions(sessions.map(fromHex))
  for (let at = 0; at < units.length; at += 3) {
    const batch = units.slice(at, at + 3).map(fromHex)
    const verdicts = await laptop.ledger.accept(batch, 'peer')
    for (const [index, verdict] of verdicts.entries()) say(`unit ${at + index} ${verdict}`)
  }
}

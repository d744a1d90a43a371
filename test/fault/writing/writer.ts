/**
 * The process to which things happen: opens a profile (making it), then writes as fast as it can, and says what it is
 * about to do and what it was told is durable. See said.ts for the lines.
 *
 * Arguments: profile, passphrase, the beginning of the line to stop after ('' for none), how many things to do (endless).
 */
import { writeSync } from 'node:fs'

import { BACKUP_PASSPHRASE } from './backup-passphrase.ts'
import { errorCode } from './error-code.ts'
import { openHere } from '../../helpers/lab/engine-here.ts'

const [profile, passphrase, stopAfter = '', count = 'Infinity'] = process.argv.slice(2)
if (profile === undefined || passphrase === undefined) process.exit(0) // only started to be compiled

/** Says a line and, where it is the one to stop after, does nothing more: whoever started it decides what happens now. */
function say(line: string): void {
  writeSync(1, `${line}\n`)
  if (stopAfter !== '' && line.startsWith(stopAfter)) process.kill(process.pid, 'SIGSTOP')
}

let current = passphrase
const { bridge, stop } = await openHere(profile, current).catch((error: unknown) => fail(error))
const network = await findNetwork().catch((error: unknown) => fail(error))
say('ready')

/** Those made one at a time: of a group all must be there as they were made. */
const ids: string[] = []
for (let n = 0; n < Number(count); n++) {
  const what = `${process.pid}-${n}`
  try {
    if (n % 12 === 6) await erase(ids.shift()!)
    else if (n % 12 === 10) await backUp()
    else if (n % 9 === 8) await changePassphrase(`stones in the river ${what}`)
    else if (n % 4 === 3) await edit(ids.at(-1)!, what)
    else await add(n % 5 === 4 ? 7 : 1, what)
  } catch (error) {
    say(`error ${errorCode(error)}`)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

await stop()

/** It did not come so far: nothing was promised. */
function fail(error: unknown): never {
  say(`error ${errorCode(error)}`)
  process.exit(3)
}

async function findNetwork(): Promise<string> {
  const { networks } = await bridge.call('network:list', {})
  return networks[0]?.id ?? (await bridge.call('network:create', { name: 'River Street', as: 'Ana' })).id
}

async function add(count: number, what: string): Promise<void> {
  const records = Array.from({ length: count }, (_, at) => ({ what: count === 1 ? what : `${what}-${at}` }))
  const made = await bridge.call('record:add', { network, kind: 'incident', records })
  if (count === 1) ids.push(...made.ids)
  for (const [at, id] of made.ids.entries()) say(`add ${id} ${records[at]!.what}`)
}

async function edit(id: string, what: string): Promise<void> {
  say(`try ${id} ${what}`)
  await bridge.call('record:edit', { network, kind: 'incident', id, patch: { what } })
  say(`edit ${id} ${what}`)
}

async function erase(id: string): Promise<void> {
  say(`try-erase ${id}`)
  await bridge.call('record:erase', { network, ids: [id] })
  say(`erased ${id}`)
}

async function backUp(): Promise<void> {
  await bridge.call('profile:backup', { file: `${profile}.backup`, passphrase: BACKUP_PASSPHRASE })
  say('backup whole')
}

async function changePassphrase(next: string): Promise<void> {
  say(`try-passphrase ${next}`)
  await bridge.call('profile:change-passphrase', { current, next })
  current = next
  say(`passphrase ${next}`)
}

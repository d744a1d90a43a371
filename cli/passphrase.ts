import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

import { MeshError } from '../core/shared/errors.ts'
import type { World } from './world.ts'

export interface PassphraseSource {
  readonly file: string | undefined
  /** Name of the environment variable. */
  readonly variable: string
  /** Whether it is a new one, so asked for twice. */
  readonly creating: boolean
  readonly question: string
}

/** Whether a profile has been made in this folder. */
export function profileExists(profileDir: string): boolean {
  return existsSync(join(profileDir, 'vault'))
}

/**
 * A passphrase from a file (one line end at its end is cut), else from the environment, else asked for without echo.
 *
 * @throws MeshError `identity/passphrase-needed` where none is given and nobody can be asked, `cli/file-unreadable`
 */
export async function readPassphrase(
  world: World,
  source: PassphraseSource,
  options: { signal?: AbortSignal } = {},
): Promise<string> {
  if (source.file !== undefined) return readPassphraseFile(source.file)
  const given = world.env[source.variable]
  if (given !== undefined && given !== '') return given
  if (world.stdin.isTTY !== true || world.stderr.isTTY !== true)
    throw new MeshError('identity/passphrase-needed', 'No passphrase was given')
  for (;;) {
    const first = await askSilently(world, `${source.question}: `, options)
    if (first === '') continue
    if (!source.creating || (await askSilently(world, 'Once more, to be sure: ', options)) === first) return first
    world.stderr.write('These were not the same. Try again.\n')
  }
}

async function readPassphraseFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new MeshError('cli/file-unreadable', 'The passphrase file cannot be read', { cause, details: { file } })
  })
  const passphrase = text.replace(/\r?\n$/, '')
  if (passphrase === '') throw new MeshError('identity/passphrase-needed', 'The passphrase file is empty')
  return passphrase
}

function askSilently(world: World, question: string, options: { signal?: AbortSignal }): Promise<string> {
  // readline echoes to its output: one that swallows everything keeps the passphrase off the screen
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: world.stdin, output: nowhere, terminal: true })
  return new Promise((resolve, reject) => {
    const refuse = (): void => {
      lines.close()
      world.stderr.write('\n')
      reject(new MeshError('shared/aborted', 'No passphrase was typed'))
    }
    options.signal?.addEventListener('abort', refuse, { once: true })
    lines.once('SIGINT', refuse)
    lines.once('close', refuse)
    world.stderr.write(question)
    lines.once('line', (line) => {
      lines.off('close', refuse)
      options.signal?.removeEventListener('abort', refuse)
      lines.close()
      world.stderr.write('\n')
      resolve(line)
    })
  })
}

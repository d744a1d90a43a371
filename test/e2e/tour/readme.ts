import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { decode, encode } from 'fast-png'

import { ROOT } from '../../../scripts/launcher/node-binary.mjs'
import { OUT } from './looks.ts'

/** The pictures of the README: their names there, and which of all the pictures they are. */
const PICTURES = {
  'first-run': 'light/first-run-network',
  today: 'light/today',
  meeting: 'light/meeting-code',
  incident: 'light/incident',
  call: 'light/call-window',
  board: 'light/call-board-end',
  'today-dark': 'dark/today',
} as const
/** Largest file of one picture, in bytes: the README is read over slow lines too. */
const MAX_BYTES = 150_000

export const README_LOOKS: readonly string[] = ['light', 'dark']
export const README_STOPS: readonly string[] = Object.values(PICTURES).map((picture) => path.basename(picture))

/**
 * Packs the pictures that were just taken as tightly as PNG can, into `docs/screens`.
 *
 * @throws Error when one is larger than the README should carry
 */
export function writeReadmePictures(): void {
  const folder = path.join(ROOT, 'docs/screens')
  mkdirSync(folder, { recursive: true })
  for (const [name, picture] of Object.entries(PICTURES)) {
    const file = path.join(folder, `${name}.png`)
    writeFileSync(file, encode(decode(readFileSync(path.join(OUT, `${picture}.png`))), { zlib: { level: 9 } }))
    if (statSync(file).size > MAX_BYTES) throw new Error(`${name}.png is larger than ${MAX_BYTES} bytes`)
  }
}

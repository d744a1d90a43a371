import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

import { encode } from 'fast-png'
import encodeQR from 'qr'
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

import { MeshError } from '../../core/shared/errors.ts'

/** Blank modules around the code (ISO/IEC 18004 section 6.3.8). */
const QUIET_ZONE = 4
const PIXELS_PER_MODULE = 12

/** A code as a greyscale PNG: error correction M, the smallest version that holds it, 12 pixels a module. */
export function drawPng(text: string): Uint8Array {
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_ZONE })
  const side = modules.length * PIXELS_PER_MODULE
  const data = new Uint8Array(side * side).fill(255)
  for (const [y, row] of modules.entries()) {
    for (const [x, dark] of row.entries()) {
      if (!dark) continue
      for (let line = 0; line < PIXELS_PER_MODULE; line++) {
        const start = (y * PIXELS_PER_MODULE + line) * side + x * PIXELS_PER_MODULE
        data.fill(0, start, start + PIXELS_PER_MODULE)
      }
    }
  }
  return encode({ width: side, height: side, data, depth: 8, channels: 1 })
}

/** A code for a terminal: dark on light, whatever the terminal's colours. */
export function drawForTerminal(text: string): string {
  return encodeQR(text, 'term', { ecc: 'medium', border: QUIET_ZONE })
}

/**
 * The text of the code in a picture (PNG or JPEG). With several, the one that is a Muster invite.
 *
 * @throws MeshError `identity/invite-unreadable-image` when there is none
 */
export async function readPicture(image: Uint8Array): Promise<string> {
  const found = await decode(image).catch((cause: unknown) => {
    throw new MeshError('identity/invite-unreadable-image', 'Not a picture that can be read', { cause })
  })
  const text = found.find((one) => /^\s*muster:/i.test(one)) ?? found[0]
  if (text === undefined) throw new MeshError('identity/invite-unreadable-image', 'No code in this picture')
  return text
}

async function decode(image: Uint8Array): Promise<string[]> {
  // by itself the library would fetch its WebAssembly from a server
  const wasm = await readFile(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
  await prepareZXingModule({
    overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) },
    fireImmediately: true,
  })
  const results = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 8 })
  return results.filter((result) => result.isValid).map((result) => result.text)
}

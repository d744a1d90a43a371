import { readFileSync, writeFileSync } from 'node:fs'

import { z } from 'zod'

const Bounds = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
})
const Saved = z.strictObject({ bounds: Bounds, maximized: z.boolean() })

/** Where the window stood, in screen pixels. */
export type WindowState = z.infer<typeof Saved>
export type Bounds = z.infer<typeof Bounds>

/** Enough of the window on a screen to take hold of it. */
const VISIBLE_PIXELS = 100

/**
 * Where the window stood last, if that is still on a screen.
 * @param areas of the screens there are now
 */
export function loadWindowState(file: string, areas: readonly Bounds[]): WindowState | undefined {
  try {
    const state = Saved.parse(JSON.parse(readFileSync(file, 'utf8')))
    return areas.some((area) => overlap(state.bounds, area)) ? state : undefined
  } catch {
    return undefined // never saved, or by another version: the usual place will do
  }
}

/** Never fails: a window that opens in its usual place is no loss. */
export function saveWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(file, JSON.stringify(state), { mode: 0o600 })
  } catch {
    // a full or read-only disk is told where records are concerned
  }
}

function overlap(a: Bounds, b: Bounds): boolean {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return across >= VISIBLE_PIXELS && down >= VISIBLE_PIXELS
}

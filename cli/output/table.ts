import { safeLine } from './safe-text.ts'

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })
/** East Asian wide and emoji: two cells in a terminal. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u
const GAP = '  '

/** Cells that a text takes in a terminal; near enough for tables. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let width = 0
  for (const { segment } of GRAPHEMES.segment(text)) width += WIDE.test(segment) ? 2 : 1
  return width
}

/** Cuts to `width` cells, with an ellipsis where something is left out. */
export function fit(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  let kept = ''
  let used = 0
  for (const { segment } of GRAPHEMES.segment(text)) {
    const wide = displayWidth(segment)
    if (used + wide > width - 1) break
    kept += segment
    used += wide
  }
  return `${kept}…`
}

/**
 * Rows as aligned columns under a heading. Columns empty in every row are left out; the widest give way until the
 * table fits `columns` cells. Cells are made safe here.
 */
export function table(heading: readonly string[], rows: readonly (readonly string[])[], columns: number): string {
  const safe = rows.map((row) => row.map(safeLine))
  const shown = heading.map((_, index) => index).filter((index) => safe.some((row) => (row[index] ?? '') !== ''))
  const lines = [heading, ...safe].map((row) => shown.map((index) => row[index] ?? ''))
  const widths = shown.map((_, column) => Math.max(...lines.map((line) => displayWidth(line[column]!))))
  const room = Math.max(columns, 40) - GAP.length * (widths.length - 1)
  for (let total = widths.reduce((sum, width) => sum + width, 0); total > room; total--) {
    const widest = widths.indexOf(Math.max(...widths))
    widths[widest]!--
  }
  return lines
    .map((line) =>
      line
        .map((cell, column) => {
          const text = fit(cell, widths[column]!)
          return text + ' '.repeat(Math.max(0, widths[column]! - displayWidth(text)))
        })
        .join(GAP)
        .trimEnd(),
    )
    .join('\n')
}

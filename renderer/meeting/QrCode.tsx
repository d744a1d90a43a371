import { encodeQR } from 'qr'
import { useMemo, type CSSProperties } from 'react'

import styles from './meeting.module.css'

/** Light modules around the code (ISO/IEC 18004, 9.1: at least four), drawn on its white ground. */
const QUIET = 4

/**
 * A QR code as one SVG path. The dark modules together are never narrower than 567 CSS pixels: 15 cm at 96 dpi, so that a phone
 * or laptop camera reads it from across a table; it grows with the window. `page`: as large as the place around it.
 */
export function QrCode({ text, label, look = 'room' }: { text: string; label: string; look?: 'room' | 'page' }) {
  const { path, size } = useMemo(() => draw(text), [text])
  const whole = size + 2 * QUIET
  return (
    <div
      className={look === 'room' ? styles['qr'] : styles['pageQr']}
      style={{ '--qr-ratio': whole / size } as CSSProperties}
    >
      <svg
        role="img"
        aria-label={label}
        data-testid="qr"
        className={look === 'room' ? styles['qrCode'] : undefined}
        viewBox={look === 'room' ? `0 0 ${size} ${size}` : `${-QUIET} ${-QUIET} ${whole} ${whole}`}
        shapeRendering="crispEdges"
      >
        <path d={path} fill="#000" />
      </svg>
    </div>
  )
}

function draw(text: string): { path: string; size: number } {
  // The library draws a border of at least one; the quiet zone is ours.
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: 1 })
    .slice(1, -1)
    .map((row) => row.slice(1, -1))
  const runs = rows.flatMap((row, y) => darkRuns(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`))
  return { path: runs.join(''), size: rows.length }
}

function darkRuns(row: readonly boolean[]): [start: number, length: number][] {
  const runs: [number, number][] = []
  for (const [x, dark] of row.entries()) {
    const last = runs.at(-1)
    if (!dark) continue
    if (last !== undefined && last[0] + last[1] === x) last[1]++
    else runs.push([x, 1])
  }
  return runs
}

import { readPlusCode } from '../shape/scalars.ts'
import type { PlacePrecision } from '../records/words.ts'

export interface PlaceValue {
  readonly label: string | null
  readonly precision: PlacePrecision
  /** Open Location Code, upper case. */
  readonly plusCode: string | null
}

/** A full Open Location Code in upper case, or undefined. */
export function readFullPlusCode(text: string): string | undefined {
  const code = text.trim().toUpperCase()
  const full = readPlusCode(code)
  // The first two digits are latitude and longitude of at most 180 and 360 degrees (Open Location Code, "isFull").
  return full !== undefined && '23456789C'.includes(full[0]!) && '23456789CFGHJMPQRV'.includes(full[1]!)
    ? full
    : undefined
}

/**
 * The place as it may be stored: what its precision leaves of it (product.md, requirement 21). `block` cuts the code to about 275 m,
 * `area` to about 5.5 km, `withheld` leaves nothing, not even the label.
 */
export function withPrecision(place: PlaceValue): PlaceValue {
  if (place.precision === 'withheld') return { label: null, precision: 'withheld', plusCode: null }
  return { ...place, plusCode: place.plusCode === null ? null : cutCode(place.plusCode, place.precision) }
}

function cutCode(code: string, precision: PlacePrecision): string {
  if (precision === 'exact') return code
  const digits = code.replace('+', '').replace(/0+$/, '')
  const kept = precision === 'block' ? 8 : 6
  return `${digits.slice(0, kept).padEnd(8, '0')}+`
}

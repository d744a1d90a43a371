/**
 * A number that looks random, is the same on every laptop and changes wholly with the text: it spreads people over a tree without
 * any order between them. Anybody could find a text with a given number; nothing but a place in a list rests on it.
 *
 * @returns 32 bits (FNV-1a, then the mixing of MurmurHash3)
 */
export function chanceOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return mix(hash)
}

/** The number of two together: which of many callers somebody falls to, without regard to how many there are (rendezvous hashing). */
export function chanceOfBoth(first: number, second: number): number {
  return mix(Math.imul(first, 0x9e3779b1) ^ second)
}

function mix(value: number): number {
  let hash = value
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

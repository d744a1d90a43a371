const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 (RFC 4648 section 6), upper case, without padding. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += ALPHABET[(value >>> (bits - 5)) & 31]
    value &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text
}

/** The inverse; undefined for other letters, impossible lengths, or left-over bits that are not zero. */
export function decodeBase32(text: string): Uint8Array | undefined {
  const out = new Uint8Array((text.length * 5) >>> 3)
  let bits = 0
  let value = 0
  let length = 0
  for (const letter of text) {
    const digit = ALPHABET.indexOf(letter)
    if (digit < 0) return undefined
    value = (value << 5) | digit
    bits += 5
    if (bits < 8) continue
    bits -= 8
    out[length++] = value >>> bits
    value &= (1 << bits) - 1
  }
  return value === 0 && bits < 5 ? out : undefined
}

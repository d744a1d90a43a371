import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { decodeBase32, encodeBase32 } from '../../core/identity/invite/base32.ts'
import { decodeInvite, encodeInvite } from '../../core/identity/invite/code.ts'
import { concat, sha256 } from '../../core/identity/hashes.ts'
import { encodeCbor } from '../../core/shared/cbor.ts'
import { MeshError } from '../../core/shared/errors.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const ipv6 = fc.ipV6().map((ip) => new URL(`http://[${ip}]/`).hostname.slice(1, -1))
const address = fc.record({ ip: fc.oneof(fc.ipV4(), ipv6), port: fc.integer({ min: 1, max: 65_535 }) })
const invite = fc.record({
  networkId: bytes(16),
  seed: bytes(16),
  expires: fc.integer({ min: 480_000, max: 900_000 }),
  flags: fc.nat({ max: 3 }),
  inviter: bytes(32),
  addresses: fc.array(address, { maxLength: 2 }),
})

function codeOf(text: string, now?: number): string {
  try {
    decodeInvite(text, now === undefined ? {} : { now })
    return 'accepted'
  } catch (error) {
    if (error instanceof MeshError) return error.code
    throw error
  }
}

/** A payload under a right checksum. */
function sealed(value: Parameters<typeof encodeCbor>[0]): string {
  const payload = encodeCbor(value)
  return `MUSTER:${encodeBase32(concat(payload, sha256(payload).subarray(0, 2)))}`
}

describe('an invite code', () => {
  test('says what was put in', () => {
    fc.assert(
      fc.property(invite, (it) => {
        expect(decodeInvite(encodeInvite(it))).toEqual(it)
      }),
    )
  }, 180_000)

  test('is read however it was typed, broken or pasted', () => {
    const noise = fc.constantFrom('', '', '', ' ', '\n', '-', '\r\n', '\u00a0', '\u200b', '\u2011', '\t')
    fc.assert(
      fc.property(invite, fc.infiniteStream(noise), fc.infiniteStream(fc.boolean()), (it, gaps, cases) => {
        const typed = [...encodeInvite(it)].map(
          (letter) => (cases.next().value ? letter.toLowerCase() : letter) + gaps.next().value,
        )
        expect(decodeInvite(typed.join(''))).toEqual(it)
      }),
    )
  }, 180_000)

  test('with one address fits the QR code it is made for', () => {
    fc.assert(
      fc.property(invite, fc.ipV4(), (it, ip) => {
        const text = encodeInvite({ ...it, addresses: [{ ip, port: 65_535 }] })
        expect(text.length).toBeLessThanOrEqual(154)
        expect(text).toMatch(/^MUSTER:[A-Z2-7]+$/)
      }),
    )
  }, 180_000)

  test('with one letter wrong, or cut short, is refused', () => {
    const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')
    let accepted = 0
    fc.assert(
      fc.property(invite, fc.nat(), letter, fc.nat(), (it, at, other, cut) => {
        const text = encodeInvite(it)
        const position = 7 + (at % (text.length - 7))
        const short = text.slice(0, 7 + (cut % (text.length - 7)))
        const typo = text.slice(0, position) + other + text.slice(position + 1)
        expect(codeOf(short)).toBe('identity/invite-malformed')
        if (typo === text) return
        // Two bytes of checksum: one in 65,536 slips through it, and then still has to be an invite.
        const code = codeOf(typo)
        if (code === 'accepted') accepted += 1
        else expect(['identity/invite-malformed', 'identity/invite-newer-version']).toContain(code)
      }),
      { numRuns: 1000 },
    )
    expect(accepted).toBeLessThanOrEqual(1)
  }, 180_000)

  test('never throws anything without a name, whatever is pasted', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 300, unit: 'binary' }),
          fc.string().map((it) => `muster:${it}`),
        ),
        (text) => {
          expect(['identity/invite-foreign', 'identity/invite-malformed']).toContain(codeOf(text))
        },
      ),
      { numRuns: 200 },
    )
  }, 180_000)

  test.each([
    ['a web address', 'https://example.org/join', 'identity/invite-foreign'],
    ['nothing', '', 'identity/invite-foreign'],
    ['the QR code of a wifi', 'WIFI:S:street;T:WPA;P:secret;;', 'identity/invite-foreign'],
    ['a book', 'A'.repeat(1_000_000), 'identity/invite-foreign'],
    ['the beginning alone', 'MUSTER:', 'identity/invite-malformed'],
    ['one with digits that codes never have', 'MUSTER:0189', 'identity/invite-malformed'],
    ['one from a newer version', sealed([2, 'from tomorrow']), 'identity/invite-newer-version'],
    ['one with too few parts', sealed([1, 'nothing']), 'identity/invite-malformed'],
    ['one of another form', sealed({ version: 1 }), 'identity/invite-malformed'],
  ])('%s is refused by name', (_what, text, code) => {
    expect(codeOf(text)).toBe(code)
  })

  test('is refused once a day has passed since it expired, and not before', () => {
    const base = {
      networkId: new Uint8Array(16),
      seed: new Uint8Array(16),
      flags: 1,
      inviter: new Uint8Array(32),
      addresses: [],
    }
    const text = encodeInvite({ ...base, expires: 500_000 })
    expect(codeOf(text, 500_024 * 3_600_000)).toBe('accepted')
    expect(codeOf(text, 500_024 * 3_600_000 + 1)).toBe('identity/invite-expired')
  })

  test('cannot carry an address that is none', () => {
    const base = {
      networkId: new Uint8Array(16),
      seed: new Uint8Array(16),
      flags: 1,
      inviter: new Uint8Array(32),
      expires: 500_000,
    }
    for (const bad of [
      { ip: 'laptop.example', port: 1 },
      { ip: '10.0.0.1', port: 0 },
      { ip: 'fe80::1%wlan0', port: 7 },
    ]) {
      expect(() => encodeInvite({ ...base, addresses: [bad] })).toThrow(
        expect.objectContaining({ code: 'domain/invalid-input' }),
      )
    }
  })
})

test('base32 is undone by its inverse, and has one form for each value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (it) => {
      const text = encodeBase32(it)
      expect(decodeBase32(text)).toEqual(it)
      if (it.byteLength % 5 !== 0) expect(decodeBase32(`${text}A`)?.byteLength ?? -1).not.toBe(it.byteLength)
    }),
  )
  expect(encodeBase32(new TextEncoder().encode('foobar'))).toBe('MZXW6YTBOI') // RFC 4648 section 10
}, 180_000)

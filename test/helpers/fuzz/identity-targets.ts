import { encodeInvite, decodeInvite } from '../../../core/identity/invite/code.ts'
import { encodeBase32 } from '../../../core/identity/invite/base32.ts'
import { SignatureChecker } from '../../../core/identity/device-key.ts'
import { concat, sha256 } from '../../../core/identity/hashes.ts'
import {
  CatchUpAsk,
  CatchUpRecords,
  JoinAnswer,
  JoinAsk,
  JoinOffer,
  Talk,
} from '../../../core/identity/join/messages.ts'
import { MembershipLog } from '../../../core/identity/log/membership-log.ts'
import { PROOF_BYTES } from '../../../core/identity/log/record/proof.ts'
import { decodeRecord, isSigned, signRecord } from '../../../core/identity/log/record/record.ts'
import { decodeStatement, encodeStatement } from '../../../core/identity/author/statement.ts'
import { isSeenSigned, readSeen, signSeen } from '../../../core/identity/seen/seen-statement.ts'
import { decodeVault, encodeVault } from '../../../core/identity/vault/vault-file.ts'
import { decodeCbor, encodeCbor } from '../../../core/shared/cbor.ts'
import { systemClock } from '../../../core/shared/clock.ts'
import type { Wire } from '../../../core/shared/wire.ts'
import { makeInvite, Laptop } from '../membership-lab.ts'
import { bytesOf, cbor, mustEqual, type Target, textOf } from './target.ts'

const ana = new Laptop('ana')
ana.found()
const ticket = makeInvite(ana)
for (const erased of [1, 2]) makeInvite(ana, { uses: erased, ownDevice: true })
const RECORDS = ana.log.records()
makeInvite(ana, { uses: 3 })
const LATER_RECORDS = ana.log.records().slice(RECORDS.length)
const REMOVAL = signRecord(
  {
    networkId: ana.log.networkId,
    previous: [ana.log.ids()[0]!],
    depth: 1,
    time: 5,
    type: 'remove',
    body: { devices: [new Uint8Array(32).fill(9)], last: [[new Uint8Array(16).fill(8), 4, 1, 75]] },
  },
  ana.device,
).bytes
const code = (more: object = {}) => ({
  networkId: ana.log.networkId,
  seed: ticket.seed,
  expires: 500_000,
  flags: 1,
  inviter: ana.device.publicKey,
  addresses: [
    { ip: '192.168.1.20', port: 7001 },
    { ip: 'fe80::1', port: 65_535 },
  ],
  ...more,
})
const CODES = [code(), code({ flags: 7, addresses: [] }), code({ expires: 0 })].map(encodeInvite)
const checker = new SignatureChecker()

/** What an invite says, under a check sum that fits. */
const invitePayload: Target = {
  name: 'invite, with its check mended',
  form: 'cbor',
  refuses: /^identity\/invite-/u,
  samples: [code(), code({ flags: 3, addresses: [] })].map((one) =>
    cbor([
      1,
      one.networkId,
      one.seed,
      one.expires,
      one.flags,
      one.inviter,
      [new Uint8Array([192, 168, 1, 20, 27, 89])],
    ]),
  ),
  run: (payload) => {
    const text = `MUSTER:${encodeBase32(concat(payload, sha256(payload).subarray(0, 2)))}`
    const invite = decodeInvite(text)
    mustEqual(bytesOf(encodeInvite(invite)), bytesOf(text), 'invite')
    return true
  },
}

/** One message over a wire, in the form of its place. */
function message(name: string, schema: Parameters<Talk['receive']>[0], samples: readonly Uint8Array[]): Target {
  return {
    name,
    form: 'cbor',
    refuses: /^(?:sync\/protocol-violation|sync\/other-version)$/u,
    samples,
    run: async (input) => {
      const wire = { receive: async () => input } as unknown as Wire
      await new Talk({ wire, clock: systemClock, signal: new AbortController().signal }).receive(schema, 1_000)
      return true
    },
  }
}

const id = (fill: number): Uint8Array => new Uint8Array(32).fill(fill)

export const IDENTITY_TARGETS: readonly Target[] = [
  {
    name: 'invite code',
    form: 'text',
    refuses: /^identity\/invite-/u,
    samples: [...CODES, CODES[0]!.toLowerCase(), CODES[0]!.replaceAll(/(.{4})/gu, '$1 ')].map(bytesOf),
    run: (input) => {
      const invite = decodeInvite(textOf(input))
      const again = decodeInvite(encodeInvite(invite))
      mustEqual(cbor(Object.values(again) as never), cbor(Object.values(invite) as never), 'invite')
      return true
    },
  },
  invitePayload,
  {
    name: 'log record',
    form: 'cbor',
    samples: RECORDS,
    run: (input) => {
      const record = decodeRecord(input)
      if (record === undefined) return false
      isSigned(record, checker)
      mustEqual(encodeCbor(decodeCbor(record.bytes) as never), input, 'log record')
      return true
    },
  },
  {
    name: 'log record, signed by a coordinator',
    form: 'cbor',
    samples: [...LATER_RECORDS, ...RECORDS].map((bytes) => (decodeCbor(bytes) as [Uint8Array])[0]),
    run: (signed) => {
      const log = new MembershipLog(ana.log.networkId)
      log.load(RECORDS, { verified: true })
      const { added } = log.add([cbor([signed, ana.device.sign(signed)])])
      log.state()
      return added.length > 0
    },
  },
  {
    name: 'statement of erasure',
    form: 'cbor',
    samples: [0, 2].map(
      (leftOut) =>
        signSeen(
          {
            networkId: ana.log.networkId,
            at: 5,
            heads: [id(1), id(2)],
            leftOut: Array.from({ length: leftOut }, (_, n) => id(n)),
          },
          ana.device,
        ).bytes,
    ),
    run: (input) => {
      const statement = readSeen(input)
      if (statement === undefined) return false
      isSeenSigned(statement, checker)
      mustEqual(encodeCbor(decodeCbor(statement.bytes) as never), input, 'statement')
      return true
    },
  },
  {
    name: 'statement of a dispute, with its check mended',
    form: 'cbor',
    refuses: /^identity\/statement-malformed$/u,
    samples: [cbor([1, ana.log.networkId, [REMOVAL]]), cbor([1, ana.log.networkId, [REMOVAL, REMOVAL]])],
    run: (payload) => {
      const text = `MUSTER-STATEMENT:${encodeBase32(concat(payload, sha256(payload).subarray(0, 2)))}`
      mustEqual(bytesOf(encodeStatement(decodeStatement(text))), bytesOf(text), 'statement of a dispute')
      return true
    },
  },
  message('join: offer', JoinOffer, [cbor([1, 1, RECORDS[0]!, [RECORDS[1]!], RECORDS[0]!]), cbor([1, 2, 'more'])]),
  message('join: ask', JoinAsk, [cbor([2, id(1), 'Ben', new Uint8Array(16), new Uint8Array(PROOF_BYTES)])]),
  message('join: answer', JoinAnswer, [
    cbor([3, 'admitted', RECORDS.slice(0, 2)]),
    cbor([3, 'refused', 'used-up']),
    cbor([4, RECORDS.slice(0, 2)]),
  ]),
  message('catch-up', CatchUpRecords, [cbor([2, RECORDS.slice(0, 2)]), cbor([3, [id(1), id(2)]])]),
  message('catch-up: ask', CatchUpAsk, [cbor([1, 1, [id(1), id(2)]])]),
  {
    name: 'vault',
    form: 'cbor',
    refuses: /^identity\/(?:profile-damaged|written-by-newer-version)$/u,
    samples: [encodeVault({ salt: new Uint8Array(16), opslimit: 3, memlimit: 64 << 20, sealed: new Uint8Array(72) })],
    run: (input) => {
      mustEqual(encodeVault(decodeVault(input)), input, 'vault')
      return true
    },
  },
]

import { Duplex } from 'node:stream'
import type { Socket } from 'node:net'
import { createSocket } from 'node:dgram'
import { Readable } from 'node:stream'

import sodium from 'libsodium-wrappers-sumo'
import { z } from 'zod'

import { address, isoTime, phoneNumber, seconds, wholeNumber } from '../../../cli/input/values.ts'
import { readJson } from '../../../cli/input/files.ts'
import { contract, type CommandName, type Handlers } from '../../../core/bridge/contract.ts'
import { lineChannel } from '../../../core/bridge/line-channel.ts'
import { BridgeServer } from '../../../core/bridge/rpc-server.ts'
import { canonicalLanguage, canonicalRule } from '../../../core/domain/input/words.ts'
import { normaliseTel } from '../../../core/domain/input/phone.ts'
import { readFullPlusCode } from '../../../core/domain/input/place.ts'
import { readGivenTime } from '../../../core/domain/input/time.ts'
import { checkText } from '../../../core/domain/text-check.ts'
import { cleanLabel, foldText } from '../../../core/domain/text/clean.ts'
import { CREATES } from '../../../core/domain/edits/edits.ts'
import { runCreate } from '../../../core/domain/edits/edit.ts'
import { kindSpec } from '../../../core/domain/kinds.ts'
import { parseAddress } from '../../../core/engine/address-text.ts'
import { openAnnouncement } from '../../../core/network/discovery/announcement.ts'
import { openMulticastLink } from '../../../core/network/discovery/multicast-link.ts'
import { Emitter } from '../../../core/shared/events.ts'
import { ERROR_CODES } from '../../../core/shared/errors.ts'
import { decodeMessage } from '../../../core/sync/protocol/decode.ts'
import { encodeMessage, type Message } from '../../../core/sync/protocol/messages.ts'
import { contextOf } from '../domain-records.ts'
import { LOG_ID, NETWORK, RECORD } from '../fake-engine.ts'
import { random } from '../libp2p-rig.ts'
import { RawPeer } from '../raw-peer.ts'
import { SyncLab } from '../sync-lab.ts'
import { bytesOf, cbor, json, mustEqual, type Target, textOf } from './target.ts'

const id = (fill: number, size = 16): Uint8Array => new Uint8Array(size).fill(fill)
const MESSAGES: readonly Message[] = [
  {
    type: 'hello',
    version: 1,
    networkId: id(1),
    logDigest: id(2, 32),
    now: 1_790_000_000_000,
    sessionRecord: id(3, 120),
    features: { a: 1 },
  },
  { type: 'log-ids', ids: [id(1, 32), id(2, 32)], more: true },
  { type: 'log-records', records: [id(1, 90)] },
  {
    type: 'digest',
    round: 1,
    last: true,
    ranges: [
      { upper: id(5), mode: 'fingerprint', fingerprint: id(6) },
      { upper: id(7), mode: 'skip' },
      { upper: new Uint8Array(), mode: 'list', items: [{ document: id(8), fingerprint: id(9) }] },
    ],
  },
  { type: 'want', wants: [{ document: id(1), vector: [[id(2), 7]] }] },
  { type: 'sessions', records: [id(1, 120)] },
  { type: 'units', batch: 1, units: [id(1, 300)] },
  { type: 'ack', batch: 1, refused: [[0, 5]] },
  { type: 'statement', root: id(1), count: 4, revision: 9, logDigest: id(2, 32) },
  { type: 'goodbye', code: 'stopping' },
  { type: 'ping', n: 4 },
]
const RAW = MESSAGES.map((message) => new Uint8Array(encodeMessage(message)))
const CODES = new Set<string>(ERROR_CODES)

/** A small value that a schema takes, where one is easily found. */
function sampleOf(schema: unknown): unknown {
  const found = schema as { const?: unknown; enum?: unknown[]; type?: string; anyOf?: unknown[]; items?: unknown }
  const { properties = {}, required = [] } = schema as { properties?: Record<string, unknown>; required?: string[] }
  if (found.const !== undefined) return found.const
  if (found.enum !== undefined) return found.enum[0]
  if (found.anyOf !== undefined) return sampleOf(found.anyOf[0])
  switch (found.type) {
    case 'object':
      return Object.fromEntries(required.map((key) => [key, key === 'network' ? NETWORK : sampleOf(properties[key])]))
    case 'array':
      return [sampleOf(found.items ?? {})]
    case 'integer':
    case 'number':
      return 5
    case 'boolean':
      return true
    case 'string': {
      const { pattern = '', format } = schema as { pattern?: string; format?: string }
      if (format === 'date-time') return '2026-12-01T18:00:00Z'
      return pattern.includes('{64}') ? LOG_ID : pattern.includes('{32}') ? RECORD : 'a word'
    }
    default:
      return { what: 'Flood' }
  }
}

const CALLS = (Object.keys(contract) as CommandName[]).map((name, n) => {
  const schema = z.toJSONSchema(contract[name].input as z.ZodType, { io: 'input', unrepresentable: 'any' })
  return json({ t: 'call', id: n + 1, name, input: sampleOf(schema) })
})

/** Each is answered with nothing; only the way to them is looked at. */
const HANDLERS = Object.fromEntries(
  Object.keys(contract).map((name) => [name, async () => ({})]),
) as unknown as Handlers

/** Whatever arrives on the control socket: it is answered by a named code, or the socket is closed. */
const bridge: Target = {
  name: 'bridge: calls over the socket',
  form: 'json',
  samples: [...CALLS, json({ t: 'listen', name: 'record:changed' }), json({ t: 'cancel', id: 3 })],
  run: async (input) => {
    const server = new BridgeServer({ handlers: HANDLERS, events: new Emitter() })
    const answers: string[] = []
    const socket = new Duplex({
      read: () => undefined,
      write: (chunk, _, done) => {
        answers.push(String(chunk))
        done()
      },
    })
    server.attach(lineChannel(socket as Socket))
    socket.push(Buffer.concat([input, Buffer.from('\n{"t":"call","id":900,"name":"profile:status","input":{}}\n')]))
    for (let turns = 0; turns < 20 && !answers.some((one) => one.includes('"id":900')); turns++)
      await new Promise((resolve) => setImmediate(resolve))
    server.stop()
    const replies = answers
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
    for (const { t, error } of replies)
      if (t === 'err' && !CODES.has(error.code)) throw new Error(`An unnamed code: ${error.code}`)
    if (replies.some(({ error }) => error?.code === 'shared/internal')) throw new Error('Something broke inside')
    if (!replies.some(({ id: answered }) => answered === 900)) throw new Error('The next call gets no answer')
    return replies.some(({ t, id: answered }) => t === 'ok' && answered !== 900)
  },
}

/** A conversation that is greeted well, and then hears this: it goes on, or ends by a name. */
const conversation: Target = {
  name: 'sync: a conversation',
  form: 'cbor',
  refuses: /^sync\/message-too-large$/u, // by the wire, before anybody hears it
  samples: RAW,
  run: async (input) => {
    const lab = new SyncLab()
    const ana = lab.laptop('Ana')
    const peer = new RawPeer(lab, ana)
    await peer.greet()
    await peer.say(input)
    const ends = ana.told.filter(({ name }) => name === 'session:ended').map(({ event }) => event as { reason: string })
    if (ends.some(({ reason }) => reason === 'failed')) throw new Error('It failed here, and not there')
    void ana.hub.stop()
    return ends.length === 0
  },
}

const secret = id(4, 32)
const name = `${'ab'.repeat(20)}.local`

await sodium.ready
const announcement: Target = {
  name: 'discovery: what is sealed in an answer',
  form: 'cbor',
  samples: [cbor([1, 7001, [new Uint8Array([192, 168, 1, 20])], id(3, 8)])],
  run: (input) => {
    const plain = new Uint8Array(128)
    plain.set(input.subarray(0, 128))
    const nonce = random(24)
    const box = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, name, null, nonce, secret)
    return openAnnouncement(Buffer.concat([nonce, box]), { secret, name }) !== undefined
  },
}

/** Packets to a real socket; nothing is answered to, so it is asked again now and then whether it still hears. */
function packets(): Target {
  let heard = 0
  let sent = 0
  const port = 40_000 + Math.floor(Math.random() * 20_000)
  const socket = createSocket('udp4')
  const link = openMulticastLink(
    { ip: '127.0.0.1', mask: '255.0.0.0', internal: true, name: 'lo' } as never,
    { asked: () => heard++, answered: () => heard++, failed: () => heard++ },
    port,
  )
  socket.unref()
  void link
  const question = Buffer.concat([
    Buffer.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3]),
    Buffer.from('abc'),
    Buffer.from([0, 0, 16, 0, 1]),
  ])
  const answer = Buffer.concat([
    Buffer.from([0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3]),
    Buffer.from('abc'),
    Buffer.from([0, 0, 16, 0, 1, 0, 0, 0, 10, 0, 5, 4]),
    Buffer.from('text'),
  ])
  return {
    name: 'discovery: a packet',
    form: 'bytes',
    samples: [question, answer],
    run: async (input) => {
      const before = heard
      socket.send(input.subarray(0, 9_000), port, '127.0.0.1')
      if (++sent % 50 === 0) socket.send(question, port, '127.0.0.1')
      for (let turns = 0; turns < 4; turns++) await new Promise((resolve) => setImmediate(resolve))
      return heard > before
    },
  }
}

/** Words that people type, at the command line and in the window. */
const TYPED: readonly ((text: string) => unknown)[] = [
  address,
  isoTime,
  phoneNumber,
  seconds,
  wholeNumber(1, 100),
  parseAddress,
  canonicalLanguage,
  canonicalRule,
  readFullPlusCode,
  readGivenTime,
  checkText,
  cleanLabel,
  foldText,
  (text) => normaliseTel(text, 'tel', { country: 'ES' }),
]

const isOfDomain = (error: unknown): boolean => ((error as { code?: string }).code ?? '').startsWith('domain/')

export const EDGE_TARGETS: readonly Target[] = [
  {
    name: 'sync: every message',
    form: 'cbor',
    refuses: /^sync\/protocol-violation$/u,
    samples: RAW,
    run: (input) => {
      const message = decodeMessage(input)
      if (message.type === 'hello' && message.version !== 1) return true
      mustEqual(encodeMessage(message), input, 'message')
      return true
    },
  },
  conversation,
  announcement,
  packets(),
  bridge,
  {
    name: 'a file of records',
    form: 'json',
    refuses: /^domain\/(?:invalid-input|too-large)$/u,
    samples: [
      json([{ what: 'Flood', kind: 'flood', onset: { at: '2026-07-01T10:00:00Z' }, needs: [{ kind: 'supplies' }] }]),
      json([{ fn: 'Rosa', tel: ['+34600000001'], email: ['r@example.org'], lang: ['es'] }]),
      json([{ summary: 'Check on neighbours', start: '2026-12-01T18:00:00Z', rrule: 'FREQ=WEEKLY' }]),
    ],
    run: async (input) => {
      const records = await readJson('-', Readable.from([Buffer.from(input)]))
      for (const kind of ['contact', 'incident', 'plan'] as const) {
        const list: readonly unknown[] = Array.isArray(records) ? records.slice(0, 5) : [records]
        for (const record of list) {
          try {
            runCreate(CREATES[kind] as never, kindSpec(kind).blank() as never, record, contextOf('ana'))
          } catch (error) {
            if (!isOfDomain(error)) throw error
          }
        }
      }
      return true
    },
  },
  {
    name: 'words that people type',
    form: 'text',
    samples: [
      '+34 600 000 001',
      '2026-12-01T18:00:00+01:00',
      '8FVC9G8F+6X',
      'FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20271231T000000Z',
      'zh-Hant-TW',
      '[2001:db8::7]:4001',
      'The flat on the 3rd floor of 5 Mill lane, +34 600 000 001, r@example.org',
    ].map(bytesOf),
    run: (input) => {
      const text = textOf(input)
      for (const read of TYPED) {
        try {
          read(text)
        } catch (error) {
          const isRefusal = (error as { code?: string }).code === 'commander.invalidArgument'
          if (!isRefusal && !isOfDomain(error)) throw error
        }
      }
      return true
    },
  },
]

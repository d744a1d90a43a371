import type { z } from 'zod'

import { invalidInput, parseInput } from '../domain/input/invalid.ts'
import { MeshError, toWireError } from '../shared/errors.ts'
import type { Events } from '../shared/events.ts'
import type { Log } from '../shared/log.ts'
import type { Channel, Reply } from './channel.ts'
import { contract, type CommandName, type EngineEvents, type EventName, type Handlers } from './contract.ts'
import { events } from './contract/events.ts'
import { isPlainJson, isPlainObject } from './plain-json.ts'

export interface BridgeServerOptions {
  readonly handlers: Handlers
  readonly events: Events<EngineEvents>
  readonly log?: Log
  /** Refuses an output or an event that breaks the contract: for tests; costs time. */
  readonly checkOutput?: boolean
  /** Calls of one client at once. */
  readonly maxPending?: number
  /** A client that leaves more than this unread is dropped. */
  readonly maxQueuedBytes?: number
}

/**
 * Answers every command of the contract on any number of channels. Handlers see only input that passed its schema, and
 * failures travel as data. Nothing that arrives can make it throw.
 */
export class BridgeServer {
  readonly #options: Required<Omit<BridgeServerOptions, 'log'>> & { log: Log | undefined }
  readonly #clients = new Set<Client>()
  readonly #unsubscribe: (() => void)[]

  constructor(options: BridgeServerOptions) {
    this.#options = { checkOutput: false, maxPending: 64, maxQueuedBytes: 64 << 20, log: undefined, ...options }
    this.#unsubscribe = (Object.keys(events) as EventName[]).map((name) =>
      options.events.on(name, (data) => this.#tell(name, data)),
    )
  }

  attach(channel: Channel): void {
    const client: Client = { channel, pending: new Map(), listening: new Set() }
    this.#clients.add(client)
    channel.onClose(() => {
      this.#clients.delete(client)
      for (const call of client.pending.values()) call.abort()
    })
    channel.onMessage((message) => this.#receive(client, message))
  }

  /** Number of attached clients. */
  get size(): number {
    return this.#clients.size
  }

  /** Closes every channel and cancels what they asked for. Safe twice. */
  stop(): void {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe()
    for (const client of this.#clients) client.channel.close()
  }

  #tell(name: EventName, data: unknown): void {
    if (this.#options.checkOutput) data = events[name].parse(data)
    for (const client of this.#clients) if (client.listening.has(name)) this.#send(client, { t: 'event', name, data })
  }

  #send(client: Client, reply: Reply): void {
    if (client.channel.send(reply) <= this.#options.maxQueuedBytes) return
    this.#options.log?.note('bridge/slow-client-dropped')
    client.channel.close()
  }

  #receive(client: Client, message: unknown): void {
    if (!isPlainObject(message)) return this.#refuse(client, 0, new MeshError('bridge/malformed-call', 'Not a call'))
    const { t, id, name } = message
    if (t === 'listen' || t === 'unlisten') {
      if (typeof name !== 'string' || !Object.hasOwn(events, name))
        return this.#refuse(client, 0, new MeshError('bridge/unknown-command', 'No such event'))
      if (t === 'listen') client.listening.add(name)
      else client.listening.delete(name)
      return
    }
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 1)
      return this.#refuse(client, 0, new MeshError('bridge/malformed-call', 'A call without an id'))
    if (t === 'cancel') return client.pending.get(id)?.abort()
    // a second call under a pending id is not answered under that id: the first answer would be taken for its own
    if (t !== 'call' || typeof name !== 'string' || client.pending.has(id))
      return this.#refuse(client, client.pending.has(id) ? 0 : id, new MeshError('bridge/malformed-call', 'Not a call'))
    if (client.pending.size >= this.#options.maxPending)
      return this.#refuse(client, id, new MeshError('bridge/too-many-calls', 'Too many calls at once'))
    const cancel = new AbortController()
    client.pending.set(id, cancel)
    void this.#answer(name, message['input'], cancel.signal).then((reply) => {
      client.pending.delete(id)
      this.#send(client, { ...reply, id })
    })
  }

  #refuse(client: Client, id: number, error: MeshError): void {
    this.#send(client, { t: 'err', id, error: toWireError(error) })
  }

  async #answer(
    name: string,
    raw: unknown,
    signal: AbortSignal,
  ): Promise<{ t: 'ok'; value: unknown } | { t: 'err'; error: ReturnType<typeof toWireError> }> {
    try {
      const command = commandNamed(name)
      const input = parseCall(command, raw)
      const value: unknown = await this.#options.handlers[command](input as never, { signal })
      return { t: 'ok', value: this.#options.checkOutput ? contract[command].output.parse(value) : value }
    } catch (error) {
      const wire = toWireError(error)
      if (wire.code === 'shared/internal')
        this.#options.log?.note('bridge/internal', { command: Object.hasOwn(contract, name) ? name : '' })
      return { t: 'err', error: wire }
    }
  }
}

interface Client {
  readonly channel: Channel
  readonly pending: Map<number, AbortController>
  readonly listening: Set<string>
}

function commandNamed(name: string): CommandName {
  if (!Object.hasOwn(contract, name)) throw new MeshError('bridge/unknown-command', 'No such command')
  return name as CommandName
}

/**
 * The one gate for input, whatever carries it.
 *
 * @throws MeshError `domain/invalid-input` with the first bad `field` (dotted), the `reason` and, for closed lists, what is `allowed`
 */
export function parseCall(name: CommandName, raw: unknown): unknown {
  if (!isPlainJson(raw)) throw invalidInput('', 'malformed')
  return parseInput(contract[name].input as z.ZodType, raw)
}

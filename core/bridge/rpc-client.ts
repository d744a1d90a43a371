import { ERROR_CODES, fromWireError, MeshError, type ErrorCode, type ErrorDetails } from '../shared/errors.ts'
import { Emitter } from '../shared/events.ts'
import type { Channel, Request } from './channel.ts'
import type { CommandCall, CommandName, CommandOutput, EngineEvents, EventData, EventName } from './contract.ts'
import { isPlainObject } from './plain-json.ts'

/** What the caller sees, whatever carries it. Loads no schemas: a command against a running peer starts fast. */
export interface Bridge {
  /** @throws MeshError with the code the engine gave, `shared/aborted`, or `bridge/disconnected` when the engine went away */
  call<Name extends CommandName>(
    name: Name,
    input: CommandCall<Name>,
    options?: { signal?: AbortSignal },
  ): Promise<CommandOutput<Name>>
  /** @returns the function that unsubscribes */
  on<Name extends EventName>(name: Name, listener: (data: EventData<Name>) => void): () => void
  /** Called once, when the engine went away or `close` was called. */
  onClose(listener: () => void): void
  close(): void
}

interface Waiting {
  readonly resolve: (value: never) => void
  readonly reject: (error: MeshError) => void
}

/** The caller's end of a channel. What the engine should never send is ignored. */
export function connectBridge(channel: Channel): Bridge {
  const waiting = new Map<number, Waiting>()
  const emitter = new Emitter<EngineEvents>()
  const listeners = new Map<EventName, number>()
  let lastId = 0
  let closed = false

  const send = (request: Request): void => void channel.send(request)
  const settle = (id: unknown): Waiting | undefined => {
    const found = waiting.get(id as number)
    waiting.delete(id as number)
    return found
  }
  channel.onMessage((message) => {
    if (!isPlainObject(message)) return
    const { t, id, name } = message
    if (t === 'event' && listeners.has(name as EventName)) emitter.emit(name as EventName, message['data'] as never)
    else if (t === 'ok') settle(id)?.resolve(message['value'] as never)
    else if (t === 'err') settle(id)?.reject(readError(message['error']))
  })
  channel.onClose(() => {
    closed = true
    for (const { reject } of waiting.values()) reject(gone())
    waiting.clear()
  })

  return {
    call: (name, input, options = {}) =>
      new Promise((resolve, reject) => {
        const { signal } = options
        if (signal?.aborted === true) return reject(aborted())
        if (closed) return reject(gone())
        const id = ++lastId
        const onAbort = (): void => {
          if (settle(id) === undefined) return
          send({ t: 'cancel', id })
          reject(aborted())
        }
        const forget = (): void => signal?.removeEventListener('abort', onAbort)
        waiting.set(id, {
          resolve: (value) => (forget(), resolve(value)),
          reject: (error) => (forget(), reject(error)),
        })
        signal?.addEventListener('abort', onAbort, { once: true })
        send({ t: 'call', id, name, input })
      }),
    on(name, listener) {
      const count = listeners.get(name) ?? 0
      if (count === 0) send({ t: 'listen', name })
      listeners.set(name, count + 1)
      const off = emitter.on(name, listener)
      let subscribed = true
      return () => {
        if (!subscribed) return
        subscribed = false
        off()
        const left = (listeners.get(name) ?? 1) - 1
        if (left > 0) return void listeners.set(name, left)
        listeners.delete(name)
        send({ t: 'unlisten', name })
      }
    },
    onClose: (listener) => channel.onClose(listener),
    close: () => channel.close(),
  }
}

function readError(value: unknown): MeshError {
  if (!isPlainObject(value) || !ERROR_CODES.includes(value['code'] as ErrorCode))
    return new MeshError('shared/internal', 'An answer that cannot be read')
  const raw = isPlainObject(value['details']) ? value['details'] : {}
  const details: ErrorDetails = Object.fromEntries(
    Object.entries(raw).filter((entry): entry is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof entry[1]),
    ),
  )
  return fromWireError({
    code: value['code'] as ErrorCode,
    message: typeof value['message'] === 'string' ? value['message'] : '',
    details,
  })
}

const gone = (): MeshError => new MeshError('bridge/disconnected', 'The running Muster went away')
const aborted = (): MeshError => new MeshError('shared/aborted', 'Stopped before it was done')

import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

/** Gives a plain Node process what a utility process has: `process.parentPort`, and ports that come with messages. */

const send = process.send!.bind(process)
const ports = new Map<number, Port>()

/** Holds what arrives until it is started, as Electron's does. */
class Port extends EventEmitter {
  readonly #id: number
  #early: unknown[] | undefined = []
  constructor(id: number) {
    super()
    this.#id = id
  }
  start(): void {
    const early = this.#early ?? []
    this.#early = undefined
    for (const data of early) this.emit('message', { data, ports: [] })
  }
  arrive(data: unknown): void {
    if (this.#early === undefined) this.emit('message', { data, ports: [] })
    else this.#early.push(data)
  }
  postMessage(data: unknown): void {
    send({ double: 'port', id: this.#id, data })
  }
  close(): void {
    send({ double: 'close', id: this.#id })
  }
}

const parentPort = Object.assign(new EventEmitter(), {
  postMessage: (data: unknown): void => void send({ double: 'message', data }),
})
Object.defineProperty(process, 'parentPort', { value: parentPort })

/** Electron holds messages until somebody listens. */
const early: unknown[] = []
let listening = false
const tell = (message: unknown): void => void (listening ? parentPort.emit('message', message) : early.push(message))
parentPort.on('newListener', (name) => {
  if (name !== 'message' || listening) return
  setImmediate(() => {
    listening = true
    for (const message of early.splice(0)) parentPort.emit('message', message)
  })
})

process.on('message', (frame: any) => {
  if (frame?.double === 'message') {
    const given = (frame.ports as number[]).map((id) => {
      const port = new Port(id)
      ports.set(id, port)
      return port
    })
    tell({ data: frame.data, ports: given })
  } else if (frame?.double === 'port') ports.get(frame.id)?.arrive(frame.data)
  else if (frame?.double === 'close') ports.get(frame.id)?.emit('close')
})
process.on('disconnect', () => process.exit(0))

const [, , file = '', ...args] = process.argv
process.argv = [process.argv[0]!, file, ...args]
await import(pathToFileURL(file).href)
send({ double: 'spawned' })

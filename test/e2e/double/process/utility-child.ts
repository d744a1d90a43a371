import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'

/** Gives a plain Node process what a utility process has: `process.parentPort`, and ports that come with messages. */

const send = process.send!.bind(process)
const ports = new Map<number, Port>()

class Port extends EventEmitter {
  readonly #id: number
  constructor(id: number) {
    super()
    this.#id = id
  }
  start(): void {}
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
  } else if (frame?.double === 'port') ports.get(frame.id)?.emit('message', { data: frame.data, ports: [] })
  else if (frame?.double === 'close') ports.get(frame.id)?.emit('close')
})
process.on('disconnect', () => process.exit(0))

const [, , file = '', ...args] = process.argv
process.argv = [process.argv[0]!, file, ...args]
await import(pathToFileURL(file).href)
send({ double: 'spawned' })

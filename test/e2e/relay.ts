import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** The wifi between two laptops of a suite: everything goes through it, and it can be cut. */
export class Relay {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #open = true
  /** Port on 127.0.0.1 where the laptop behind it listens now. */
  target = 0

  private constructor() {
    this.#server = createServer((near) => this.#pass(near))
  }

  static async start(): Promise<Relay> {
    const relay = new Relay()
    await new Promise<void>((resolve) => relay.#server.listen(0, '127.0.0.1', resolve))
    return relay
  }

  /** Where it is reached: `ip:port`. */
  get address(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Breaks what goes through, and lets nothing through until {@link heal}. */
  cut(): void {
    this.#open = false
    for (const socket of this.#sockets) socket.destroy()
  }

  heal(): void {
    this.#open = true
  }

  stop(): void {
    this.cut()
    this.#server.close()
  }

  #pass(near: Socket): void {
    if (!this.#open) return void near.destroy()
    const far = connect(this.target, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  }
}

import type { Channel } from '../core/bridge/channel.ts'
import type { EngineEvents } from '../core/bridge/contract.ts'
import { BridgeServer } from '../core/bridge/rpc-server.ts'
import { ControlSocket } from '../core/bridge/socket.ts'
import { type Engine, openEngine } from '../core/engine/engine.ts'
import type { EngineOptions } from '../core/engine/options.ts'
import type { Events } from '../core/shared/events.ts'
import type { Startable } from '../core/shared/lifecycle.ts'

export type WindowEngineOptions = Pick<EngineOptions, 'profileDir' | 'version' | 'startDocuments'> & {
  readonly listen: string | undefined
  readonly discovery: boolean
}

/** The engine behind a window: it starts locked, answers any number of pages, and the command line over the profile's socket. */
export class WindowEngine implements Startable {
  readonly #options: WindowEngineOptions
  #engine: Engine | undefined
  #server: BridgeServer | undefined
  #socket: ControlSocket | undefined

  constructor(options: WindowEngineOptions) {
    this.#options = options
  }

  /** @throws MeshError `identity/profile-in-use`, `identity/profile-unreadable`, `documents/read-only` */
  async start(): Promise<void> {
    if (this.#engine !== undefined) return
    const { profileDir, listen, ...options } = this.#options
    this.#engine = await openEngine({ ...options, profileDir, online: true, ...(listen !== undefined && { listen }) })
    const server = new BridgeServer({ handlers: this.#engine.handlers, events: this.#engine.events })
    this.#server = server
    this.#socket = new ControlSocket({ profileDir, attach: (channel) => server.attach(channel) })
    await this.#socket.start()
  }

  /** Answers what comes through the channel. Before `start` and after `stop` it is closed at once. */
  attach(channel: Channel): void {
    if (this.#server === undefined) channel.close()
    else this.#server.attach(channel)
  }

  /** @throws Error before `start` */
  get engine(): { readonly handlers: Engine['handlers']; readonly events: Events<EngineEvents> } {
    if (this.#engine === undefined) throw new Error('The engine has not started')
    return this.#engine
  }

  async stop(): Promise<void> {
    await this.#socket?.stop()
    this.#server?.stop()
    this.#server = undefined
    await this.#engine?.stop()
    this.#engine = undefined
  }
}

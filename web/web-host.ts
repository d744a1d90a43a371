import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

import { WebSocketServer } from 'ws'

import type { Channel } from '../core/bridge/channel.ts'
import type { Clock, RandomBytes } from '../core/shared/clock.ts'
import { MeshError } from '../core/shared/errors.ts'
import type { Startable } from '../core/shared/lifecycle.ts'
import { Access, SUB_PROTOCOL } from './access.ts'
import { type PageFiles, servePage } from './page-files.ts'
import { socketChannel } from './socket-channel.ts'

const LOOPBACK = '127.0.0.1'
const MAX_CLIENTS = 8
const MAX_CONNECTIONS = 64
const MAX_MESSAGE_BYTES = 8 << 20
const HTTP_LIMITS = { requestTimeout: 10_000, headersTimeout: 5_000, keepAliveTimeout: 5_000, maxHeaderSize: 8_192 }

export interface WebHostOptions {
  /** Folder of the built page. */
  readonly page: string
  /** 0: any free one. */
  readonly port: number
  /** A page that may speak with the engine. */
  readonly attach: (channel: Channel) => void
  readonly clock: Clock
  readonly random: RandomBytes
}

/** The page in a browser on this laptop: its files over HTTP and the bridge over a WebSocket, on the loopback address only. */
export class WebHost implements Startable {
  readonly #options: WebHostOptions
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => SUB_PROTOCOL,
  })
  #server: Server | undefined
  #access: Access | undefined

  constructor(options: WebHostOptions) {
    this.#options = options
  }

  /** @throws MeshError `network/port-in-use` */
  async start(): Promise<void> {
    if (this.#server !== undefined) return
    const server = createServer(HTTP_LIMITS)
    server.maxConnections = MAX_CONNECTIONS
    this.#server = server
    const port = await listen(server, this.#options.port)
    const access = new Access({ ...this.#options, port })
    const files = servePage(this.#options.page, { socket: `ws://${LOOPBACK}:${port}` })
    this.#access = access
    server.on('request', (request, response) => {
      answer(request, response, { access, files }).catch(() => response.destroy())
    })
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head, access))
  }

  /** For the person's own eyes; it holds the token. @throws Error before `start` */
  get address(): string {
    return this.#started().address
  }

  /** For a program's argument list, see {@link Access.addressOnce}. */
  addressOnce(): string | undefined {
    return this.#started().addressOnce()
  }

  async stop(): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    for (const socket of this.#sockets.clients) socket.terminate()
    await new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  }

  #started(): Access {
    if (this.#access === undefined) throw new Error('The host has not started')
    return this.#access
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, access: Access): void {
    socket.on('error', () => socket.destroy())
    const { host, origin } = request.headers
    const isOurs = request.url === '/bridge' && this.#sockets.clients.size < MAX_CLIENTS
    const claims = { host, origin, protocols: request.headers['sec-websocket-protocol'] }
    const admitted = isOurs ? access.admits(claims) : undefined
    if (admitted === undefined) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      const channel = socketChannel(client)
      if (admitted === 'once') channel.send({ t: 'token', token: access.token })
      this.#options.attach(channel)
    })
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { access, files }: { access: Access; files: PageFiles },
): Promise<void> {
  const { host, 'sec-fetch-site': site, 'sec-fetch-dest': destination } = request.headers
  // a page of another site may lead a person here, but must not use this one's files
  const isForeign = site !== undefined && !['same-origin', 'none'].includes(site) && destination !== 'document'
  if (!access.knowsHost(host) || isForeign) {
    response.writeHead(403, { 'content-length': '0' }).end()
    return
  }
  const { status, headers, body } = await files(request.method ?? '', request.url ?? '')
  response.writeHead(status, headers).end(body)
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new MeshError('network/port-in-use', 'The port is taken', { cause, details: { port } })),
    )
    server.listen(port, LOOPBACK, () => resolve((server.address() as AddressInfo).port))
  })
}

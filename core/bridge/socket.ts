import { createHash } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join, resolve } from 'node:path'

import { MeshError } from '../shared/errors.ts'
import type { Startable } from '../shared/lifecycle.ts'
import type { Channel } from './channel.ts'
import { lineChannel } from './line-channel.ts'

const FILE = 'control.sock'
/** The address of a local socket holds 104 bytes on macOS and 108 on Linux. */
const MAX_PATH_BYTES = 100
const MAX_CLIENTS = 64

/**
 * The running peer's local socket, `control.sock` in the profile, for this person only (mode 0600). Start it after the
 * profile's lock is taken: a socket that is there already is then a leftover and is replaced.
 */
export class ControlSocket implements Startable {
  readonly #profileDir: string
  readonly #attach: (channel: Channel) => void
  readonly #channels = new Set<Channel>()
  #server: Server | undefined

  constructor(options: { profileDir: string; attach: (channel: Channel) => void }) {
    this.#profileDir = options.profileDir
    this.#attach = options.attach
  }

  /** @throws MeshError `documents/read-only` when the profile cannot hold the socket */
  async start(): Promise<void> {
    if (this.#server !== undefined) return
    const server = createServer((socket) => {
      const channel = lineChannel(socket)
      this.#channels.add(channel)
      channel.onClose(() => this.#channels.delete(channel))
      this.#attach(channel)
    })
    server.maxConnections = MAX_CLIENTS
    this.#server = server
    const path = join(this.#profileDir, FILE)
    try {
      if (process.platform !== 'win32') rmSync(path, { force: true })
      await withShortPath(this.#profileDir, (address) => listen(server, address))
      if (process.platform !== 'win32') chmodSync(path, 0o600)
    } catch (cause) {
      await this.stop()
      throw new MeshError('documents/read-only', 'The profile folder cannot hold the control socket', { cause })
    }
  }

  async stop(): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    for (const channel of this.#channels) channel.close()
    await new Promise<void>((done) => server.close(() => done()))
    try {
      if (process.platform !== 'win32') rmSync(join(this.#profileDir, FILE), { force: true })
    } catch {
      // a leftover is replaced by the next start
    }
  }
}

/**
 * A channel to the peer that runs on this profile; undefined when none answers.
 * The caller's connection keeps the process alive until it is closed.
 */
export async function connectControlSocket(profileDir: string): Promise<Channel | undefined> {
  try {
    return await withShortPath(profileDir, dial)
  } catch {
    return undefined
  }
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed)
    // the file appears within this call: nobody else may use it, not even for a moment
    const before = process.umask(0o177)
    try {
      server.listen(address, () => {
        server.off('error', failed)
        done()
      })
    } finally {
      process.umask(before)
    }
  })
}

function dial(address: string): Promise<Channel> {
  return new Promise((done, failed) => {
    const socket = connect(address)
    socket.once('error', failed)
    socket.once('connect', () => {
      socket.off('error', failed)
      done(lineChannel(socket))
    })
  })
}

/**
 * Runs `use` with an address that fits a socket name, whatever the length of the profile's path: a symbolic link to the
 * profile, in a fresh folder that only this user can enter and that is gone again once the socket is bound or connected.
 */
async function withShortPath<T>(profileDir: string, use: (address: string) => Promise<T>): Promise<T> {
  const folder = resolve(profileDir)
  if (process.platform === 'win32')
    return use(`\\\\.\\pipe\\muster-${createHash('sha256').update(folder.toLowerCase()).digest('hex').slice(0, 32)}`)
  const path = join(folder, FILE)
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) return use(path)
  const short = mkdtempSync('/tmp/muster-')
  try {
    symlinkSync(folder, join(short, 'p'))
    return await use(join(short, 'p', FILE))
  } finally {
    rmSync(short, { recursive: true, force: true })
  }
}

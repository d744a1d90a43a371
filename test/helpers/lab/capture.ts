import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** What goes over a wifi of {@link Wifi}, recorded at its bridge by tcpdump. */
export class Capture {
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'capture-'))
  readonly #child: ChildProcess
  readonly #ended: Promise<void>

  private constructor(namespace: string, filter: readonly string[]) {
    const file = path.join(this.#folder, 'wifi.pcap')
    const tcpdump = ['tcpdump', '-i', 'br0', '-s', '0', '-U', '-n', '-B', '16384', '-Z', 'root', '-w', file, ...filter]
    this.#child = spawn('ip', ['netns', 'exec', namespace, ...tcpdump], { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#ended = new Promise((resolve) => this.#child.once('close', () => resolve()))
  }

  /** Resolves once packets are recorded. */
  static async start(bridgeNamespace: string, ...filter: readonly string[]): Promise<Capture> {
    const capture = new Capture(bridgeNamespace, filter)
    await new Promise<void>((resolve, reject) => {
      let told = ''
      capture.#child.stderr!.on('data', (chunk: Buffer) => {
        told += String(chunk)
        if (told.includes('listening on')) resolve()
      })
      capture.#child.once('close', () => reject(new Error(`tcpdump ended: ${told}`)))
    })
    return capture
  }

  /** Bytes recorded so far; 24 with no packet. */
  size(): number {
    return statSync(path.join(this.#folder, 'wifi.pcap'), { throwIfNoEntry: false })?.size ?? 0
  }

  /** The pcap file so far. */
  soFar(): Buffer {
    return this.size() === 0 ? Buffer.alloc(0) : readFileSync(path.join(this.#folder, 'wifi.pcap'))
  }

  /** Ends the recording. @returns the whole pcap file */
  async stop(): Promise<Buffer> {
    this.#child.kill('SIGINT')
    await this.#ended
    const bytes = readFileSync(path.join(this.#folder, 'wifi.pcap'))
    rmSync(this.#folder, { recursive: true, force: true })
    return bytes
  }
}

/** When each packet of a pcap file passed, in seconds. */
export function* timesOf(pcap: Buffer): Generator<number> {
  for (let at = 24; at + 16 <= pcap.length; at += 16 + pcap.readUInt32LE(at + 8))
    yield pcap.readUInt32LE(at) + pcap.readUInt32LE(at + 4) / 1e6
}

/** The packets of a pcap file in the byte order of this machine, Ethernet header included. */
export function* packetsOf(pcap: Buffer): Generator<Buffer> {
  for (let at = 24; at + 16 <= pcap.length;) {
    const length = pcap.readUInt32LE(at + 8)
    yield pcap.subarray(at + 16, at + 16 + length)
    at += 16 + length
  }
}

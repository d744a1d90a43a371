import { subscribe } from 'node:diagnostics_channel'
import { readdirSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'

/** What a role has used so far, with its child processes. */
export interface Usage {
  readonly cpuMs: number
  readonly rssMb: number
  /** Bytes read and written on all of its TCP sockets. */
  readonly bytes: number
}

const sockets = new Set<Socket>()
let closedBytes = 0

/** Counts the bytes of every TCP socket this process opens or accepts from now on. */
export function countSockets(): void {
  const watch = (message: unknown): void => {
    const { socket } = message as { socket: Socket }
    if (sockets.has(socket)) return
    sockets.add(socket)
    socket.once('close', () => {
      closedBytes += socket.bytesRead + socket.bytesWritten
      sockets.delete(socket)
    })
  }
  subscribe('net.client.socket', watch)
  subscribe('net.server.socket', watch)
}

/** Linux: the process and its children, from /proc (100 ticks a second); elsewhere the process alone. */
export function usage(): Usage {
  const pids = process.platform === 'linux' ? [process.pid, ...descendants(process.pid)] : []
  const own = process.cpuUsage()
  let cpuMs = (own.user + own.system) / 1000
  let rssMb = process.memoryUsage.rss() / 1e6
  for (const pid of pids.slice(1)) {
    cpuMs += cpuOf(pid)
    rssMb += rssOf(pid)
  }
  let bytes = closedBytes
  for (const socket of sockets) bytes += socket.bytesRead + socket.bytesWritten
  return { cpuMs, rssMb, bytes }
}

function descendants(pid: number): number[] {
  const all: number[] = []
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    for (const child of readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ')) {
      if (child !== '') all.push(Number(child), ...descendants(Number(child)))
    }
  }
  return all
}

function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function rssOf(pid: number): number {
  return (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6
}

import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'

import type { Reply, Request } from './host-messages.ts'

/** Port: one running documents process. Ended for good by `kill` or by itself. */
export interface HostProcess {
  send(request: Request): void
  /** What it has used so far; undefined where the system does not tell. */
  usage(): { readonly cpuMs: number; readonly rssBytes: number } | undefined
  kill(): void
}

/** Starts a documents process. `onExit` is called once, also when it could not be started. */
export type StartHostProcess = (listeners: {
  readonly onReply: (reply: Reply) => void
  readonly onExit: () => void
}) => HostProcess

/** A documents process of a kind that only its starter can make, speak with and end (the desktop app's). */
export interface ForeignProcess {
  send(request: Request): void
  kill(): void
  /** Undefined until it runs. */
  readonly pid: number | undefined
}

/** Starts one; the same duties as {@link StartHostProcess}. */
export type StartForeignProcess = (listeners: Parameters<StartHostProcess>[0]) => ForeignProcess

/** Adds to processes that were started elsewhere what the system tells of them. */
export function startForeignProcess(start: StartForeignProcess): StartHostProcess {
  return (listeners) => {
    const foreign = start(listeners)
    return {
      send: (request) => foreign.send(request),
      kill: () => foreign.kill(),
      usage: () => (foreign.pid === undefined || process.platform !== 'linux' ? undefined : readUsage(foreign.pid)),
    }
  }
}

const HEAP_MB = 256
const TICKS_PER_SECOND = 100 // USER_HZ, the same on every Linux we run on
const PAGE_BYTES = 4_096

/**
 * The documents process as a child of this one, by the same Node: no environment (it may hold a passphrase), no
 * terminal, a channel for structured clones. It ends itself when the channel closes.
 * @param entry of the process, where it is not host.ts beside this file (a bundle)
 */
export function startChildProcess(entry: URL = new URL('./host.ts', import.meta.url)): StartHostProcess {
  return ({ onReply, onExit }) => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
      env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
    })
    let ended = false
    const end = (): void => {
      if (!ended) onExit()
      ended = true
    }
    child.on('message', (reply) => {
      if ((reply as Reply).did !== 'some') hold(false)
      onReply(reply as Reply)
    })
    child.on('exit', end)
    child.on('error', end)
    /** A program waits for an answer; an idle documents process does not keep it from ending. */
    const hold = (on: boolean): void => {
      if (on) child.ref()
      else child.unref()
      if (on) child.channel?.ref()
      else child.channel?.unref()
    }
    hold(false)
    return {
      send: (request) => {
        if (request.do !== 'begin') hold(true)
        child.send(request, () => undefined) // a failure shows as the exit
      },
      usage: () => (child.pid === undefined || process.platform !== 'linux' ? undefined : readUsage(child.pid)),
      kill: () => child.kill('SIGKILL'),
    }
  }
}

function readUsage(pid: number): { cpuMs: number; rssBytes: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // from field 3 of proc(5)
    const ticks = Number(fields[11]) + Number(fields[12])
    return { cpuMs: (ticks * 1_000) / TICKS_PER_SECOND, rssBytes: Number(fields[21]) * PAGE_BYTES }
  } catch {
    return undefined
  }
}

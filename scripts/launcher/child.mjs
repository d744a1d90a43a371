import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import path from 'node:path'

const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
const PARENT_CHECK_MS = 200

/**
 * Runs a program as if it had been started itself: same terminal, its signals, its exit code.
 *
 * Each kind of signal is passed on once, so that an impatient second Ctrl+C cannot break an orderly stop; the
 * launcher always waits for the child. With `follow`, the child gets an IPC channel whose end tells it that the
 * launcher was killed without a chance to say so (see follow.ts), and the death of npm counts as SIGTERM.
 *
 * @param {string} file
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, stdout?: 'inherit' | 2, follow?: boolean }} [options]
 * @returns {Promise<number>} exit code; 128 + n where signal n ended the child
 */
export function runToEnd(
  file,
  args,
  { env = process.env, cwd = process.cwd(), stdout = 'inherit', follow = false } = {},
) {
  const child = spawn(file, args, {
    env,
    cwd,
    stdio: ['inherit', stdout, 'inherit', ...(follow ? [/** @type {const} */ ('ipc')] : [])],
  })

  const sent = new Set()
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    if (!sent.has(signal)) child.kill(signal)
    sent.add(signal)
  }
  for (const signal of FORWARDED) process.on(signal, pass)

  const parent = process.ppid
  const byNpm = follow && process.env['npm_lifecycle_event'] !== undefined
  const watch = setInterval(() => byNpm && process.ppid !== parent && pass('SIGTERM'), PARENT_CHECK_MS)

  return new Promise((resolve) => {
    /** @param {number} code */
    const end = (code) => {
      clearInterval(watch)
      for (const signal of FORWARDED) process.off(signal, pass)
      resolve(code)
    }
    child.on('exit', (code, signal) => end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
    child.on('error', (error) => {
      console.error(`Cannot run ${path.basename(file)}: ${error.message}`)
      end(127)
    })
  })
}

/**
 * Environment in which `node` and npm scripts mean the chosen Node, and every Node below it runs TypeScript too.
 * @param {{ file: string, flags: readonly string[] }} node its absolute path, and the flags it needs
 */
export function environmentFor({ file, flags }) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const rest = process.env[key]
  const options = [process.env['NODE_OPTIONS'], ...flags.filter((flag) => flag.startsWith('--experimental'))]
  return {
    ...process.env,
    NODE_OPTIONS: options.filter(Boolean).join(' '),
    [key]: path.dirname(file) + (rest === undefined ? '' : path.delimiter + rest),
    npm_node_execpath: file,
    NODE: file,
  }
}

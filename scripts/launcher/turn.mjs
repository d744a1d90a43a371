import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Waits for a lock file that no living process holds and takes it.
 * @param {string} file
 * @returns {Promise<() => void>} gives it back
 */
export async function takeTurn(file) {
  mkdirSync(path.dirname(file), { recursive: true })
  const own = `${file}.${process.pid}`
  writeFileSync(own, String(process.pid))
  for (;;) {
    try {
      linkSync(own, file) // appears with its content at once, or fails where another holds it
      rmSync(own)
      return () => rmSync(file, { force: true })
    } catch {
      if (!isAlive(readHolder(file))) rmSync(file, { force: true })
      else await wait(250)
    }
  }
}

/** @param {string} file */
function readHolder(file) {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return Number.NaN
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'

/** Bytes of one page, which is the least a file on tmpfs grows by. */
const PAGE = 4_096

/**
 * Fills a disk with one file to the last page, but for `leave` bytes. It writes until the disk refuses: what is free may change
 * while a program runs on it, so it is not asked for beforehand.
 * @returns frees the room again
 */
export function fillDisk(disk: string, leave = 0): () => void {
  const ballast = path.join(disk, 'ballast')
  const file = openSync(ballast, 'w')
  let length = 0
  for (let step = 256 * PAGE; step >= PAGE;) {
    try {
      length += writeSync(file, Buffer.alloc(step), 0, step, length)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      step /= 2
    }
  }
  ftruncateSync(file, Math.max(0, length - leave))
  closeSync(file)
  return () => rmSync(ballast, { force: true })
}

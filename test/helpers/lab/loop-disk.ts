import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type FileSystem = 'ext4' | 'xfs'

/** What the smallest file system of each kind takes. The image has holes: it takes only what is written. */
const IMAGE_BYTES = { ext4: 64 << 20, xfs: 320 << 20 } as const
const MAKE = { ext4: ['mkfs.ext4', '-q', '-F'], xfs: ['mkfs.xfs', '-q', '-f'] } as const

/** Says loudly that a suite is skipped where this machine cannot mount such a disk; for `describe.skipIf`. */
export function loopDisksMissing(suite: string): boolean {
  try {
    for (const kind of ['ext4', 'xfs'] as const) new LoopDisk(kind).dispose()
    return false
  } catch {
    console.warn(`\n!!! SKIPPED: ${suite}: needs root, loop devices, e2fsprogs and xfsprogs\n`)
    return true
  }
}

/** A disk of its own in a file, mounted on a folder, whose power can be cut. */
export class LoopDisk {
  readonly kind: FileSystem
  /** Where it is mounted. */
  readonly folder: string
  readonly #parent = mkdtempSync(path.join(tmpdir(), 'muster-loop-'))

  constructor(kind: FileSystem) {
    this.kind = kind
    this.folder = path.join(this.#parent, 'disk')
    try {
      // Whoever enters a network namespace meanwhile takes a copy of all mounts along: theirs are to end with ours
      run('mount', '--bind', this.#parent, this.#parent)
      run('mount', '--make-shared', this.#parent)
      mkdirSync(this.folder)
      writeFileSync(this.#image, '')
      truncateSync(this.#image, IMAGE_BYTES[kind])
      const [program, ...args] = MAKE[kind]
      run(program, ...args, this.#image)
      this.mount()
    } catch (error) {
      this.dispose()
      throw error
    }
  }

  get #image(): string {
    return path.join(this.#parent, 'image')
  }

  mount(): void {
    run('mount', '-o', 'loop', this.#image, this.folder)
  }

  /** Everything that was not synced is gone from now on, and nothing more is written. */
  cutPower(): void {
    run('xfs_io', '-x', '-c', 'shutdown', this.folder)
  }

  /** What runs on it has ended. */
  unmount(): void {
    run('umount', this.folder)
  }

  dispose(): void {
    for (const mounted of [this.folder, this.#parent]) {
      try {
        run('umount', '-l', mounted)
      } catch {
        // not mounted
      }
    }
    rmSync(this.#parent, { recursive: true, force: true })
  }
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] })
}

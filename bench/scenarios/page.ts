import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Page } from 'playwright-core'

import type { CommandCall, CommandName, CommandOutput } from '../../core/bridge/contract.ts'
import { BENCH_PASSPHRASE } from '../lib/passphrase.ts'
import { median, round2 } from '../lib/report.ts'
import { Role } from '../lib/role.ts'
import { type MainThread, traced } from '../lib/trace.ts'
import { type OpenWindow, openWindow } from '../lib/window.ts'

const PROBE = readFileSync(path.join(import.meta.dirname, '../page/probe.js'), 'utf8')
/** A laptop's window, and one in which more than 20 rows are in sight at once. */
const LAPTOP = { width: 1280, height: 800 }
const TALL = { width: 1280, height: 2_100 }
/** One turn of the wheel, six rows, and how many: through the first 3,600 rows. The whole list is passed by dragging. */
const WHEEL_PX = 500
const WHEEL_TURNS = 600

/** One round over the page; times in milliseconds. */
export interface PageMeasure {
  /** From the vault being open until the rows in sight are on screen, and until 20 rows are, in a window that has room for them. */
  readonly firstPaintMs: number
  readonly firstTwentyMs: number
  /** From pressing Enter: with the stretching of the passphrase, which is meant to take its time. */
  readonly fromEnterMs: number
  readonly scrolling: Readonly<Record<'wheel' | 'keys' | 'drag', Scrolling>>
  readonly search: { readonly answerMs: number; readonly shownMs: number; readonly longestTaskMs: number }
  readonly filterMs: number
  /** Megabytes of JavaScript heap after garbage collection. */
  readonly heapMb: { readonly afterUnlock: number; readonly afterScrolling: number; readonly peak: number }
  /** Most rows in the document at any time. */
  readonly mostRows: number
}

export interface Scrolling extends MainThread {
  readonly frames: number
  /** Times between two frames. */
  readonly longestFrameMs: number
  readonly framesOver50: number
  /** Longest time during which a row in sight was not filled yet though the list stood still. */
  readonly longestEmptyMs: number
}

/** The median of each number over all rounds, to hundredths. */
export function over<T>(rounds: readonly T[]): T {
  const [first] = rounds
  if (typeof first === 'number') return round2(median(rounds as readonly number[])) as T
  if (typeof first !== 'object' || first === null || Array.isArray(first)) return first as T
  const names = Object.keys(first) as (keyof T)[]
  return Object.fromEntries(names.map((name) => [name, over(rounds.map((round) => round[name]))])) as T
}

/** A profile filled once; in each round a fresh window opens it. */
export class PageBench {
  readonly #folder: string
  readonly #profile: string

  constructor(folder = mkdtempSync(path.join(tmpdir(), 'muster-bench-page-'))) {
    this.#folder = folder
    this.#profile = path.join(folder, 'profile')
  }

  async fill(count: number): Promise<void> {
    const role = new Role('ours')
    await role.call('open', { dir: this.#profile })
    await role.call('fill', { count })
    await role.end()
  }

  async measure(): Promise<PageMeasure> {
    const tall = await this.#unlocked(TALL, 20)
    await tall.window.close()
    const { window, firstPaintMs, fromEnterMs } = await this.#unlocked(LAPTOP, 6)
    try {
      const { page } = window
      const afterUnlock = await heapMb(page)
      const wheel = await scrolled(window, () => turnWheel(page))
      const keys = await scrolled(window, () => pressKeys(page))
      const drag = await scrolled(window, () => page.evaluate('probe.drag()'))
      const peak = await page.evaluate<number>('performance.memory.usedJSHeapSize / 1e6')
      const afterScrolling = await heapMb(page)
      const mostRows = await page.evaluate<number>('probe.mostRows()')
      const { value } = await ask(page, 'network:list', {})
      const found = await traced(window, () => search(page, value.networks[0]!.id))
      const filterMs = await choose(page)
      return {
        firstPaintMs,
        firstTwentyMs: tall.firstPaintMs,
        fromEnterMs,
        scrolling: { wheel, keys, drag },
        search: { ...found.value, longestTaskMs: found.main.longestTaskMs },
        filterMs,
        heapMb: { afterUnlock, afterScrolling, peak },
        mostRows,
      }
    } finally {
      await window.close()
    }
  }

  dispose(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #unlocked(size: typeof LAPTOP, rows: number): Promise<Unlocked> {
    const window = await openWindow({ profile: this.#profile, size })
    const { page } = window
    await page.locator('input[type=password]').fill(BENCH_PASSPHRASE)
    await page.evaluate(PROBE)
    await page.evaluate("void (location.hash = '/incidents')")
    const painted = page.evaluate<{ pressedAt: number; paintedAt: number }>(`probe.filled(${rows})`)
    await page.keyboard.press('Enter')
    const { pressedAt, paintedAt } = await painted
    const openedAt = await vaultOpenedAt(page)
    return { window, firstPaintMs: paintedAt - openedAt, fromEnterMs: paintedAt - pressedAt }
  }
}

interface Unlocked {
  readonly window: OpenWindow
  readonly firstPaintMs: number
  readonly fromEnterMs: number
}

/** By the engine's own log: what comes before is the stretching of the passphrase. */
async function vaultOpenedAt(page: Page): Promise<number> {
  const { value } = await ask(page, 'log:export', {})
  return value.lines.findLast(({ code }) => code === 'profile:vault-opened')!.at
}

async function ask<Name extends CommandName>(
  page: Page,
  name: Name,
  input: CommandCall<Name>,
): Promise<{ value: CommandOutput<Name>; ms: number }> {
  return await page.evaluate<{ value: CommandOutput<Name>; ms: number }>(
    `probe.ask('${name}', ${JSON.stringify(input)})`,
  )
}

/** JavaScript heap after garbage collection. */
async function heapMb(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  try {
    for (let time = 0; time < 2; time++) await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    return usedSize / 1e6
  } finally {
    await session.detach()
  }
}

async function scrolled(window: OpenWindow, act: () => Promise<unknown>): Promise<Scrolling> {
  const { page } = window
  await page.evaluate('probe.filled()')
  const { value, main } = await traced(window, async () => {
    await page.evaluate('void probe.record()')
    await act()
    return await page.evaluate<{ frames: number[]; emptyMs: number }>('probe.stop()')
  })
  const deltas = value.frames.slice(1).map((at, index) => at - value.frames[index]!)
  return {
    ...main,
    frames: value.frames.length,
    longestFrameMs: Math.max(0, ...deltas),
    framesOver50: deltas.filter((delta) => delta > 50).length,
    longestEmptyMs: value.emptyMs,
  }
}

/** Down from the first row by turning the wheel, as fast as the page takes it. */
async function turnWheel(page: Page): Promise<void> {
  await page.mouse.move(LAPTOP.width - 300, LAPTOP.height - 200)
  for (let turn = 0; turn < WHEEL_TURNS; turn++) await page.mouse.wheel(0, WHEEL_PX)
}

/** Home, a hundred times Page Down, to the last row and back. */
async function pressKeys(page: Page): Promise<void> {
  await page.evaluate("probe.inSight()[0].querySelector('a').focus()")
  await page.keyboard.press('Home')
  await page.evaluate("probe.reached('first')")
  for (let time = 0; time < 100; time++) await page.keyboard.press('PageDown')
  await page.keyboard.press('End')
  await page.evaluate("probe.reached('last')")
  for (let time = 0; time < 60; time++) await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Home')
  await page.evaluate("probe.reached('first')")
}

/** Words that some of the incidents hold: typed at once; and the engine alone, with other words. */
async function search(page: Page, network: string): Promise<{ answerMs: number; shownMs: number }> {
  const before = await page.evaluate<string>('probe.setSize()')
  await page.getByRole('searchbox').focus()
  const began = await page.evaluate<number>('probe.now()')
  await page.keyboard.insertText('Report 77')
  const shownAt = await page.evaluate<number>(`probe.listed('${before}')`)
  const input = { network, kind: 'incident', search: 'pump boots 88', limit: 100 } as const
  const { ms } = await ask(page, 'record:list', input)
  return { answerMs: ms, shownMs: shownAt - began }
}

/** From pressing a filter to the rows that it lets through. */
async function choose(page: Page): Promise<number> {
  await page.getByRole('searchbox').fill('')
  await page.evaluate('probe.filled()')
  const began = await page.evaluate<number>('probe.now()')
  await page.getByRole('radio', { name: 'All' }).click({ force: true })
  const { paintedAt } = await page.evaluate<{ paintedAt: number }>('probe.filled()')
  return paintedAt - began
}

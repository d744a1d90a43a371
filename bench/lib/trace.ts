import type { Browser, Page } from 'playwright-core'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds. */
  readonly ts: number
  readonly dur?: number
  /** Microseconds of processor time. */
  readonly tdur?: number
  readonly args?: { readonly name?: string; readonly [key: string]: unknown }
}

/** What the page's main thread did while it was traced. Milliseconds. */
export interface MainThread {
  /** Longest task from beginning to end, waiting for a processor included. */
  readonly longestTaskMs: number
  /** The task with the most processor time. */
  readonly longestTaskCpuMs: number
  /** Waiting for a processor included; by processor time alone. */
  readonly tasksOver50: number
  readonly tasksOver50Cpu: number
  /** All the processor time of the main thread. */
  readonly cpuMs: number
  /** What the longest tasks were made of, for people: `name ms, …`. */
  readonly longest: readonly string[]
}

const CATEGORIES = ['devtools.timeline', 'toplevel', 'disabled-by-default-devtools.timeline', 'v8', 'blink.user_timing']

/** Runs `act` while Chromium traces the page. */
export async function traced<T>(
  { browser, page }: { readonly browser: Browser; readonly page: Page },
  act: () => Promise<T>,
): Promise<{ readonly value: T; readonly main: MainThread }> {
  await browser.startTracing(page, { categories: CATEGORIES })
  const value = await act()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  return { value, main: mainThread(traceEvents) }
}

/** The busiest renderer's main thread is the page's: nothing else is open. */
function mainThread(events: readonly TraceEvent[]): MainThread {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const all = threads.map(({ pid, tid }) => tasksOf(events.filter((one) => one.pid === pid && one.tid === tid)))
  return all.toSorted((a, b) => b.cpuMs - a.cpuMs)[0] ?? tasksOf([])
}

function tasksOf(events: readonly TraceEvent[]): MainThread {
  const spans = events.filter(({ ph }) => ph === 'X')
  const tasks = spans.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask')
  const outer = tasks.some(({ name }) => name === 'RunTask') ? tasks.filter(({ name }) => name === 'RunTask') : tasks
  const longest = outer.toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0)).slice(0, 5)
  return {
    longestTaskMs: most(outer.map(({ dur = 0 }) => dur)),
    longestTaskCpuMs: most(outer.map(({ tdur = 0 }) => tdur)),
    tasksOver50: outer.filter(({ dur = 0 }) => dur > 50_000).length,
    tasksOver50Cpu: outer.filter(({ tdur = 0 }) => tdur > 50_000).length,
    cpuMs: outer.reduce((sum, { tdur = 0 }) => sum + tdur / 1000, 0),
    longest: longest.map((task) => `${ms(task.dur)} (cpu ${ms(task.tdur)}): ${partsOf(task, spans)}`),
  }
}

/** In milliseconds. A trace has more tasks than a call may have arguments. */
function most(microseconds: readonly number[]): number {
  return microseconds.reduce((one, other) => Math.max(one, other), 0) / 1000
}

function partsOf(task: TraceEvent, spans: readonly TraceEvent[]): string {
  const end = task.ts + (task.dur ?? 0)
  return spans
    .filter((one) => one !== task && one.ts >= task.ts && one.ts + (one.dur ?? 0) <= end && (one.dur ?? 0) > 2_000)
    .toSorted((a, b) => (b.dur ?? 0) - (a.dur ?? 0))
    .slice(0, 6)
    .map(({ name, dur }) => `${name} ${ms(dur)}`)
    .join(', ')
}

function ms(microseconds = 0): string {
  return (microseconds / 1000).toFixed(1)
}

// Plays three people on one wifi with the command line as they would type it, and writes down what they saw:
// `node test/helpers/lab/transcript.ts`, as root on Linux, writes docs/TRANSCRIPT.md.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { canMakeNamespaces, Wifi } from './namespaces.ts'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const OUTPUT = path.join(ROOT, 'docs/TRANSCRIPT.md')
const COMMAND = [process.execPath, '--disable-warning=ExperimentalWarning', path.join(ROOT, 'cli/main.ts')]

const page: string[] = []
let open = false

/** A paragraph between the commands. */
function say(text: string): void {
  page.push(...(open ? ['```'] : []), '', text)
  open = false
}

/** Lines of a terminal. */
function show(lines: readonly string[]): void {
  if (!open) page.push('', '```text')
  open = true
  page.push(...lines)
}

/** One person at a laptop, with a window where Muster runs and one for commands. */
class Person {
  readonly #name: string
  readonly #namespace: string
  readonly #profile: string
  #window: ChildProcess | undefined
  #seen = ''

  constructor(name: string, namespace: string) {
    this.#name = name
    this.#namespace = namespace
    this.#profile = mkdtempSync(path.join(tmpdir(), `muster-${name}-`))
  }

  /** Starts Muster in the other window, and shows its first words. */
  async start(): Promise<void> {
    const child = this.#spawn(['start'])
    this.#window = child
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.#seen += String(chunk)))
    await until(() => this.#seen.includes('muster network create'), `${this.#name} is running`)
    show([`${this.#name}$ muster start`, ...this.news()])
  }

  /** What the window has shown since the last time. */
  news(): string[] {
    const lines = this.#seen.trimEnd().split('\n')
    this.#seen = ''
    return lines
  }

  /** Types one command. @returns what was printed */
  async type(command: string, options: { silent?: boolean } = {}): Promise<string> {
    const child = this.#spawn(words(command))
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (printed += String(chunk)))
    await new Promise((resolve) => child.once('close', resolve))
    if (options.silent !== true) show([`${this.#name}$ muster ${command}`, ...printed.trimEnd().split('\n'), ''])
    return printed
  }

  /** Looks without showing it until it says what is expected. */
  async see(command: string, expected: RegExp): Promise<void> {
    await until(
      async () => expected.test(await this.type(command, { silent: true })),
      `${this.#name}: ${command} says ${expected}`,
    )
  }

  /** Ctrl+C in the other window, and away. */
  async leave(): Promise<void> {
    const child = this.#window
    if (child !== undefined && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGINT')
      await ended
    }
    rmSync(this.#profile, { recursive: true, force: true })
  }

  #spawn(args: readonly string[]): ChildProcess {
    const env = { ...process.env, MUSTER_PROFILE: this.#profile, MUSTER_PASSPHRASE: 'four unrelated words here' }
    return spawn('ip', ['netns', 'exec', this.#namespace, ...COMMAND, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }
}

/** A command line as a shell splits it; double quotes only. */
function words(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, bare]) => quoted ?? bare!)
}

async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 30_000
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`it never came to this: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const found = (text: string, pattern: RegExp): string => pattern.exec(text)![1]!

if (!canMakeNamespaces()) throw new Error('This needs root and iproute2 on Linux')
const wifi = new Wifi()
const [ana, ben, cleo] = ['ana', 'ben', 'cleo'].map((name, at) => new Person(name, wifi.namespace(at + 1))) as [
  Person,
  Person,
  Person,
]
try {
  await play()
  if (open) page.push('```')
  writeFileSync(OUTPUT, `${page.join('\n').replaceAll(/\n+```(?=\n|$)/gu, '\n```')}\n`)
} finally {
  for (const person of [ana, ben, cleo]) await person.leave()
  wifi.dispose()
}

async function play(): Promise<void> {
  page.push(
    '# Three laptops, one wifi, no server',
    '',
    'Ana, Ben and Cleo each have a laptop. Nothing is installed anywhere else, and the wifi leads nowhere. This is what they type and what they',
    'read, unchanged. `node test/helpers/lab/transcript.ts` plays it anew, each of them in a network namespace on one bridge. Their passphrase is in',
    '`MUSTER_PASSPHRASE`; without it they would be asked for it.',
  )
  say('## Everybody starts Muster\n\nIt runs in a window of its own until Ctrl+C.')
  for (const person of [ana, ben, cleo]) {
    await person.start()
    show([''])
  }

  say('## Ana starts a network and invites the others')
  await ana.type('network create "River Street" --as Ana')
  const code = found(await ana.type('invite create "River Street" --uses 2'), /(MUSTER:\S+)/u)
  say('They scan it, or get it by any other way. Whoever holds it can join, so it is shown to those two only.')
  await ben.type(`join ${code} --as Ben`)
  await cleo.type(`join ${code} --as Cleo`)
  await ben.see('member list', /Cleo/u)
  await ben.type('member list')

  say('## Somebody reports, and everybody has it')
  const incident = found(
    await ben.type(
      'incident add --what "Water in the cellar of the school" --kind flood --place School --source saw-it',
    ),
    /incident ([0-9a-f]+)/u,
  )
  await ben.type('wait --synced')
  await cleo.type('incident list')
  await ana.type('contact add --name "Dana Fields" --tel +34600000001 --role "has pumps"')
  await ana.type('plan add --summary "Pump out the cellar" --kind event --start 2026-12-01T18:00 --place School')
  await ana.type(`incident need ${incident} --kind supplies --text "Two pumps and a generator"`)
  await ana.type('wait --synced')
  await ana.type('status')

  say('## Cleo’s laptop drops off the wifi, and both sides go on')
  wifi.cut(3)
  await cleo.see('status', /Nobody else is connected/u)
  await ana.see('status', /Here now: Ben\./u)
  await ana.type(`incident edit ${incident} --place "School, east gate"`)
  await ana.type('incident add --what "Bus 7 does not run" --kind outage')
  await cleo.type(`incident note ${incident} "The fire brigade is here, side entrance"`)
  await cleo.type(`incident move ${incident} triaged`)
  await cleo.type('incident add --what "Tree across the bus lane" --kind storm')
  await cleo.type('status')
  await ana.type('incident list')

  say('## The wifi is back')
  wifi.heal(3)
  await ana.see('incident list', /Tree across/u)
  await cleo.see('incident list', /Bus 7/u)
  await cleo.type('wait --synced')
  await cleo.type('incident list')
  await ben.type(`incident show ${incident}`)
  await ben.type(`history ${incident}`)

  say('## Ana removes Cleo\n\nAna started the network, so she is its coordinator.')
  await ana.type('member remove Cleo')
  await ben.see('member list', /^(?!.*Cleo)/su)
  await ana.type('incident add --what "Meeting point is the library now" --kind other')
  await ana.type('wait --synced')
  await ben.type('incident list')
  say('Cleo keeps what was there, and gets nothing new.')
  await cleo.type('incident list')
  await cleo.type('status')

  say('## What the other windows showed meanwhile')
  for (const [name, person] of [
    ['ana', ana],
    ['ben', ben],
    ['cleo', cleo],
  ] as const) {
    show([`(${name})`, ...person.news(), ''])
  }
}

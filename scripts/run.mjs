// Every npm script comes through here, so that each works whichever Node npm runs on. Plain JavaScript for Node 20.
import { programFile } from './building/program-file.mjs'
import { launch } from './launcher/launch.mjs'
import { ROOT } from './launcher/node-binary.mjs'

/** npm changes to the package's folder; file names on the command line are meant from where the person stands. */
const here = process.env['INIT_CWD'] ?? process.cwd()

/** @type {Record<string, { file: string | (() => string), args?: string[], install?: boolean, cwd: string }>} */
const TASKS = {
  start: { file: 'scripts/start.mjs', install: true, cwd: here },
  build: { file: 'scripts/build.mjs', install: true, cwd: ROOT },
  muster: { file: () => programFile('cli/main.ts'), cwd: here },
  test: { file: 'scripts/test.mjs', install: true, cwd: ROOT },
  check: { file: 'scripts/check.mjs', cwd: ROOT },
  screens: { file: 'test/e2e/screens.ts', install: true, cwd: ROOT },
  bench: { file: 'bench/main.ts', cwd: ROOT },
  ordeal: { file: 'scripts/ordeal.mjs', install: true, cwd: ROOT },
  graph: { file: 'scripts/graph.mjs', cwd: ROOT },
  format: { file: 'node_modules/oxfmt/bin/oxfmt', cwd: ROOT },
}

const [name = '', ...args] = process.argv.slice(2)
const task = Object.hasOwn(TASKS, name) ? TASKS[name] : undefined
if (task === undefined) {
  console.error(`No such task. There are: ${Object.keys(TASKS).join(', ')}.`)
  process.exitCode = 2
} else {
  const file = typeof task.file === 'string' ? task.file : task.file()
  process.exitCode = await launch(file, [...(task.args ?? []), ...args], task)
}

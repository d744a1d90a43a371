import { CommanderError } from 'commander'

import { errorText } from '../core/bridge/error-text.ts'
import { MeshError, toWireError } from '../core/shared/errors.ts'
import { Cli } from './cli.ts'
import { Printer } from './output/printer.ts'
import { buildProgram } from './program.ts'
import type { World } from './world.ts'

/** Exit codes: done; refused or failed; wrong usage. */
export type ExitCode = 0 | 1 | 2

/** Runs one command line to its end. Never rejects; what is printed has been handed over when it resolves. */
export async function runCli(world: World): Promise<ExitCode> {
  const printer = new Printer(world, wantsJson(world.argv))
  const ending = new AbortController()
  const stopListening = world.onSignal(() => ending.abort())
  const help: string[] = []
  try {
    const cli = new Cli({ world, printer, signal: ending.signal })
    const program = buildProgram(cli, { write: (text) => help.push(text) })
    await program.parseAsync([...world.argv], { from: 'user' })
    return cli.exitCode
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) {
      await printer.result({ json: { help: help.join('') }, text: help.join('') })
      return 0
    }
    return await printFailure(printer, error instanceof CommanderError ? usageError(error) : error)
  } finally {
    stopListening()
    await printer.flush()
  }
}

async function printFailure(printer: Printer, failure: unknown): Promise<ExitCode> {
  const wire = toWireError(failure)
  const words = errorText(wire)
  await printer.failure({ code: wire.code, message: words.what, details: wire.details }, [
    words.what,
    words.safe,
    words.todo,
  ])
  return wire.code === 'cli/usage' ? 2 : 1
}

function usageError(error: CommanderError): MeshError {
  // commander shows the whole help where a subcommand is missing
  const sentence = error.code === 'commander.help' ? 'The command is not complete.' : plainSentence(error.message)
  return new MeshError('cli/usage', sentence, { cause: error, details: { sentence } })
}

/** Commander's message as one line of whole sentences. */
function plainSentence(message: string): string {
  const text = message.replace(/^error: /, '').replace(/\n\((.*)\)$/, '. $1')
  return text.replace(/^./, (first) => first.toUpperCase()).replace(/[^.?!]$/, '$&.')
}

/** Asked before parsing, so that what fails to parse is answered in JSON too. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return argv.slice(0, end === -1 ? argv.length : end).includes('--json')
}

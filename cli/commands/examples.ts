import type { Command } from 'commander'

/** Adds examples at the end of a command's help. */
export function withExamples(command: Command, ...examples: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${examples.map((example) => `  $ muster ${example}`).join('\n')}`)
}

import { createInterface } from 'node:readline'

import { MeshError } from '../../core/shared/errors.ts'
import type { World } from '../world.ts'
import { usage } from './names.ts'

/**
 * Whether somebody at the terminal says yes to this.
 *
 * @throws MeshError `cli/usage` where nobody can be asked: it takes --yes; `shared/aborted`
 */
export async function saysYes(world: World, question: string, options: { signal: AbortSignal }): Promise<boolean> {
  if (world.stdin.isTTY !== true || world.stderr.isTTY !== true)
    throw usage('This is for good, and nobody can be asked here: say --yes.')
  const lines = createInterface({ input: world.stdin, output: world.stderr })
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const refuse = (): void => reject(new MeshError('shared/aborted', 'Nobody answered'))
      options.signal.addEventListener('abort', refuse, { once: true })
      lines.once('SIGINT', refuse)
      lines.once('close', refuse)
      lines.question(`${question} `, (answer) => resolve(['y', 'yes'].includes(answer.trim().toLowerCase())))
    })
  } finally {
    lines.close()
  }
}

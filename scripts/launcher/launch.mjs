import { existsSync } from 'node:fs'
import path from 'node:path'

import { environmentFor, runToEnd } from './child.mjs'
import { ensureInstalled } from './install.mjs'
import { chooseNode, ROOT } from './node-binary.mjs'

/**
 * Runs a file of this repository with a Node that is new enough, whichever Node runs the launcher.
 *
 * @param {string} file relative to the repository
 * @param {string[]} args
 * @param {{ install?: boolean, cwd?: string }} [options] `install`: fetch missing or stale dependencies first
 * @returns {Promise<number>} exit code
 */
export async function launch(file, args, { install = false, cwd = process.cwd() } = {}) {
  if (install) {
    const code = await ensureInstalled()
    if (code !== 0) return code
  } else if (!existsSync(path.join(ROOT, 'node_modules'))) {
    console.error('The dependencies are not installed: run "npm ci" once, then this command again.')
    return 1
  }
  const node = chooseNode(process)
  if ('problem' in node) {
    console.error(node.problem)
    return 1
  }
  const env = environmentFor(node)
  return runToEnd(node.file, [...node.flags, path.join(ROOT, file), ...args], { env, cwd, follow: true })
}

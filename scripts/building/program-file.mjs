import { isBuilt } from './ensure-built.mjs'

const BUILT = /** @type {const} */ ({ 'cli/main.ts': 'dist/node/muster.mjs', 'web/main.ts': 'dist/node/web.mjs' })

/**
 * The file to run: the built program, which starts in half the time, or its source where that has changed since.
 * @param {keyof typeof BUILT} source
 * @returns {string} relative to the repository
 */
export function programFile(source) {
  return isBuilt() ? BUILT[source] : source
}

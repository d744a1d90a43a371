import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

import { ROOT } from '../launcher/node-binary.mjs'

/** @typedef {{ 'bom-ref': string, properties: { name: string }[] }} Component */

/**
 * The bill of materials of what is shipped (CycloneDX 1.5), as npm makes it from the lock file: with no network, and without
 * what would differ each time, so that the same source gives the same bytes.
 * @returns {string} JSON
 */
export function billOfMaterials() {
  const { npm_execpath: npm } = process.env
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  const args = [...first, 'sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--offline']
  const { NODE_ENV: _omits, ...env } = process.env // npm would leave packages out
  const bom = JSON.parse(
    execFileSync(command, args, {
      cwd: ROOT,
      env,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )
  const { name } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
  // npm's own way to leave out what is for development leaves out what the product needs as well
  bom.components = bom.components.filter((/** @type {Component} */ one) => !isForDevelopment(one))
  const kept = new Set(bom.components.map((/** @type {Component} */ one) => one['bom-ref']))
  bom.dependencies = bom.dependencies.filter((/** @type {{ ref: string }} */ { ref }) => kept.has(ref))
  for (const one of bom.dependencies) one.dependsOn = one.dependsOn.filter((/** @type {string} */ ref) => kept.has(ref))
  delete bom.serialNumber
  delete bom.metadata.timestamp
  delete bom.metadata.tools
  bom.metadata.component.name = name // npm takes the folder's
  return `${JSON.stringify(bom, undefined, 1)}\n`
}

/** @param {Component} component */
function isForDevelopment({ properties }) {
  return properties.some(({ name }) => name === 'cdx:npm:package:development')
}

import { readFileSync } from 'node:fs'
import path from 'node:path'

import { ROOT } from '../launcher/node-binary.mjs'

/** The page that shows the graph between its two marks. */
export const PAGE = path.join(ROOT, 'docs/ARCHITECTURE.md')
const BEGIN = '<!-- import graph: begin (npm run graph) -->'
const END = '<!-- import graph: end -->'

/**
 * The page as it should be: with the imports between folders drawn anew.
 * @param {readonly [string, string][]} edges importing file, imported file
 * @returns {{ now: string, wanted: string }}
 * @throws Error where the page has no marks
 */
export function drawPage(edges) {
  const now = readFileSync(PAGE, 'utf8')
  const begin = now.indexOf(BEGIN)
  const end = now.indexOf(END)
  if (begin < 0 || end < begin) throw new Error('docs/ARCHITECTURE.md has no marks for the import graph')
  const graph = `${BEGIN}\n\`\`\`mermaid\n${drawGraph(edges)}\n\`\`\`\n`
  return { now, wanted: now.slice(0, begin) + graph + now.slice(end) }
}

/**
 * Mermaid text: one arrow from each folder of the product to each it imports, in alphabetical order.
 * @param {readonly [string, string][]} edges
 */
export function drawGraph(edges) {
  /** @type {Set<string>} */
  const arrows = new Set()
  for (const [from, to] of edges) {
    const [a, b] = [folderOf(from), folderOf(to)]
    if (a !== undefined && b !== undefined && a !== b) arrows.add(`  ${a} --> ${b}`)
  }
  return ['graph TD', ...[...arrows].toSorted()].join('\n')
}

/** @param {string} file @returns {string | undefined} undefined for what is not part of the product */
function folderOf(file) {
  return /^(?:core\/([^/]+)|(cli|web|electron|renderer|bench))\//.exec(file)?.slice(1).find(Boolean)
}

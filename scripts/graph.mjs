// `npm run graph`: draws the imports between folders into docs/ARCHITECTURE.md.
import { writeFileSync } from 'node:fs'

import { drawPage, PAGE } from './checks/folder-graph.mjs'
import { readImportGraph } from './checks/import-graph.mjs'

const { edges } = await readImportGraph()
const { now, wanted } = drawPage(edges)
if (now !== wanted) writeFileSync(PAGE, wanted)
console.log(now === wanted ? 'The import graph is up to date.' : 'The import graph was drawn anew.')

// Import rules, as a step of `npm run check`.
import { drawPage } from './folder-graph.mjs'
import { readImportGraph } from './import-graph.mjs'

const { seen, onDisk, violations, edges } = await readImportGraph()
const page = drawPage(edges)
const complaints = [
  ...violations,
  ...onDisk.filter((file) => !seen.includes(file)).map((file) => `not seen: ${file}`),
  ...(seen.length === 0 ? ['no module seen at all'] : []),
  ...(page.now === page.wanted ? [] : ['docs/ARCHITECTURE.md shows old imports; run: npm run graph']),
]
for (const complaint of complaints) console.log(complaint)
console.log(`${seen.length} modules seen of ${onDisk.length} on disk`)
process.exitCode = complaints.length === 0 ? 0 : 1

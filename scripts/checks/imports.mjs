// Import rules, as a step of `npm run check`.
import { readImportGraph } from './import-graph.mjs'

const { seen, onDisk, violations } = await readImportGraph()
const missed = onDisk.filter((file) => !seen.includes(file))
for (const line of violations) console.log(line)
for (const file of missed) console.log(`not seen: ${file}`)
console.log(`${seen.length} modules seen of ${onDisk.length} on disk`)
process.exitCode = violations.length === 0 && missed.length === 0 && seen.length > 0 ? 0 : 1

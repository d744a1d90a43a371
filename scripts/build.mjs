// `npm run build`: the page and the desktop app's programs into dist/, where the source changed since the last build, and
// the list of what is in them.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { ensureBuilt } from './building/ensure-built.mjs'
import { billOfMaterials } from './building/sbom.mjs'
import { ROOT } from './launcher/node-binary.mjs'

await ensureBuilt({ say: console.log })
mkdirSync(path.join(ROOT, 'dist'), { recursive: true })
writeFileSync(path.join(ROOT, 'dist/sbom.cdx.json'), billOfMaterials())

// `npm run build`: the page and the desktop app's programs into dist/, where the source changed since the last build.
import { ensureBuilt } from './building/ensure-built.mjs'

await ensureBuilt({ say: console.log })

// Plays people on one wifi with the command line as they would type it, and writes down what they saw:
// `node test/helpers/lab/transcript.ts`, as root on Linux, writes docs/TRANSCRIPT.md; with `call`, docs/TRANSCRIPT-call.md.
import { writeFileSync } from 'node:fs'
import path from 'node:path'

import { canMakeNamespaces } from './namespaces.ts'
import { playCall } from './transcript/call.ts'
import { ROOT } from './transcript/stage.ts'
import { playThreeLaptops } from './transcript/three-laptops.ts'

if (!canMakeNamespaces()) throw new Error('This needs root and iproute2 on Linux')
const [name, play] =
  process.argv[2] === 'call'
    ? (['TRANSCRIPT-call.md', playCall] as const)
    : (['TRANSCRIPT.md', playThreeLaptops] as const)
writeFileSync(path.join(ROOT, 'docs', name), await play())

#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

import { leaveNoCoreDump } from '../core/shared/core-dumps.ts'
import { keepLastWords } from '../core/shared/last-words.ts'

leaveNoCoreDump() // before there is anything in memory
keepLastWords((text) => process.stderr.write(text))

// compiled code kept beside the installed packages: a command takes a third of the processor time. Not in the system's
// folder for temporary files, where others could put code of theirs; where it cannot be written, nothing is kept
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/muster', import.meta.url)))
await import('./process.ts')

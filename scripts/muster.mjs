#!/usr/bin/env node
// The package's `muster` command, in plain JavaScript for Node 20: hands over to the command line on a new enough Node.
import { programFile } from './building/program-file.mjs'
import { launch } from './launcher/launch.mjs'

process.exitCode = await launch(programFile('cli/main.ts'), process.argv.slice(2))

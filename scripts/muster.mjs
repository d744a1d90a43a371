#!/usr/bin/env node
// The package's `muster` command, in plain JavaScript for Node 20: hands over to cli/main.ts on a new enough Node.
import { launch } from './launcher/launch.mjs'

process.exitCode = await launch('cli/main.ts', process.argv.slice(2))

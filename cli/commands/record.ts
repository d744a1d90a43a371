import type { Command } from 'commander'

import type { ShownRecord } from '../../core/bridge/contract/parts.ts'
import type { Bridge } from '../../core/bridge/rpc-client.ts'
import { MeshError } from '../../core/shared/errors.ts'
import type { Cli } from '../cli.ts'
import { readJson } from '../input/files.ts'
import { given } from '../input/given.ts'
import { findNetwork, findRecord, usage, type Kind } from '../input/names.ts'
import { phoneNumber, several, someText, wholeNumber } from '../input/values.ts'
import { MAX_WINDOW } from '../input/window.ts'
import { recordTable, recordText } from '../output/record-text.ts'
import { withExamples } from './examples.ts'

type Fields = Readonly<Record<string, unknown>>

/** What is particular to a kind of record. */
export interface RecordSpec {
  readonly kind: Kind
  readonly description: string
  /** Adds the options for its fields. */
  readonly withFields: (command: Command) => Command
  /** Record fields from the options given; absent options give no field. */
  readonly fields: (options: Fields) => Fields
  /** The one required field and the option for it. */
  readonly required: { readonly field: string; readonly option: string }
  readonly examples: { readonly add: readonly string[]; readonly edit: readonly string[] }
}

/** `contact add|list|show|edit|archive`. */
export function addContactCommands(program: Command, cli: Cli): void {
  addRecordCommands(program, cli, {
    kind: 'contact',
    description: 'people in and around the network, with their consent',
    withFields: (command) =>
      command
        .option('--name <name>', 'what they are called', someText)
        .option('--tel <number>', 'phone number with country code; may be repeated', several(phoneNumber, 10))
        .option('--role <role>', 'what they can be asked for; may be repeated', several(someText, 20)),
    fields: ({ name, tel, role }) => ({ fn: name, tel, role }),
    required: { field: 'fn', option: '--name' },
    examples: {
      add: ['contact add --name "Dana Fields" --tel +34600000001 --role "first aid"', 'contact add --from cards.json'],
      edit: ['contact edit 4b1f22a0 --tel +34600000002'],
    },
  })
}

/** The commands that every kind of record has. @returns the kind's command, for those of its own */
export function addRecordCommands(program: Command, cli: Cli, spec: RecordSpec): Command {
  const { kind } = spec
  const group = program.command(kind).description(spec.description)
  withExamples(group, ...spec.examples.add, `${kind} list --search school`, `${kind} show 4b1f22a0`)

  const add = spec.withFields(group.command('add').description(`add one ${kind}, or many from a file`))
  withNetwork(add)
    .option('--from <file>', 'a JSON array of records (- reads standard input); all are added or none')
    .action((options: Fields & { network?: string; from?: string }) =>
      cli.ask((bridge) => addRecords(cli, bridge, spec, options)),
    )
  withExamples(add, ...spec.examples.add)

  addListCommand(group, cli, kind)

  const show = group
    .command('show')
    .description(`everything about one ${kind}`)
    .argument('<id>', 'id or its first digits')
  withNetwork(show).action((id: string, options: { network?: string }) =>
    cli.ask(async (bridge) => {
      const place = await recordOf(bridge, kind, id, options.network)
      const { record } = await bridge.call('record:show', { ...place, kind }, cli)
      return { json: record, text: recordText(record, await people(cli, bridge, place.network)) }
    }),
  )
  withExamples(show, `${kind} show 4b1f22a0`)

  const edit = spec.withFields(
    group.command('edit').description(`change fields of one ${kind}`).argument('<id>', 'id or its first digits'),
  )
  withNetwork(edit)
    .option('--from <file>', 'a JSON object with the fields to change (- reads standard input)')
    .action((id: string, options: Fields & { network?: string; from?: string }) =>
      cli.ask(async (bridge) => {
        const patch = await patchFrom(cli, spec, options)
        const place = await recordOf(bridge, kind, id, options.network)
        const { record } = await bridge.call('record:edit', { ...place, kind, patch }, cli)
        return { json: record, text: `Saved.\n${recordText(record, await people(cli, bridge, place.network))}` }
      }),
    )
  withExamples(edit, ...spec.examples.edit, `${kind} edit 4b1f22a0 --from changes.json`)

  const archive = group
    .command('archive')
    .description(`put one ${kind} away, for everyone; it is not erased`)
    .argument('<id>', 'id or its first digits')
  withNetwork(archive)
    .option('--undo', 'bring it back')
    .action((id: string, options: { network?: string; undo?: boolean }) =>
      cli.ask(async (bridge) => {
        const archived = options.undo !== true
        const done = await bridge.call(
          'record:archive',
          { ...(await recordOf(bridge, kind, id, options.network)), kind, archived },
          cli,
        )
        return { json: done, text: archived ? 'Put away. Bring it back with --undo.' : 'It is back.' }
      }),
    )
  withExamples(archive, `${kind} archive 4b1f22a0`, `${kind} archive 4b1f22a0 --undo`)
  return group
}

/** `list` of one kind of record. */
export function addListCommand(group: Command, cli: Cli, kind: Kind): void {
  const list = group.command('list').description(`list each ${kind} of a network, newest first`)
  withNetwork(list)
    .option('--search <text>', 'only those with these words', someText)
    .option('--state <state>', 'only those in this state', someText)
    .option('--archived', 'only those put away')
    .option('--limit <number>', 'how many', wholeNumber(0, 100_000), 50)
    .option('--offset <number>', 'how many to pass over', wholeNumber(0, 100_000_000), 0)
    .action((options: ListOptions) =>
      cli.ask(async (bridge) => {
        const listed = await listRecords(cli, bridge, kind, options)
        return { json: listed, text: recordTable(kind, { ...listed, offset: options.offset }, cli.printer.columns) }
      }),
    )
  withExamples(
    list,
    `${kind} list`,
    `${kind} list --search school --limit 20`,
    `--json ${kind} list --network "River Street" --offset 200`,
  )
}

/** Names by person id, where somebody reads them. */
async function people(cli: Cli, bridge: Bridge, network: string): Promise<ReadonlyMap<string, string>> {
  if (cli.printer.json) return new Map()
  const { members } = await bridge.call('member:list', { network }, cli)
  return new Map(members.map(({ id, name }) => [id, name]))
}

/** `--network`, as all commands about records have it. */
export function withNetwork(command: Command): Command {
  return command.option('--network <network>', 'id, first digits of the id, or name (not needed with only one network)')
}

/** Network and full id of the record meant. */
export async function recordOf(
  bridge: Bridge,
  kind: Kind,
  id: string,
  option: string | undefined,
): Promise<{ network: string; id: string }> {
  const network = await findNetwork(bridge, option)
  if (/^[0-9a-f]{32}$/.test(id)) return { network, id }
  return { network, id: (await findRecord(bridge, id, { network, kind })).id }
}

async function addRecords(
  cli: Cli,
  bridge: Bridge,
  spec: RecordSpec,
  options: Fields & { network?: string; from?: string },
): ReturnType<Parameters<Cli['ask']>[0]> {
  const { kind } = spec
  const fields = given(spec.fields(options))
  if (options.from === undefined) {
    if (fields[spec.required.field] === undefined)
      throw usage(`It takes ${spec.required.option}, or --from with a file of records.`)
    const { ids } = await bridge.call(
      'record:add',
      { network: await findNetwork(bridge, options.network), kind, records: [fields] },
      cli,
    )
    return { json: { id: ids[0] }, text: `Saved: ${kind} ${ids[0]!.slice(0, 8)}.` }
  }
  if (Object.keys(fields).length > 0) throw usage('It takes either --from or the fields of one record.')
  const records = await readJson(options.from, cli.world.stdin)
  if (!Array.isArray(records))
    throw new MeshError('domain/invalid-input', 'Not an array', {
      details: { field: 'the file', reason: 'wrong-type' },
    })
  if (records.length === 0) return { json: { ids: [] }, text: 'The file has no records.' }
  const { ids } = await bridge.call(
    'record:add',
    { network: await findNetwork(bridge, options.network), kind, records },
    cli,
  )
  return { json: { ids }, text: `Saved: ${ids.length} ${ids.length === 1 ? 'record' : 'records'}.` }
}

async function patchFrom(cli: Cli, spec: RecordSpec, options: Fields & { from?: string }): Promise<unknown> {
  const fields = given(spec.fields(options))
  if (options.from === undefined) {
    if (Object.keys(fields).length === 0) throw usage('It takes at least one field to change.')
    return fields
  }
  if (Object.keys(fields).length > 0) throw usage('It takes either --from or the fields to change.')
  return readJson(options.from, cli.world.stdin)
}

interface ListOptions {
  readonly network?: string
  readonly search?: string
  readonly state?: string
  readonly archived?: boolean
  readonly limit: number
  readonly offset: number
}

/** The engine answers windows; a longer list is asked for window by window. */
async function listRecords(
  cli: Cli,
  bridge: Bridge,
  kind: Kind,
  options: ListOptions,
): Promise<{ total: number; records: ShownRecord[] }> {
  const network = await findNetwork(bridge, options.network)
  const { search, state, archived } = options
  const records: ShownRecord[] = []
  for (;;) {
    const limit = Math.min(MAX_WINDOW, options.limit - records.length)
    const window = await bridge.call(
      'record:list',
      { network, kind, ...given({ search, state, archived }), offset: options.offset + records.length, limit },
      cli,
    )
    records.push(...window.records)
    if (
      window.records.length < limit ||
      records.length >= options.limit ||
      options.offset + records.length >= window.total
    )
      return { total: window.total, records }
  }
}

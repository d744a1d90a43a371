import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import type { Cli } from '../../cli.ts'

/** More than these on one board are shown by their ids. */
const MOST = 100

/** Names of all who stand on a board, by person id: of members, of contacts, and of who was a member. */
export async function boardNames(
  bridge: Bridge,
  cli: Cli,
  { network, persons }: { readonly network: string; readonly persons: readonly string[] },
): Promise<ReadonlyMap<string, string>> {
  const { members } = await bridge.call('member:list', { network }, cli)
  const names = new Map(members.map(({ id, name }) => [id, name]))
  for (const id of persons.filter((one) => !names.has(one)).slice(0, MOST)) {
    const contact = await fieldOf(bridge, cli, { network, kind: 'contact', id, field: 'fn' })
    const left =
      contact === undefined
        ? await fieldOf(bridge, cli, { network, kind: 'member', id, field: 'displayName' })
        : undefined
    const name = contact ?? (left === undefined ? undefined : `${left} (has left)`)
    if (name !== undefined) names.set(id, name)
  }
  return names
}

async function fieldOf(
  bridge: Bridge,
  cli: Cli,
  { field, ...place }: { network: string; kind: 'contact' | 'member'; id: string; field: string },
): Promise<string | undefined> {
  // whoever is not here has no name here
  const found = await bridge.call('record:show', place, cli).catch(() => undefined)
  const value = found?.record[field]
  return typeof value === 'string' ? value : undefined
}

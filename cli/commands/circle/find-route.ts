import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import type { Cli } from '../../cli.ts'
import { findNetwork } from '../../input/names.ts'
import { entriesOf, pickEntry, type CircleEntry, type RouteEntry } from './find.ts'

/** The id of the newest route of that name: ids sort by the time of making. */
export async function newestRoute(
  cli: Cli,
  bridge: Bridge,
  { network, circle, name }: { network: string; circle: string; name: string },
): Promise<string | undefined> {
  const circles = await entriesOf(cli, bridge, { network, list: 'circles' })
  const routes = circles.find(({ id }) => id === circle)?.routes ?? []
  return routes.findLast((route) => route.name === name)?.id
}

/** A route by name or id, also one whose time is over: it can be kept again. @throws MeshError `domain/not-found`, `cli/usage` */
export async function findRoute(
  cli: Cli,
  bridge: Bridge,
  { wanted, network: option, circle: of }: { wanted: string; network?: string; circle?: string },
): Promise<{ network: string; circle: CircleEntry; found: RouteEntry }> {
  const network = await findNetwork(bridge, option)
  const all = await entriesOf(cli, bridge, { network, list: 'circles' })
  const named = of === undefined ? undefined : pickEntry(all, of, { what: 'circle', nameOf: ({ name }) => name })
  const circles = named === undefined ? all.filter(({ archivedAt }) => archivedAt === null) : [named]
  const routes = circles.flatMap((circle) => circle.routes.map((found) => ({ ...found, circle, found })))
  const { circle, found } = pickEntry(routes, wanted, { what: 'route', nameOf: ({ name }) => name })
  return { network, circle, found }
}

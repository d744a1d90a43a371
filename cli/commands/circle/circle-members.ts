import type { Command } from 'commander'

import type { Cli } from '../../cli.ts'
import { given } from '../../input/given.ts'
import { findMember } from '../../input/names.ts'
import { withExamples } from '../examples.ts'
import { withNetwork } from '../record.ts'
import { actOnNetwork, findCircle } from './find.ts'

/** `circle join|leave|pair`. */
export function addCircleMembers(circle: Command, cli: Cli): void {
  addJoining(circle, cli, {
    name: 'join',
    act: 'joinCircle',
    said: 'In the circle now.',
    what: 'put somebody into a circle',
  })
  addJoining(circle, cli, {
    name: 'leave',
    act: 'leaveCircle',
    said: 'Out of the circle now.',
    what: 'take somebody out of a circle',
  })

  const pair = circle
    .command('pair')
    .description('make two of a circle buddies: they ask each other first whether all is well')
    .argument('<circle>', 'name, id or its first characters')
    .argument('<first>', 'a member: name, id or its first digits')
    .argument('<second>', 'another one')
  withNetwork(pair)
    .option('--end', 'they are no longer buddies')
    .action((wanted: string, one: string, other: string, options: { network?: string; end?: boolean }) =>
      cli.ask(async (bridge) => {
        const { network, circle: found } = await findCircle(cli, bridge, { wanted, network: options.network })
        const first = await findMember(bridge, network, one)
        const second = await findMember(bridge, network, other)
        const paired = options.end !== true
        const input = { circle: found.id, first, second, paired }
        const json = await actOnNetwork(cli, bridge, { network, act: 'setBuddies', input })
        return { json, text: paired ? 'They are buddies now.' : 'They are no longer buddies.' }
      }),
    )
  withExamples(pair, 'circle pair "North bank" Ana Ben', 'circle pair "North bank" Ana Ben --end')
}

function addJoining(
  circle: Command,
  cli: Cli,
  { name, act, said, what }: { name: string; act: string; said: string; what: string },
): void {
  const command = circle
    .command(name)
    .description(`${what}; without --person, yourself`)
    .argument('<circle>', 'name, id or its first characters')
  withNetwork(command)
    .option('--person <member>', 'another member: name, id or its first digits')
    .action((wanted: string, options: { network?: string; person?: string }) =>
      cli.ask(async (bridge) => {
        const { network, circle: found } = await findCircle(cli, bridge, { wanted, network: options.network })
        const person = options.person === undefined ? undefined : await findMember(bridge, network, options.person)
        const input = { circle: found.id, ...given({ person }) }
        return { json: await actOnNetwork(cli, bridge, { network, act, input }), text: said }
      }),
    )
  withExamples(command, `circle ${name} "North bank"`, `circle ${name} "North bank" --person Ben`)
}

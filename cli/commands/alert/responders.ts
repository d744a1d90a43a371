import type { Command } from 'commander'

import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import type { Cli } from '../../cli.ts'
import { given } from '../../input/given.ts'
import { usage } from '../../input/names.ts'
import { oneOf, someText } from '../../input/values.ts'
import { withExamples } from '../examples.ts'
import { withNetwork } from '../record.ts'
import { act, memberOrContact, standingIn } from './act.ts'
import { CHECK_INS, WAYS } from './words.ts'

interface Of {
  readonly network?: string
  readonly person?: string
  readonly by?: (typeof WAYS)[number]
  readonly note?: string
}

function withSomebody(command: Command): Command {
  return withNetwork(command)
    .option('--person <person>', 'of somebody else whom you heard of: a member by name or id, or the id of a contact')
    .option('--by <way>', `how you heard of them: ${WAYS.join(' or ')} (default: phone)`, oneOf(WAYS))
    .option('--note <text>', 'a remark, never anything that identifies somebody', someText)
}

async function ofSomebody(bridge: Bridge, network: string, { person, by, note }: Of) {
  if (person === undefined && by !== undefined) throw usage('It takes --person with --by.')
  const who = person === undefined ? undefined : await memberOrContact(bridge, network, person)
  return given({ person: who, via: by, note })
}

/** `alert check-in|needs-help|pair|debrief`: of those who said "coming", until all are home. */
export function addResponders(alert: Command, cli: Cli): void {
  const checkIn = alert
    .command('check-in')
    .description('say that you are well and where; without it your buddy is asked, then who sent the call')
    .argument('<id>', 'id or its first digits')
    .argument('[where]', `${CHECK_INS.join(', ')} (home again); without it: still where you were`, oneOf(CHECK_INS))
  withSomebody(checkIn).action((id: string, state: (typeof CHECK_INS)[number] | undefined, options: Of) => {
    let person: string | undefined
    const text: Parameters<typeof act>[3]['text'] =
      state === 'safe'
        ? 'Checked out: safe.'
        : async (bridge, place) => `Checked in.${(await standingIn(cli, bridge, { ...place, person })).nextCheckIn}`
    return act(cli, 'alert:check-in', id, { network: options.network, text }, async (bridge, network) => {
      const somebody = await ofSomebody(bridge, network, options)
      person = somebody.person
      return { ...given({ state }), ...somebody }
    })
  })
  withExamples(
    checkIn,
    'alert check-in 9c0d11e2',
    'alert check-in 9c0d11e2 on-scene',
    'alert check-in 9c0d11e2 safe --person Ben --by phone',
  )

  const help = alert
    .command('needs-help')
    .description('say that you need help, or somebody who is out there does; in danger call the emergency number first')
    .argument('<id>', 'id or its first digits')
  withSomebody(help).action((id: string, options: Of) => {
    const text =
      'Noted: help is needed. Those who are out there and who sent the call see it as soon as it reaches them.'
    return act(cli, 'alert:needs-help', id, { network: options.network, text }, (bridge, network) =>
      ofSomebody(bridge, network, options),
    )
  })
  withExamples(help, 'alert needs-help 9c0d11e2', 'alert needs-help 9c0d11e2 --person Ben --note "At the north gate"')

  const pair = alert
    .command('pair')
    .description('note who stays together out there; buddies of a circle who both come are a pair already')
    .argument('<id>', 'id or its first digits')
    .argument('<first>', 'a member by name or id, or the id of a contact')
    .argument('<second>', 'the same')
  withNetwork(pair)
    .option('--apart', 'they are no pair any more')
    .action((id: string, one: string, other: string, options: { network?: string; apart?: boolean }) => {
      const text = options.apart === true ? 'They are no pair any more.' : 'They are a pair.'
      return act(cli, 'alert:pair', id, { network: options.network, text }, async (bridge, network) => ({
        first: await memberOrContact(bridge, network, one),
        second: await memberOrContact(bridge, network, other),
        ...given({ apart: options.apart }),
      }))
    })
  withExamples(pair, 'alert pair 9c0d11e2 Ben Cleo', 'alert pair 9c0d11e2 Ben Cleo --apart')

  const debrief = alert
    .command('debrief')
    .description(
      'when it is over: what went well, what to change; short and without details of harm, all members read it',
    )
    .argument('<id>', 'id or its first digits')
  withNetwork(debrief)
    .option('--well <text>', 'what went well', someText)
    .option('--change <text>', 'what to do differently next time', someText)
    .option('--support', 'you would like somebody to talk to')
    .action((id: string, options: { network?: string; well?: string; change?: string; support?: boolean }) => {
      const { well, change, support } = options
      if (well === undefined && change === undefined && support === undefined)
        throw usage('It takes --well, --change or --support.')
      const text =
        support === true ? 'Saved. The others see that you would like somebody to talk to.' : 'Saved. Thank you.'
      return act(cli, 'alert:debrief', id, { network: options.network, text }, () => given({ well, change, support }))
    })
  withExamples(
    debrief,
    'alert debrief 9c0d11e2 --well "We were quick" --change "More lamps"',
    'alert debrief 9c0d11e2 --support',
  )
}

import type { Command } from 'commander'

import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { MeshError } from '../../../core/shared/errors.ts'
import type { Cli } from '../../cli.ts'
import { given } from '../../input/given.ts'
import { isoTime, oneOf, someText } from '../../input/values.ts'
import { SAFETY_AGREEMENT } from '../../output/agreement-text.ts'
import { withExamples } from '../examples.ts'
import { withNetwork } from '../record.ts'
import { act, memberOrContact, standingIn } from './act.ts'
import { ANSWERS, WAYS } from './words.ts'

interface Said {
  readonly network?: string
  readonly eta?: string
  readonly role?: string
}

function withSaid(command: Command): Command {
  return withNetwork(command)
    .option('--eta <time>', 'when they will be there', isoTime)
    .option('--role <role>', 'for which of the roles asked for', someText)
}

/** `alert answer|record`. */
export function addAnswers(alert: Command, cli: Cli): void {
  const answer = alert
    .command('answer')
    .description('say whether you come; the first "coming" takes your yes to the safety agreement')
    .argument('<id>', 'id or its first digits')
    .argument('<answer>', ANSWERS.join(', '), oneOf(ANSWERS))
  withSaid(answer)
    .option('--agree', 'say yes to the safety agreement, which is shown where it is missing')
    .action(async (id: string, said: (typeof ANSWERS)[number], options: Said & { agree?: boolean }) => {
      const { eta, role, network, agree } = options
      const there = `When you are there: muster alert check-in ${id.slice(0, 8)} on-scene`
      const text: Parameters<typeof act>[3]['text'] =
        said === 'coming'
          ? async (bridge, place) => {
              const { late, nextCheckIn } = await standingIn(cli, bridge, place)
              if (late) return "Saved. We have enough: you stand by, please don't come."
              return `Saved.${nextCheckIn}\n${there}`
            }
          : 'Saved.'
      const agreed = agree === true ? (true as const) : undefined
      try {
        await act(cli, 'alert:answer', id, { network, text }, () => ({ answer: said, ...given({ eta, role, agreed }) }))
      } catch (error) {
        if (error instanceof MeshError && error.details['reason'] === 'agreement') cli.printer.note(SAFETY_AGREEMENT)
        throw error
      }
    })
  withExamples(
    answer,
    'alert answer 9c0d11e2 coming --eta 2026-12-01T18:20',
    'alert answer 9c0d11e2 coming --agree',
    'alert answer 9c0d11e2 cannot',
  )

  const record = alert
    .command('record')
    .description('note whom you reached by phone or in person, and what they said')
    .argument('<id>', 'id or its first digits')
    .argument('<person>', 'a member by name or id, or the id of a contact')
    .argument('[answer]', ANSWERS.join(', '), oneOf(ANSWERS))
  withSaid(record)
    .requiredOption('--by <way>', WAYS.join(' or '), oneOf(WAYS))
    .option('--note <text>', 'a remark, never anything that identifies somebody', someText)
    .action(
      (
        id: string,
        who: string,
        said: (typeof ANSWERS)[number] | undefined,
        options: Said & { by: (typeof WAYS)[number]; note?: string },
      ) => {
        let person: string
        const text = async (bridge: Bridge, place: { network: string; id: string }): Promise<string> =>
          said === 'coming' && (await standingIn(cli, bridge, { ...place, person })).late
            ? 'Noted. There are enough already: they stand by, tell them not to come.'
            : 'Noted.'
        return act(cli, 'alert:record', id, { network: options.network, text }, async (bridge, network) => {
          const { by: via, eta, role, note } = options
          person = await memberOrContact(bridge, network, who)
          return { person, via, ...given({ answer: said, eta, role, note }) }
        })
      },
    )
  withExamples(record, 'alert record 9c0d11e2 Ben coming --by phone', 'alert record 9c0d11e2 Cleo --by person')
}

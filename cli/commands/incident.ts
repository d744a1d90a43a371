import type { Command } from 'commander'

import type { Bridge } from '../../core/bridge/rpc-client.ts'
import type { CommandCall } from '../../core/bridge/contract.ts'
import type { Cli } from '../cli.ts'
import { given } from '../input/given.ts'
import { findMember, usage } from '../input/names.ts'
import { isoTime, oneOf, someText } from '../input/values.ts'
import { withExamples } from './examples.ts'
import { addRecordCommands, recordOf, withNetwork } from './record.ts'

const PRECISIONS = ['exact', 'block', 'area', 'withheld'] as const
const SOURCES = ['saw-it', 'told-by-affected', 'second-hand', 'media'] as const
const MOVES = [
  'reported',
  'triaged',
  'responding',
  'resolved',
  'follow-up',
  'closed',
  'merged',
  'withdrawn',
  'reopened',
  'held',
] as const
const VERIFICATIONS = ['unverified', 'checking', 'verified', 'partly', 'could-not-verify', 'unfounded'] as const
const NEED_STATES = ['open', 'claimed', 'met', 'dropped'] as const
const RESPONDER_STATES = [
  'asked',
  'coming',
  'on-scene',
  'leaving',
  'safe',
  'cannot',
  'standby',
  'overdue',
  'needs-help',
] as const

/** `incident add|list|show|edit|archive|move|verify|need|respond|note`. */
export function addIncidentCommands(program: Command, cli: Cli): void {
  const incident = addRecordCommands(program, cli, {
    kind: 'incident',
    description: 'what is happening, what is needed and who helps',
    withFields: (command) =>
      command
        .option('--what <text>', 'what is happening; describe the event, never a person', someText)
        .option(
          '--kind <kind>',
          'what sort: flood, fire, heat, storm, outage, accident, medical, lost-child, harassment, other, …',
          someText,
        )
        .option('--place <label>', 'where, in words', someText)
        .option('--precision <precision>', `how exactly the place is kept: ${PRECISIONS.join(', ')}`, oneOf(PRECISIONS))
        .option('--source <source>', `how it is known: ${SOURCES.join(', ')}`, oneOf(SOURCES)),
    fields: ({ what, kind, place, precision, source }) => ({
      what,
      kind,
      place:
        place === undefined && precision === undefined
          ? undefined
          : { ...(place === undefined ? {} : { label: place }), ...(precision === undefined ? {} : { precision }) },
      source,
    }),
    required: { field: 'what', option: '--what' },
    examples: {
      add: [
        'incident add --what "Water in the cellar of the school" --place "School" --source saw-it',
        'incident add --from incidents.json --network "River Street"',
      ],
      edit: ['incident edit 4b1f22a0 --place "School, east gate" --precision block'],
    },
  })
  addMoveAndVerify(incident, cli)
  addNeed(incident, cli)
  addRespondAndNote(incident, cli)
}

function addMoveAndVerify(incident: Command, cli: Cli): void {
  const move = incident
    .command('move')
    .description('move it on')
    .argument('<id>', 'id or its first digits')
    .argument('<state>', MOVES.join(', '), oneOf(MOVES))
  withNetwork(move)
    .option('--note <text>', 'why', someText)
    .option('--follow-up-owner <name>', 'who follows up; "none wanted" is an answer', someText)
    .option('--into <id>', 'the incident it is merged into')
    .action(
      (
        id: string,
        to: (typeof MOVES)[number],
        options: { network?: string; note?: string; followUpOwner?: string; into?: string },
      ) =>
        act(cli, 'incident:move', id, options, `It is ${to} now.`, async (bridge) => {
          const mergedInto =
            options.into === undefined
              ? undefined
              : (await recordOf(bridge, 'incident', options.into, options.network)).id
          // the domain's own word for it
          const followUpOwner = options.followUpOwner?.replace(/^none[ -]wanted$/i, 'none-wanted')
          return { to, ...given({ note: options.note, followUpOwner, mergedInto }) }
        }),
    )
  withExamples(move, 'incident move 4b1f22a0 triaged', 'incident move 4b1f22a0 closed --follow-up-owner "none wanted"')

  const verify = incident
    .command('verify')
    .description('say how sure it is')
    .argument('<id>', 'id or its first digits')
    .argument('<label>', VERIFICATIONS.join(', '), oneOf(VERIFICATIONS))
  withNetwork(verify)
    .requiredOption('--basis <text>', 'what that rests on', someText)
    .action((id: string, to: (typeof VERIFICATIONS)[number], options: { network?: string; basis: string }) =>
      act(cli, 'incident:verify', id, options, `Marked ${to}.`, () => ({ to, basis: options.basis })),
    )
  withExamples(verify, 'incident verify 4b1f22a0 verified --basis "Ben went there and saw it"')
}

function addNeed(incident: Command, cli: Cli): void {
  const need = incident
    .command('need')
    .description('say what is needed, or what became of a need')
    .argument('<id>', 'id or its first digits')
    .argument('[need]', 'an existing need, as shown')
  withNetwork(need)
    .option('--kind <kind>', 'what sort of help: first-aid, supplies, shelter, care, accompany, interpret, …', someText)
    .option('--text <text>', 'what is needed', someText)
    .option('--state <state>', NEED_STATES.join(', '), oneOf(NEED_STATES))
    .action(
      (
        id: string,
        existing: string | undefined,
        options: { network?: string; kind?: string; text?: string; state?: (typeof NEED_STATES)[number] },
      ) => {
        const { kind, text, state } = options
        if (existing === undefined && kind === undefined)
          throw usage('It takes --kind of a new need, or an existing need with --state.')
        return act(cli, 'incident:need', id, options, 'Saved.', () => given({ need: existing, kind, text, state }))
      },
    )
  withExamples(
    need,
    'incident need 4b1f22a0 --kind supplies --text "Two pumps"',
    'incident need 4b1f22a0 NEED --state claimed',
  )
}

function addRespondAndNote(incident: Command, cli: Cli): void {
  const respond = incident
    .command('respond')
    .description('say whether you help, and where you are')
    .argument('<id>', 'id or its first digits')
    .argument('<state>', RESPONDER_STATES.join(', '), oneOf(RESPONDER_STATES))
  withNetwork(respond)
    .option('--eta <time>', 'when you will be there', isoTime)
    .option('--note <text>', 'a remark', someText)
    .option('--person <member>', 'on behalf of another member: name, id or its first digits')
    .action(
      (
        id: string,
        state: (typeof RESPONDER_STATES)[number],
        options: { network?: string; eta?: string; note?: string; person?: string },
      ) =>
        act(cli, 'incident:respond', id, options, 'Saved.', async (bridge, network) => {
          const person = options.person === undefined ? undefined : await findMember(bridge, network, options.person)
          return { state, ...given({ eta: options.eta, note: options.note, person }) }
        }),
    )
  withExamples(respond, 'incident respond 4b1f22a0 coming --eta 2026-12-01T18:20', 'incident respond 4b1f22a0 safe')

  const note = incident
    .command('note')
    .description('add a line to what happened when')
    .argument('<id>', 'id or its first digits')
    .argument('<text>', 'what happened', someText)
  withNetwork(note).action((id: string, text: string, options: { network?: string }) =>
    act(cli, 'incident:note', id, options, 'Noted.', () => ({ text })),
  )
  withExamples(note, 'incident note 4b1f22a0 "The fire brigade is here"')
}

type Act = 'incident:move' | 'incident:verify' | 'incident:need' | 'incident:respond' | 'incident:note'

/** One act on one incident. */
function act<Name extends Act>(
  cli: Cli,
  name: Name,
  id: string,
  options: { network?: string },
  text: string,
  input: (
    bridge: Bridge,
    network: string,
  ) => Omit<CommandCall<Name>, 'network' | 'id'> | Promise<Omit<CommandCall<Name>, 'network' | 'id'>>,
): Promise<void> {
  return cli.ask(async (bridge) => {
    const record = await recordOf(bridge, 'incident', id, options.network)
    const json = await bridge.call(
      name,
      { ...record, ...(await input(bridge, record.network)) } as CommandCall<Name>,
      cli,
    )
    return { json, text }
  })
}

import type { Command } from 'commander'

import type { CommandCall } from '../../core/bridge/contract.ts'
import type { Bridge } from '../../core/bridge/rpc-client.ts'
import type { Cli } from '../cli.ts'
import { given } from '../input/given.ts'
import { findMember, usage } from '../input/names.ts'
import { isoTime, oneOf, someText, wholeNumber } from '../input/values.ts'
import { withExamples } from './examples.ts'
import { addRecordCommands, recordOf, withNetwork } from './record.ts'

const PLAN_KINDS = ['meeting', 'event', 'supply', 'training', 'response-plan'] as const
const TASK_STATES = ['needs-action', 'in-process', 'completed', 'cancelled'] as const
const STATES = ['tentative', 'confirmed', 'cancelled'] as const
const ANSWERS = ['accepted', 'declined', 'tentative'] as const

/** `plan add|list|show|edit|archive|move|signup|task|shift`. */
export function addPlanCommands(program: Command, cli: Cli): void {
  const plan = addRecordCommands(program, cli, {
    kind: 'plan',
    description: 'meetings, events, supplies, trainings: who does what when',
    withFields: (command) =>
      command
        .option('--summary <text>', 'what it is, in a line', someText)
        .option('--kind <kind>', `what sort: ${PLAN_KINDS.join(', ')}`, oneOf(PLAN_KINDS))
        .option('--start <time>', 'when it begins, like 2026-12-01T18:00 (your time) or 2026-12-01T18:00:00Z', isoTime)
        .option('--end <time>', 'when it ends', isoTime)
        .option('--place <label>', 'where, in words', someText),
    fields: ({ summary, kind, start, end, place }) => ({
      summary,
      kind,
      start,
      end,
      place: place === undefined ? undefined : { label: place },
    }),
    required: { field: 'summary', option: '--summary' },
    examples: {
      add: [
        'plan add --summary "Check on neighbours in the heat" --kind event --start 2026-07-01T10:00',
        'plan add --from plans.json',
      ],
      edit: ['plan edit 4b1f22a0 --start 2026-07-01T11:00'],
    },
  })
  addMove(plan, cli)
  addSignup(plan, cli)
  addTask(plan, cli)
  addShift(plan, cli)
}

function addMove(plan: Command, cli: Cli): void {
  const move = plan
    .command('move')
    .description('confirm or cancel it')
    .argument('<id>', 'id or its first digits')
    .argument('<state>', STATES.join(', '), oneOf(STATES))
  withNetwork(move)
    .option('--note <text>', 'why', someText)
    .action((id: string, to: (typeof STATES)[number], options: { network?: string; note?: string }) =>
      act(cli, 'plan:move', id, options, () => ({ to, ...given({ note: options.note }) })),
    )
  withExamples(move, 'plan move 4b1f22a0 confirmed')
}

function addSignup(plan: Command, cli: Cli): void {
  const signup = plan
    .command('signup')
    .description('sign up for a plan, one of its shifts or tasks')
    .argument('<id>', 'id or its first digits')
  withNetwork(signup)
    .option('--shift <shift>', 'a shift, as shown', someText)
    .option('--task <task>', 'a task, as shown', someText)
    .option('--answer <answer>', `${ANSWERS.join(', ')} (default: accepted)`, oneOf(ANSWERS))
    .option('--checked <in|out>', 'you are there, or have left', oneOf(['in', 'out']))
    .option('--person <member>', 'on behalf of another member: name, id or its first digits')
    .action(
      (
        id: string,
        options: {
          network?: string
          shift?: string
          task?: string
          answer?: (typeof ANSWERS)[number]
          checked?: 'in' | 'out'
          person?: string
        },
      ) => {
        if (options.shift !== undefined && options.task !== undefined)
          throw usage('It takes a shift or a task, not both.')
        const { answer, shift, task, checked } = options
        return act(cli, 'plan:signup', id, options, async (bridge, network) => {
          const person = options.person === undefined ? undefined : await findMember(bridge, network, options.person)
          return given({ answer, shift, task, checked, person })
        })
      },
    )
  withExamples(signup, 'plan signup 4b1f22a0', 'plan signup 4b1f22a0 --shift SHIFT --answer declined')
}

function addTask(plan: Command, cli: Cli): void {
  const task = plan
    .command('task')
    .description('add a task, or change one')
    .argument('<id>', 'id or its first digits')
    .argument('[task]', 'an existing task, as shown')
  withNetwork(task)
    .option('--summary <text>', 'what is to do', someText)
    .option('--due <time>', 'until when', isoTime)
    .option('--state <state>', TASK_STATES.join(', '), oneOf(TASK_STATES))
    .option('--person <member>', 'who does it: name, id or its first digits')
    .action(
      (
        id: string,
        existing: string | undefined,
        options: {
          network?: string
          summary?: string
          due?: string
          state?: (typeof TASK_STATES)[number]
          person?: string
        },
      ) => {
        const { summary, due, state } = options
        if (existing === undefined && summary === undefined)
          throw usage('It takes --summary of a new task, or an existing task.')
        return act(cli, 'plan:task', id, options, async (bridge, network) => {
          const person = options.person === undefined ? undefined : await findMember(bridge, network, options.person)
          return given({ task: existing, summary, due, state, person })
        })
      },
    )
  withExamples(
    task,
    'plan task 4b1f22a0 --summary "Bring two fans" --due 2026-07-01T09:00',
    'plan task 4b1f22a0 TASK --state completed',
  )
}

function addShift(plan: Command, cli: Cli): void {
  const shift = plan
    .command('shift')
    .description('add a shift, or change one')
    .argument('<id>', 'id or its first digits')
    .argument('[shift]', 'an existing shift, as shown')
  withNetwork(shift)
    .option('--start <time>', 'when it begins', isoTime)
    .option('--end <time>', 'when it ends', isoTime)
    .option('--role <role>', 'what one does in it', someText)
    .option('--min <number>', 'how many are needed', wholeNumber(0, 1000))
    .option('--max <number>', 'how many are enough', wholeNumber(1, 1000))
    .action(
      (
        id: string,
        existing: string | undefined,
        options: { network?: string; start?: string; end?: string; role?: string; min?: number; max?: number },
      ) => {
        const { start, end, role, min, max } = options
        if (existing === undefined && start === undefined)
          throw usage('It takes --start of a new shift, or an existing shift.')
        return act(cli, 'plan:shift', id, options, () => given({ shift: existing, start, end, role, min, max }))
      },
    )
  withExamples(
    shift,
    'plan shift 4b1f22a0 --start 2026-07-01T10:00 --end 2026-07-01T12:00 --role visits --min 2 --max 6',
  )
}

type Act = 'plan:move' | 'plan:signup' | 'plan:task' | 'plan:shift'

/** One act on one plan. */
function act<Name extends Act>(
  cli: Cli,
  name: Name,
  id: string,
  options: { network?: string },
  input: (
    bridge: Bridge,
    network: string,
  ) => Omit<CommandCall<Name>, 'network' | 'id'> | Promise<Omit<CommandCall<Name>, 'network' | 'id'>>,
): Promise<void> {
  return cli.ask(async (bridge) => {
    const record = await recordOf(bridge, 'plan', id, options.network)
    const json = await bridge.call(
      name,
      { ...record, ...(await input(bridge, record.network)) } as CommandCall<Name>,
      cli,
    )
    return { json, text: 'Saved.' }
  })
}

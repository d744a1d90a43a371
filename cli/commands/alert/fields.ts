import { InvalidArgumentError, type Command } from 'commander'

import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { given } from '../../input/given.ts'
import { usage } from '../../input/names.ts'
import { oneOf, several, someText, wholeNumber } from '../../input/values.ts'
import { AUDIENCES, HELP_KINDS, URGENCIES } from './words.ts'

/** What the options of a draft give. */
export interface DraftOptions {
  readonly network?: string
  readonly kind?: (typeof HELP_KINDS)[number]
  readonly headline?: string
  readonly instruction?: string
  readonly need?: readonly Need[]
  readonly to?: (typeof AUDIENCES)[number]
  readonly of?: string
  readonly area?: string
  readonly urgency?: (typeof URGENCIES)[number]
  readonly minutes?: number
  readonly exercise?: boolean
}
interface Need {
  readonly role?: string
  readonly count: number
}

/** Adds the options for what an alert says. */
export function withDraftFields(command: Command): Command {
  return command
    .option('--kind <kind>', `the help that is asked for: ${HELP_KINDS.join(', ')}`, oneOf(HELP_KINDS))
    .option('--headline <text>', 'one line, at most 90 characters: what is happening, never who', someText)
    .option('--instruction <text>', 'what to do, at most 300 characters', someText)
    .option('--need <number>', 'how many are asked for: 3, or "first aid=1"; may be repeated', several(need, 20))
    .option('--to <audience>', `${AUDIENCES.join(', ')} (default: your own circle)`, oneOf(AUDIENCES))
    .option('--of <name>', 'which circle, or the skill of the specialists', someText)
    .option('--area <label>', 'where, in words (default: from the incident or plan)', someText)
    .option('--urgency <urgency>', `${URGENCIES.join(', ')} (default: from the incident)`, oneOf(URGENCIES))
    .option('--minutes <number>', 'how long it holds (default: 120, at most 1440)', wholeNumber(5, 1440))
    .option('--exercise', 'a drill: shown as one everywhere')
}

/** Fields of a draft from the options given. */
export async function draftFields(
  bridge: Bridge,
  network: string,
  options: DraftOptions,
): Promise<Record<string, unknown>> {
  const { kind, headline, instruction, need: asked, to, of, area, urgency, minutes, exercise } = options
  if (of !== undefined && to === undefined) throw usage('It takes --to circle or --to specialists with --of.')
  const audience =
    to === undefined ? undefined : { scope: to, ...given({ of: await audienceOf(bridge, network, to, of) }) }
  const status = exercise === true ? 'Exercise' : undefined
  return given({ kind, headline, instruction, need: asked, audience, area, urgency, minutes, status })
}

/** A circle is said by its name, or its id; a skill as it is. */
async function audienceOf(
  bridge: Bridge,
  network: string,
  to: string,
  of: string | undefined,
): Promise<string | undefined> {
  if (to !== 'circle' || of === undefined) return of
  const { record } = await bridge.call('network:show', { network })
  const circles = Array.isArray(record['circles']) ? (record['circles'] as { id: string; name: string }[]) : []
  const found = circles.filter(({ id, name }) => id === of || name.normalize('NFC') === of.normalize('NFC'))
  if (found.length !== 1)
    throw usage(`There is ${found.length === 0 ? 'no' : 'more than one'} circle called "${of.slice(0, 80)}".`)
  return found[0]!.id
}

function need(text: string): Need {
  const parts = /^(?:(.{1,64}?)\s*=\s*)?(\d{1,4})$/.exec(text.trim())
  const count = Number(parts?.[2])
  if (parts === null || count < 1 || count > 1_000)
    throw new InvalidArgumentError('It takes a number up to 1000, or a role and a number, like "first aid=1".')
  return parts[1] === undefined ? { count } : { role: parts[1], count }
}

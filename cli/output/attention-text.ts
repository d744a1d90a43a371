import type { CommandOutput } from '../../core/bridge/contract.ts'
import { safeLine } from './safe-text.ts'
import { table } from './table.ts'
import { localTime } from './times.ts'

type Item = CommandOutput<'attention:list'>['items'][number]

/** What asks for the person, in a few words. */
export const ATTENTION_TEXT: Readonly<Record<Item['what'], string>> = {
  'needs-help': 'somebody who is out there needs help',
  alert: 'a call for help that you have not answered',
  overdue: 'somebody did not check in, nor did their buddy say anything',
  buddy: 'your buddy did not check in: ask how they are',
  'check-in': 'your check-in is due',
  journey: 'somebody has not said that they arrived',
  'call-list': 'the phone tree is open: you have calls to make',
  over: 'it is over',
  enough: "we have enough, please don't come",
  confirm: 'a draft waits for a second member',
  'nobody-on-call': 'nobody is on call',
}

/** One line for each thing, most pressing first. @param nameOf a person's or a network's name by id */
export function attentionText(
  items: readonly Item[],
  { nameOf, columns }: { nameOf: (id: string) => string; columns: number },
): string {
  if (items.length === 0) return 'Nothing asks for you now.'
  return table(
    ['SINCE', 'WHAT', 'WHO', 'WHERE', 'ID'],
    items.map((one) => [
      localTime(one.since),
      `${one.drill ? 'EXERCISE: ' : ''}${ATTENTION_TEXT[one.what]}${one.collapsed === undefined ? '' : ` (and ${one.collapsed} more)`}`,
      one.from === undefined ? '' : safeLine(nameOf(one.from)),
      safeLine(nameOf(one.network)),
      one.id.slice(0, 8),
    ]),
    columns,
  )
}

import type { CommandInput } from './contract.ts'
import type { ShownKind } from './contract/parts.ts'

/** Those on an alert. */
export type AlertActName =
  | 'alert:confirm'
  | 'alert:seen'
  | 'alert:answer'
  | 'alert:record'
  | 'alert:check-in'
  | 'alert:needs-help'
  | 'alert:pair'
  | 'alert:debrief'
  | 'alert:enough'
  | 'alert:cancel'
  | 'alert:all-clear'
  | 'alert:escalate'
  | 'alert:stop'

/** The commands that act on one record through an edit of the domain. */
export type ActName =
  | 'incident:move'
  | 'incident:verify'
  | 'incident:need'
  | 'incident:respond'
  | 'incident:note'
  | 'plan:move'
  | 'plan:signup'
  | 'plan:task'
  | 'plan:shift'
  | AlertActName

/** One act on one record, as `record:act` says it and as the domain's EDITS name it. */
export type Act = CommandInput<'record:act'>

/** The edit of the domain that a command stands for, with the edit's raw input. */
export function actOf<Name extends ActName>(name: Name, command: CommandInput<Name>): Act {
  const { network, id, ...input } = command
  const [kind, act] = editOf(name, input)
  return { network, id, kind, act, input }
}

function editOf(name: ActName, input: object): [ShownKind, string] {
  switch (name) {
    case 'incident:need':
      return ['incident', 'need' in input ? 'moveNeed' : 'addNeed']
    case 'plan:move':
      return ['plan', 'status']
    case 'plan:signup':
      return ['plan', 'signUp']
    case 'plan:task':
      return ['plan', 'task' in input ? 'moveTask' : 'addTask']
    case 'plan:shift':
      return ['plan', 'shift' in input ? 'editShift' : 'addShift']
    case 'alert:all-clear':
      return ['alert', 'allClear']
    case 'alert:stop':
      return ['alert', 'stopEscalation']
    case 'alert:check-in':
      return ['alert', 'checkIn']
    case 'alert:needs-help':
      return ['alert', 'needsHelp']
    case 'alert:confirm':
    case 'alert:seen':
    case 'alert:answer':
    case 'alert:record':
    case 'alert:pair':
    case 'alert:debrief':
    case 'alert:enough':
    case 'alert:cancel':
    case 'alert:escalate':
      return ['alert', name.slice('alert:'.length)]
    case 'incident:move':
    case 'incident:verify':
    case 'incident:respond':
    case 'incident:note':
      return ['incident', name.slice('incident:'.length)]
  }
}

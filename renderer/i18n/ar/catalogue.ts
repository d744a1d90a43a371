import type { en } from '../en/catalogue.ts'
import type { Translation } from '../translation.ts'
import { alerts } from './alerts.ts'
import { backup } from './backup.ts'
import { board } from './board.ts'
import { circles } from './circles.ts'
import { common } from './common.ts'
import { compose } from './compose.ts'
import { computers } from './computers.ts'
import { duty } from './duty.ts'
import { erase } from './erase.ts'
import { help } from './help.ts'
import { helpCalls } from './help-calls.ts'
import { incidents } from './incidents.ts'
import { incoming } from './incoming.ts'
import { keeping } from './keeping.ts'
import { meeting } from './meeting.ts'
import { network } from './network.ts'
import { people } from './people.ts'
import { plans } from './plans.ts'
import { preferences } from './preferences.ts'
import { respond } from './respond.ts'
import { start } from './start.ts'
import { tree } from './tree.ts'
import { words } from './words.ts'

export const ar: Translation<typeof en> = {
  ...common,
  ...words,
  ...start,
  ...incidents,
  ...alerts,
  ...helpCalls,
  ...preferences,
  ...backup,
  ...respond,
  ...board,
  ...incoming,
  ...compose,
  ...people,
  ...circles,
  ...duty,
  ...erase,
  ...plans,
  ...keeping,
  ...meeting,
  ...network,
  ...computers,
  ...tree,
  ...help,
}

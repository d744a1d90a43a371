import { z } from 'zod'

import type { CommandInput, CommandOutput, Handlers } from '../../bridge/contract.ts'
import { time } from '../../domain/input/fields.ts'
import { invalidInput, parseInput } from '../../domain/input/invalid.ts'
import { resolveTime } from '../../domain/input/time.ts'
import type { EngineAccess } from '../access.ts'
import { requireCoordinator } from '../coordinators.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { setBack } from './restore.ts'
import { surveyPast, type Survey } from './survey.ts'

type Names = 'restore:preview' | 'restore:at'
type Preview = CommandOutput<'restore:preview'>
const Asked = z.strictObject({ at: time })

/** Everything as it was at a moment. */
export function restoreHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  return {
    'restore:preview': async ({ network, at, keepLate }, { signal }) => {
      const runtime = engine.unlocked.network(network)
      const moment = momentOf(runtime, at)
      return shown(runtime, moment, await surveyPast(runtime, { at: moment, keepLate, signal }))
    },
    'restore:at': async ({ network, at, keepLate }, { signal }) => {
      const runtime = engine.unlocked.network(network)
      const moment = momentOf(runtime, at)
      const survey = await surveyPast(runtime, { at: moment, keepLate, signal })
      const left = await setBack(runtime, survey.back, { random: engine.parts.random, signal })
      return { ...shown(runtime, moment, survey), left }
    },
  }
}

/** @throws MeshError `identity/not-a-coordinator`, `domain/invalid-input` */
function momentOf(runtime: NetworkRuntime, given: CommandInput<'restore:at'>['at']): number {
  requireCoordinator(runtime)
  const { membership, settings, clock } = runtime
  const { at } = parseInput(Asked, { at: given })
  const moment = resolveTime(at, 'at', { timeZone: settings?.timeZone ?? undefined })
  if (moment > clock.now()) throw invalidInput('at', 'in-the-future')
  const { founder, persons, devices } = membership.state
  const first = devices.get(persons.get(founder)?.devices[0] ?? '')
  if (first !== undefined && moment < first.admittedAt) throw invalidInput('at', 'before-the-network')
  return moment
}

function shown({ membership }: NetworkRuntime, at: number, { back: _back, authors, ...counts }: Survey): Preview {
  const named = authors.map(({ person, ...rest }) => ({
    ...rest,
    ...(person !== undefined && { person, name: membership.nameOf(person) }),
  }))
  return { at, ...counts, authors: named }
}

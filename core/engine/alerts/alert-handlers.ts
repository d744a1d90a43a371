import { actOf } from '../../bridge/acts.ts'
import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { addressees } from '../../domain/edits/alert/audience.ts'
import { audienceOf, gateHere, labelHere, sendingObstacles } from '../../domain/edits/alert/send.ts'
import type { AlertView } from '../../domain/records/alert/view.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { act } from '../handlers/act.ts'
import { upkeepOf } from '../retention/upkeep.ts'
import { alertFacts, hasAgreed } from './facts.ts'

type Names = 'alert:answer' | 'alert:show' | 'alert:audience' | 'alert:send' | 'alert:update'
type Audience = CommandOutput<'alert:audience'>

/** What of alerts is more than one edit of one record. */
export function alertHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  return {
    'alert:show': async ({ network, id }) => {
      const runtime = engine.unlocked.network(network)
      const alert = alertOf(runtime, id)
      const facts = alertFacts(runtime)
      const by = runtime.membership.person
      const gate = gateHere(alert, facts)
      const draft = alert.state === 'draft' && alert.version !== null
      return {
        record: {
          ...alert,
          ...upkeepOf(runtime, runtime.ledger.get(id)!),
          ...(gate !== undefined && { gate, verified: labelHere(alert, facts) }),
          id,
        },
        ...(gate !== undefined && { gate }),
        obstacles: draft ? sendingObstacles(alert, { by, alerts: facts }) : [],
        ...presence(runtime, draft ? addressees(audienceOf(alert), facts.people(), by) : alert.addressed),
      }
    },
    'alert:answer': async (input) => {
      const runtime = engine.unlocked.network(input.network)
      const { person } = runtime.membership
      const done = await act(engine, actOf('alert:answer', input))
      // After it: an answer that is refused accepts nothing
      if (input.agreed === true && input.answer === 'coming' && !hasAgreed(runtime, person)) {
        const accept = { name: 'acceptSafetyAgreement', input: {} } as const
        await engine.unlocked.writer(runtime).edit('member', runtime.memberDocument(person), accept)
      }
      return done
    },
    'alert:audience': async ({ network, scope, of }) => {
      const runtime = engine.unlocked.network(network)
      const people = alertFacts(runtime).people()
      return presence(runtime, addressees({ scope, of: of ?? null }, people, runtime.membership.person))
    },
    'alert:send': async ({ network, id, version }) => {
      const runtime = engine.unlocked.network(network)
      const { references } = alertOf(runtime, id)
      const writer = engine.unlocked.writer(runtime)
      await writer.edit('alert', id, { name: 'send', input: version === undefined ? {} : { version } })
      // What it updates asks no further; where that is over already, nothing is left to say
      if (references !== null)
        await writer.edit('alert', references, { name: 'supersede', input: { into: id } }).catch(ignoreOver)
      const { people, computers } = presence(runtime, alertOf(runtime, id).addressed)
      return { id, addressed: people.length, connected: people.filter((one) => one.connected).length, computers }
    },
    'alert:update': async ({ network, id, patch }) => {
      const runtime = engine.unlocked.network(network)
      const alert = alertOf(runtime, id)
      if (alert.sent === null)
        throw new MeshError('domain/not-allowed-now', 'It was not sent', { details: { reason: 'not-sent' } })
      if (typeof patch !== 'object' || patch === null || Array.isArray(patch))
        throw new MeshError('domain/invalid-input', 'No fields', { details: { field: 'patch', reason: 'wrong-type' } })
      const draft = { ...inputOf(alert), ...patch, about: alert.about, references: id }
      const [made] = await engine.unlocked.writer(runtime).add('alert', [draft])
      return { id: made! }
    },
  }
}

/** What it says, as a draft takes it. */
function inputOf(alert: AlertView): object {
  const { kind, headline, status, audience, urgency, severity, certainty, instruction, area, minutes, need } = alert
  const asked = need.map(({ role, count }) => ({ role, count }))
  const said = { kind, headline, status, urgency, severity, certainty, instruction, area, minutes, need: asked }
  return audience === null ? said : { ...said, audience }
}

/** @throws MeshError `domain/not-found` */
function alertOf({ ledger }: NetworkRuntime, id: string): AlertView {
  const found = ledger.get(id)
  if (found?.kind !== 'alert') throw new MeshError('domain/not-found', 'No such alert')
  return found.record as unknown as AlertView
}

/** Who of them is a member now, in order of name, and how many of their computers are connected. */
function presence({ membership, hub }: NetworkRuntime, persons: Iterable<string>): Audience {
  const wanted = new Set(persons)
  const connected = hub.present()
  const present = membership.present().filter(({ person }) => wanted.has(person))
  const here = (devices: readonly string[]): number => devices.filter((device) => connected.has(device)).length
  return {
    people: present
      .map(({ person, devices }) => ({ person, name: membership.nameOf(person), connected: here(devices) > 0 }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    computers: present.reduce((sum, { devices }) => sum + here(devices), 0),
  }
}

function ignoreOver(error: unknown): void {
  if (!(error instanceof MeshError) || error.code !== 'domain/not-allowed-now') throw error
}

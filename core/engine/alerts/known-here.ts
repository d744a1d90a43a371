import { gateHere, labelHere } from '../../domain/edits/alert/send.ts'
import type { Gate } from '../../domain/records/alert/gate.ts'
import type { AlertView } from '../../domain/records/alert/view.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { alertFacts } from './facts.ts'

/** An alert with its gate and its label as this laptop can tell them, in the place of what its sender's copy claims. */
export type KnownAlert = Omit<AlertView, 'gate'> & { readonly gate: Gate | null }

/** For the alerts of one answer: what they rest on is looked up once. */
export function knownHere(runtime: NetworkRuntime): (alert: AlertView) => KnownAlert {
  const facts = alertFacts(runtime)
  let people: ReturnType<typeof facts.people> | undefined
  const once = { ...facts, people: () => (people ??= facts.people()) }
  return (alert) => ({ ...alert, gate: gateHere(alert, once) ?? null, verified: labelHere(alert, once) })
}

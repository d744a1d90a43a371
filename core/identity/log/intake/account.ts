import { AUTO_ADMIT } from '../reduce/reduction.ts'
import type { DeviceState, MembershipState } from '../state.ts'

/** Longest way up that is followed: who let in whom. */
const MOST_STEPS = 64

/** Whose allowance a device's records are charged to, and how large it is. */
export interface Account {
  /** Person id, hex. */
  readonly person: string
  readonly size: 'coordinator' | 'member' | 'gone'
}

/**
 * Whom a device's records are charged to: its person, or, as long as no coordinator had a hand in letting it in, the person
 * whose invite it came by: a crowd that somebody lets in alone has no more room together than that somebody has.
 * Undefined for a device that nobody let in.
 */
export function accountOf(state: MembershipState, device: string): Account | undefined {
  const own = state.devices.get(device)
  if (own === undefined) return undefined
  if (own.status !== 'member') return { person: own.person, size: 'gone' }
  if (own.role !== 'member') return { person: own.person, size: 'coordinator' }
  let at: DeviceState = own
  for (let step = 0; step < MOST_STEPS; step++) {
    const host = hostOf(state, at)
    if (host === undefined || host.role !== 'member' || host === at) break
    at = host
  }
  return { person: at.person, size: 'member' }
}

/** The device that let this one in by its own choice: who made the invite, or the coordinator who said yes. */
function hostOf(state: MembershipState, { invite, admittedBy }: DeviceState): DeviceState | undefined {
  const made = invite === undefined ? undefined : state.invites.get(invite)
  const isAuto = made !== undefined && (made.flags & AUTO_ADMIT) !== 0
  return state.devices.get(isAuto ? made.inviter : admittedBy)
}

import type { Plan } from '../plan-view.ts'
import { CoSponsors } from './CoSponsors.tsx'
import { Demands } from './Demands.tsx'

/** Who carries the plan with us, and what it asks of institutions. */
export function Partners({ plan }: { plan: Plan }) {
  return (
    <>
      <CoSponsors plan={plan} />
      <Demands plan={plan} />
    </>
  )
}

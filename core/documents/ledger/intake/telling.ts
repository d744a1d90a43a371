import type { Emitter } from '../../../shared/events.ts'
import { documentOfUnit } from '../../unit/unit.ts'
import type { LedgerEvents, UnitVerdict } from '../ports.ts'

interface Signed {
  readonly unit: { readonly bytes: Uint8Array }
  readonly session: { readonly device: string }
}

/**
 * Tells who wrote what came in, and whose fault it is that something did not: the signer's, or where nobody is proven to have
 * signed it, that of the device (hex) it came from.
 * @param about.steps of each unit a word, or who is said to have signed it
 * @param about.forged those of them who have not
 */
export function tellOfUnits(
  events: Emitter<LedgerEvents>,
  about: {
    /** As they came. */
    readonly units: readonly Uint8Array[]
    readonly steps: readonly (UnitVerdict | Signed)[]
    readonly forged: ReadonlySet<Signed>
    readonly verdicts: readonly UnitVerdict[]
    readonly origin: string
  },
): void {
  const { units, steps, forged, verdicts, origin } = about
  const came = new Map<string, { units: number; bytes: number }>()
  for (const [index, step] of steps.entries()) {
    const verdict = verdicts[index]!
    const device = typeof step === 'string' || forged.has(step) ? origin : step.session.device
    if (verdict === 'erased') {
      const document = documentOfUnit(units[index]!)
      if (document !== undefined) events.emit('unit:erased', { device: origin, document })
    }
    if (verdict === 'malformed' || verdict === 'forged') events.emit('unit:refused', { device })
    if (verdict !== 'stored' || typeof step === 'string') continue
    const sum = came.get(device) ?? { units: 0, bytes: 0 }
    came.set(device, { units: sum.units + 1, bytes: sum.bytes + step.unit.bytes.byteLength })
  }
  for (const [device, sum] of came) events.emit('units:came', { device, ...sum })
}

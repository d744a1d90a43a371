import { fromHex, toHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { DeviceKey } from '../device-key.ts'
import type { MembershipLog } from '../log/membership-log.ts'
import type { RecordOf } from '../log/record/record.ts'
import { Draft } from './draft.ts'
import { inRecords, type LastSequences } from './last-sequences.ts'

/** What is handed on as text is to stay short: several say the same of the same devices. */
const MAX_BYTES = 16 << 10

/**
 * The removal of devices (hex) by a coordinator whom one of them has taken out: made as if that had not been heard of yet, which it says
 * openly by what it names as seen. Alone it changes nothing where a more senior person did it; together with another coordinator's, who
 * owes office to neither, it is the stronger one (log/reduce/standing.ts): two take out a stolen laptop of the most senior person.
 *
 * @throws MeshError `domain/not-allowed-now` while this device is in, `identity/not-a-coordinator`, `domain/not-found`
 */
export function disputeRemoval(
  { log, device, clock }: { readonly log: MembershipLog; readonly device: DeviceKey; readonly clock: Clock },
  devices: readonly string[],
  last: LastSequences,
): Uint8Array[] {
  const { devices: known } = log.state()
  const self = known.get(device.hex)
  if (self?.status !== 'removed')
    throw new MeshError('domain/not-allowed-now', 'This laptop has not been taken out: it removes them itself')
  if (self.role === 'member') throw new MeshError('identity/not-a-coordinator', 'Only a coordinator may do this')
  if (devices.includes(device.hex) || !devices.some((one) => known.has(one)))
    throw new MeshError('domain/not-found', 'No such other device in this network')
  const knowing = [device.hex, ...devices]
  const isOfSelf = (removal: RecordOf<'remove'>): boolean => targetsOf(removal).includes(device.hex)
  // Nor of the same being done to other coordinators: they have not heard of each other, and are to understand this
  const isOfOffice = (removal: RecordOf<'remove'>): boolean =>
    devices.includes(removal.authorHex) &&
    targetsOf(removal).some((one) => known.get(one)?.status === 'removed' && known.get(one)?.role !== 'member')
  const heads =
    log.headsWithout((it) => isOfSelf(it) || isOfOffice(it), { knowing }) ?? log.headsWithout(isOfSelf, { knowing })
  if (heads === undefined) throw new MeshError('domain/not-found', 'No such other device in this network')
  const draft = new Draft({ log, author: device, clock, heads })
  draft.append('remove', {
    devices: devices.map(fromHex),
    last: inRecords(last, { most: 1, maxBytes: MAX_BYTES })[0]!.map((one) => [...one]),
  })
  return draft.bytes()
}

function targetsOf({ content }: RecordOf<'remove'>): string[] {
  return content.body.devices.map(toHex)
}

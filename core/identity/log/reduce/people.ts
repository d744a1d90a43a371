import { toHex } from '../../../shared/bytes.ts'
import { areConcurrent, type Entry, isBefore } from '../record/graph.ts'
import type { RecordOf } from '../record/record.ts'

/** One admission of a device that counts or is pending. */
export interface Admission {
  readonly entry: Entry
  /** Hex. */
  readonly person: string
  readonly pending: boolean
  /** Position in the reduction. */
  readonly order: number
}

interface RoleChange {
  readonly entry: Entry
  readonly coordinator: boolean
  readonly order: number
}

/** A promotion with the demotions that were made without knowledge of it, nor it of them; a demotion with none. */
type KeptRoleChange = RoleChange & { readonly undoneBy: Entry[] }

/** Seniority of the founder, before everyone who was promoted. */
export const FOUNDER_SENIORITY = -1

/** Who has been let in, who is gone, and who coordinates: filled by one pass of the reduction, in its order. */
export class People {
  readonly #admissions = new Map<string, Admission[]>()
  readonly #removals = new Map<string, Entry[]>()
  readonly #leaves = new Map<string, Entry[]>()
  readonly #roles = new Map<string, KeptRoleChange[]>()
  /** Person (hex) -> devices (hex), in order of admission. */
  readonly #devices = new Map<string, string[]>()
  #founder = ''

  /** The genesis author becomes founder, coordinator and first person. */
  found(entry: Entry, person: string): void {
    this.#founder = person
    this.#enter(entry.record.authorHex, { entry, person, pending: false, order: 0 })
  }

  admit(entry: Entry, fact: { person: string; pending: boolean; order: number }): void {
    const { body } = (entry.record as RecordOf<'admit'>).content
    this.#enter(toHex(body.device), { entry, ...fact })
  }

  remove(entry: Entry, devices: readonly string[]): void {
    for (const device of devices) append(this.#removals, device, entry)
  }

  leave(entry: Entry, devices: readonly string[]): void {
    for (const device of devices) append(this.#leaves, device, entry)
  }

  setRole(person: string, change: RoleChange): void {
    const others = (this.#roles.get(person) ?? []).filter(
      (it) => it.coordinator !== change.coordinator && areConcurrent(it.entry, change.entry),
    )
    if (!change.coordinator) for (const promotion of others) promotion.undoneBy.push(change.entry)
    append(this.#roles, person, { ...change, undoneBy: change.coordinator ? others.map(({ entry }) => entry) : [] })
  }

  /** Person id (hex) of the founder. */
  get founder(): string {
    return this.#founder
  }

  /** Every device (hex) ever let in or pending, in order. */
  devices(): readonly string[] {
    return [...this.#admissions.keys()]
  }

  persons(): readonly string[] {
    return [...this.#devices.keys()]
  }

  devicesOf(person: string): readonly string[] {
    return this.#devices.get(person) ?? []
  }

  removalsOf(device: string): readonly Entry[] {
    return this.#removals.get(device) ?? []
  }

  leavesOf(device: string): readonly Entry[] {
    return this.#leaves.get(device) ?? []
  }

  /** Devices (hex) with a removal that counts, let in or not. */
  removedDevices(): Iterable<string> {
    return this.#removals.keys()
  }

  /** The admission by which the device is in: the first that counts, else the first pending one. */
  admissionOf(device: string): Admission | undefined {
    const all = this.#admissions.get(device)
    return all?.find((it) => !it.pending) ?? all?.[0]
  }

  /** Person (hex) the device belongs to. */
  personOf(device: string): string | undefined {
    return this.admissionOf(device)?.person
  }

  /** Whether an admission of the device that counts was seen by `entry`'s author. */
  wasAdmitted(device: string, entry: Entry): boolean {
    return (this.#admissions.get(device) ?? []).some((it) => !it.pending && isBefore(it.entry, entry))
  }

  /** Admissions of the device that count and that `entry`'s author had seen; none for the founder's first, which nobody let in. */
  admissionsSeen(device: string, entry: Entry): readonly Entry[] {
    return (this.#admissions.get(device) ?? [])
      .filter((it) => !it.pending && it.entry.record.content.type === 'admit' && isBefore(it.entry, entry))
      .map((it) => it.entry)
  }

  /** Promotions by which the person coordinates, by what `entry`'s author had seen; none for the founder, unless demoted since. */
  promotionsSeen(person: string, entry: Entry): readonly Entry[] {
    let by: Entry[] = []
    let byFounding = person === this.#founder
    for (const change of this.#rolesSeen(person, entry)) {
      if (change.coordinator) by.push(change.entry)
      else [by, byFounding] = [[], false]
    }
    return byFounding ? [] : by
  }

  isPersonKnown(person: string): boolean {
    return this.#devices.has(person)
  }

  /** Whether the person coordinates, by what `entry`'s author had seen. */
  isCoordinatorFor(person: string, entry: Entry): boolean {
    return this.seniority(person, entry) !== undefined
  }

  /**
   * Since when the person has been a coordinator: a position in the reduction, lower is more senior; undefined when it
   * is none. @param entry judge by what its author had seen; undefined: by everything
   */
  seniority(person: string, entry?: Entry): number | undefined {
    let since = person === this.#founder ? FOUNDER_SENIORITY : undefined
    for (const change of this.#rolesSeen(person, entry)) {
      since = change.coordinator ? (since ?? change.order) : undefined
    }
    return since
  }

  /** Whether the person coordinates, or ever did. */
  hasCoordinated(person: string): boolean {
    return person === this.#founder || (this.#roles.get(person) ?? []).some(({ coordinator }) => coordinator)
  }

  isCurrent(device: string): boolean {
    return this.#isCurrent(device, () => true)
  }

  /**
   * Persons (hex) who coordinate and have a device in the network, after everything applied so far.
   *
   * @param options.holds which of the removals are to be counted
   */
  coordinators({
    without,
    holds = () => true,
  }: { without?: ReadonlySet<string>; holds?: (removal: Entry) => boolean } = {}): string[] {
    const candidates = new Set([this.#founder, ...this.#roles.keys()])
    return [...candidates].filter(
      (person) =>
        this.seniority(person) !== undefined &&
        this.devicesOf(person).some((device) => this.#isCurrent(device, holds) && without?.has(device) !== true),
    )
  }

  /** What made the person a coordinator or none. Where a record stands is its author's choice: a demotion holds against any promotion beside it. */
  #rolesSeen(person: string, entry: Entry | undefined): readonly RoleChange[] {
    const isSeen = (one: Entry): boolean => entry === undefined || isBefore(one, entry)
    return (this.#roles.get(person) ?? []).filter((it) => isSeen(it.entry) && !it.undoneBy.some(isSeen))
  }

  #isCurrent(device: string, holds: (removal: Entry) => boolean): boolean {
    const admission = this.admissionOf(device)
    if (admission === undefined || admission.pending || this.#leaves.has(device)) return false
    return !this.removalsOf(device).some(holds)
  }

  #enter(device: string, admission: Admission): void {
    append(this.#admissions, device, admission)
    const devices = this.#devices.get(admission.person)
    if (devices === undefined) this.#devices.set(admission.person, [device])
    else if (!devices.includes(device)) devices.push(device)
  }
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else list.push(value)
}

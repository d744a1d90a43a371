/** The kinds of record there are, with the byte that stands for each in signed units and document ids (PROTOCOL section 1). */
export const KIND_BYTES = {
  network: 1,
  member: 2,
  contact: 3,
  incident: 4,
  alert: 5,
  plan: 6,
  proposal: 7,
  note: 8,
} as const
export type UnitKind = keyof typeof KIND_BYTES

const KIND_OF_BYTE = new Map<number, UnitKind>(
  Object.entries(KIND_BYTES).map(([kind, byte]) => [byte, kind as UnitKind]),
)

/** The kind of a byte; undefined for a byte this version does not know. */
export function kindOfByte(byte: number): UnitKind | undefined {
  return KIND_OF_BYTE.get(byte)
}

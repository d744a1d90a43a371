/** An incident of about 600 bytes of text, as a person would report it. Deterministic: the same number, the same text. */
export interface BenchIncident {
  readonly what: string
  readonly kind: string
  readonly place: { readonly label: string; readonly precision: string }
  readonly source: string
}

const SENTENCES = [
  'Water is rising in the cellar of the school and people are carrying the archive upstairs.',
  'Two families on the ground floor need help moving their beds before the night.',
  'The bus lane is closed because a tree lies across it and the detour is not signed.',
  'An older neighbour has not opened the door since yesterday and the flat is very warm.',
  'A child in a yellow coat was lost at the market and is now waiting at the library desk.',
  'Volunteers with a pump and sand bags are welcome; please come in pairs and wear boots.',
  'The corner shop offers drinking water, a charging point and a quiet room in the back.',
]

/** @param number from 0 */
export function benchIncident(number: number): BenchIncident {
  const sentences = Array.from({ length: 6 }, (_, index) => SENTENCES[(number * 3 + index) % SENTENCES.length])
  return {
    what: `Report ${number}: ${sentences.join(' ')}`,
    kind: 'flood',
    place: { label: `River Street ${number % 200}`, precision: 'block' },
    source: 'saw-it',
  }
}

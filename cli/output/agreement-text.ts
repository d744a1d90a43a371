/** What is said yes to once, before the first "coming" (product.md, requirement 15). */
export const SAFETY_AGREEMENT = [
  'Before you go, you say yes to this once. It keeps you and everyone else safe:',
  '  - I go in a pair, never alone.',
  '  - Care for the person harmed comes first.',
  '  - I follow, block, search or photograph nobody.',
  '  - I carry no weapons.',
  '  - I leave if it is unsafe.',
].join('\n')

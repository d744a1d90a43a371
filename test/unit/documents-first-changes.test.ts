import { expect, test } from 'vitest'

import { initialChange } from '../../core/documents/automerge/initial.ts'
import { readChange } from '../../core/documents/unit/change-header.ts'
import { HOST_SHAPES } from '../../core/engine/records/domain-shapes.ts'

// Once a version of Muster is out, none of these may change: laptops that make another first change never agree again.
// A new structure is a new initial version beside the old one.
test('every kind of record starts from the change it has always started from', () => {
  const hashes = HOST_SHAPES.flatMap((shape) =>
    Object.keys(shape.initial).map((version) => {
      const change = initialChange(shape, Number(version))
      return [`${shape.kind} ${version}`, readChange(change, { maxStartOp: 1 }).hash]
    }),
  )
  expect(Object.fromEntries(hashes)).toMatchInlineSnapshot(`
    {
      "alert 1": "77d13b014d3e21ec4f1b5960339d16ab12d2e61a222ca4bf90dc31fc41b43dbb",
      "contact 1": "3a5b587c43d8473e399952b92df19ba2b5dc8621e43c5d427f120d1fdd4b75d9",
      "incident 1": "156fe679ce99b788c8b8c7de5a25da5faa63aa9907428b4a408be73959ba93b5",
      "member 1": "1842fcfd28ce42f10fbc456e96a2055642dba4eb6f133a2a19973f3e1606a9fd",
      "network 1": "ae8cc9276c2fd6b11c99dbdbe0ec0886c1a8a6dcffede100d5d2cc6854348694",
      "note 1": "8bf95438971ba3821a1c1a6f72b566a7a05c2f0a8e7b8bede6dc7fa3ba1c41df",
      "plan 1": "50c08dd1b38644732e67028b745bfa32ea4354c9e0a0b491bc2d03da44b9407d",
      "proposal 1": "1d7b49ba5d967e15f6041c91d6cd3b15364b0723367102d94ba2dcaad71af8bf",
    }
  `)
})

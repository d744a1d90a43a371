import type { CommandOutput } from '../../../core/bridge/contract.ts'
import { shownTel } from '../../../core/domain/input/phone.ts'
import { buildTree } from '../../../core/domain/tree/build.ts'
import { sampleGroup } from '../../helpers/tree-sample.ts'

type Tree = CommandOutput<'tree:show'>

const FIRST = [
  'Ana',
  'Ben',
  'Cleo',
  'Dara',
  'Emre',
  'Farah',
  'Goran',
  'Hanna',
  'Iker',
  'Joana',
  'ليلى',
  'عمر',
  'سلمى',
  'Quim',
  'Rosa',
]
const LAST = [
  'Mill',
  'Canal',
  'Orchard',
  'Harbour',
  'Station',
  'Garden',
  'Bridge',
  'Market',
  'نهر',
  'بستان',
  'Quarry',
  'Meadow',
]

/** A phone tree of so many people as the engine would show it. */
export function samplePhoneTree(size: number): Tree {
  const group = sampleGroup(size, size)
  const places = new Map(group.people.map(({ id }, at) => [id, at]))
  const nameOf = (id: string): string => {
    const at = places.get(id)!
    return `${FIRST[at % FIRST.length]!} ${LAST[Math.floor(at / FIRST.length) % LAST.length]!}`
  }
  const { nodes, root, left } = buildTree(group)
  return {
    root,
    left: left.map(({ id }) => id),
    nodes: nodes.map(({ person, calls, ...place }) => ({
      person: person.id,
      kind: person.kind,
      name: nameOf(person.id),
      you: person.id === root,
      tel: person.tel,
      otherTels: [],
      shownTel: person.tel === null ? null : shownTel(person.tel),
      missing: person.missing,
      languages: [...person.languages],
      printed: person.printed && person.missing === null,
      bestTimes: null,
      calls: [...calls],
      ...place,
    })),
    branches: nodes.flatMap(({ confirms, branch, person }) => (confirms ? [{ branch: branch!, last: person.id }] : [])),
    emergencyNumber: '112',
  }
}

import { afterEach, describe, expect, test } from 'vitest'

import { lastSequencesOf } from '../../core/engine/handlers/last-sequences.ts'
import { toHex } from '../../core/shared/bytes.ts'
import { type EngineLaptop, flow, laptopsOf, meet } from '../helpers/lab/engine-laptop.ts'

let laptops: EngineLaptop[] = []

afterEach(async () => {
  for (const laptop of laptops) await laptop.dispose()
  laptops = []
})

/** Ana, who founded the network, made the first of the others coordinators; all know of it. */
async function people<const Names extends readonly string[]>(
  coordinators: number,
  ...names: Names
): Promise<{ -readonly [Index in keyof Names]: EngineLaptop }> {
  laptops = await laptopsOf(names)
  const [ana, ...others] = laptops as [EngineLaptop, ...EngineLaptop[]]
  for (const one of others.slice(0, coordinators))
    ana.runtime.membership.accept(ana.runtime.duties.author().promote(one.person))
  await meetAll(laptops)
  return laptops as unknown as { -readonly [Index in keyof Names]: EngineLaptop }
}

async function meetAll(all: readonly EngineLaptop[]): Promise<void> {
  for (let round = 0; round < 2; round++) for (const other of all.slice(1)) await meet(all[0]!, other)
}

/** As its coordinator does who presses the button: what has come here counts. */
function remove(by: EngineLaptop, gone: EngineLaptop): void {
  by.runtime.duties.remove([gone.id], lastSequencesOf(by.runtime, [gone.id]))
}

/** What it holds, to the last unit. */
function held({ runtime }: EngineLaptop): string[] {
  return runtime.ledger.items().map(({ document, fingerprint }) => `${toHex(document)} ${toHex(fingerprint)}`)
}

describe('a stolen laptop', () => {
  test('that two coordinators removed, one of whom had more of it: all hold what either had, whichever they heard first', async () => {
    const [ana, ben, cleo, dee] = await people(1, 'Ana', 'Ben', 'Cleo', 'Dee')
    await cleo.report('One', 'Two', 'Three')
    await meet(cleo, ana)
    const [four] = await cleo.report('Four', 'Five')
    await meet(cleo, ben)
    await meet(cleo, dee)
    await dee.writer().edit('incident', four!, { name: 'edit', input: { what: 'Four, as Dee has seen' } })
    remove(ana, cleo)
    remove(ben, cleo)
    await meet(ana, dee)
    await dee.runtime.ledger.settled()
    expect(dee.incidents()).toEqual(['One', 'Three', 'Two'])
    await dee.reopen(dee.copy())
    await meet(ben, dee)
    await meetAll([ana, ben, dee])
    for (const one of [ana, ben, dee]) {
      await one.runtime.ledger.settled()
      expect(one.incidents(), one.name).toEqual(['Five', 'Four, as Dee has seen', 'One', 'Three', 'Two'])
      expect(held(one), one.name).toEqual(held(ana))
    }
  })

  test('of a coordinator takes others out as if they had written nothing: once it is removed itself, all of it is back', async () => {
    const [ana, cleo, ben, dee] = await people(1, 'Ana', 'Cleo', 'Ben', 'Dee')
    const [heat] = await ben.report('Heat wave', 'Flood')
    await meetAll([ana, ben, cleo, dee])
    await dee.writer().edit('incident', heat!, { name: 'edit', input: { what: 'Heat wave in the valley' } })
    await meetAll([ana, ben, cleo, dee])
    const whats = ['Flood', 'Heat wave in the valley']
    cleo.runtime.duties.remove([ben.id], [])
    await meet(cleo, dee) // hears of that alone
    await dee.runtime.ledger.settled()
    expect(dee.incidents()).toEqual([])
    await dee.reopen(dee.copy()) // as after a kill
    expect(dee.incidents()).toEqual([])
    remove(ana, cleo)
    await meet(ana, ben) // heard of the other alone
    await meetAll([ana, ben, dee])
    await flow()
    for (const one of [ana, ben, dee]) {
      await one.runtime.ledger.settled()
      expect(one.runtime.membership.hasMember(ben.id), one.name).toBe(true)
      expect(one.incidents(), one.name).toEqual(whats)
      expect(held(one), one.name).toEqual(held(ana))
    }
  })
})

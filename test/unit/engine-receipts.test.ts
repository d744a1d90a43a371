import { afterEach, expect, test } from 'vitest'

import { connect, type EngineLaptop, flow, laptopsOf } from '../helpers/lab/engine-laptop.ts'

const MINUTE = 60_000
let laptops: EngineLaptop[] = []
afterEach(async () => {
  for (const laptop of laptops) await laptop.dispose()
})

test.each([
  ['locked and opened again', (ana: EngineLaptop) => ana.reopen()],
  ['switched off in the middle and started again', (ana: EngineLaptop) => ana.reopen(ana.copy())],
])(
  'a laptop whose clock is set back and that is %s is here for those who hear of it through others',
  async (_, restart) => {
    laptops = await laptopsOf(['Ana', 'Ben', 'Cleo'])
    const [ana, ben, cleo] = laptops as [EngineLaptop, EngineLaptop, EngineLaptop]
    const pass = async (minutes: number): Promise<void> => {
      for (let at = 0; at < minutes * 12; at++) {
        ana.clock.advance(MINUTE / 12)
        await flow()
      }
    }
    await connect(ben, cleo)
    const part = await connect(ana, ben)
    await pass(1)
    expect(cleo.runtime.hub.present()).toContain(ana.id)
    await part()
    await restart(ana)
    await pass(1)
    expect(cleo.runtime.hub.present()).not.toContain(ana.id)
    ana.clock.jump(-60 * MINUTE)
    await connect(ana, ben)
    await pass(0.5)
    expect(cleo.runtime.hub.present()).toContain(ana.id)
  },
)

import { expect, test } from 'vitest'

import { toHex } from '../../core/shared/bytes.ts'
import { ReceiptBook } from '../../core/sync/receipt-book.ts'
import { id16 } from '../helpers/memory-replica.ts'
import { SyncLab, turns, type Laptop } from '../helpers/sync-lab.ts'

function trio(): { lab: SyncLab; ana: Laptop; ben: Laptop; cleo: Laptop } {
  const lab = new SyncLab()
  return { lab, ana: lab.laptop('Ana'), ben: lab.laptop('Ben'), cleo: lab.laptop('Cleo') }
}

test('an acknowledged change counts as held before anything is stated', async () => {
  const { lab, ana, ben } = trio()
  lab.connect(ana, ben)
  await lab.flow()
  ana.replica.edit(id16('alert'))
  expect(ana.hub.whoHas(id16('alert'))).toEqual([])
  await lab.flow() // no time passes
  expect(ana.hub.whoHas(id16('alert'))).toEqual([ben.device])
  expect(ana.hub.hasEverything(ben.device)).toBe(true)
})

test('a receipt of an earlier change does not speak for a later one', async () => {
  const { lab, ana, ben } = trio()
  const { pair } = lab.connect(ana, ben)
  await lab.flow()
  ana.replica.edit(id16('plan'))
  ana.replica.edit(id16('other'))
  await lab.flow()
  ana.replica.edit(id16('plan'))
  await turns(4)
  expect(ana.hub.whoHas(id16('plan'))).toEqual([])
  expect(ana.hub.whoHas(id16('other'))).toEqual([ben.device])
  expect(ana.hub.receipts.receipt(ben.device)?.revision).toBe(2)
  pair.deliver(pair.toB)
  await turns(4)
  expect(ana.hub.whoHas(id16('plan'))).toEqual([])
  await lab.flow()
  expect(ana.hub.whoHas(id16('plan'))).toEqual([ben.device])
})

test('a person reached through somebody else has it only when their own device said so', async () => {
  const { lab, ana, ben, cleo } = trio()
  lab.connect(ana, ben)
  lab.connect(ben, cleo)
  await lab.flow()
  ana.replica.edit(id16('alert'))
  await lab.pass(1_000)
  expect(cleo.replica.held().size).toBe(1)
  expect(ana.hub.whoHas(id16('alert'))).toEqual([ben.device])
  expect(cleo.hub.whoHas(id16('alert'))).toEqual([ben.device])
  lab.connect(cleo, ana)
  await lab.pass(1_000)
  expect(ana.hub.whoHas(id16('alert')).toSorted()).toEqual([ben.device, cleo.device].toSorted())
  expect(ana.replica.offered).toBe(0)
})

test('whoever made a change has it', async () => {
  const { lab, ana, ben } = trio()
  lab.connect(ana, ben)
  await lab.flow()
  ben.replica.edit(id16('need'))
  await lab.flow()
  expect(ana.hub.whoHas(id16('need'))).toEqual([ben.device])
})

test.each([true, false])(
  'at no moment is a document told to be there of which a concurrent part is not (dialled here: %s)',
  async (dialled) => {
    const document = id16('shared')
    for (let moment = 0; moment < 14; moment += 1) {
      const { lab, ana, ben } = trio()
      const [cleo, dan] = [lab.laptop('Cleo').replica, lab.laptop('Dan').replica]
      const [first, concurrent] = [cleo.edit(document), dan.edit(document)]
      ben.replica.edit(document)
      for (const { replica } of [ana, ben])
        for (const { sessionRecord } of [cleo, dan, ben.replica]) replica.acceptSessions([sessionRecord])
      const common = Array.from({ length: 700 }, (_, n) => cleo.edit(id16(`doc ${n}`), 10))
      await ana.replica.accept([first, ...common], 'earlier')
      await ben.replica.accept(common, 'earlier')
      const { pair } = dialled ? lab.connect(ana, ben) : lab.connect(ben, ana)
      for (let step = 0; step < 60; step += 1) {
        if (step === moment * 2) await ana.replica.accept([concurrent], 'Dan')
        await turns(2)
        pair.deliver(step % 2 === 0 ? pair.toA : pair.toB, 1)
        await turns(2)
        const held = ben.replica.held()
        const parts = ana.replica.order.filter((unit) => unit.startsWith(toHex(document)))
        const told = ana.hub.whoHas(document).includes(ben.device) ? parts : []
        const promised = ana.replica.order.slice(0, ana.hub.receipts.receipt(ben.device)?.revision ?? 0)
        expect([...told, ...promised].filter((unit) => !held.has(unit))).toEqual([])
      }
      await lab.flow()
      expect(ben.replica.contents()).toBe(ana.replica.contents())
      expect(ana.hub.whoHas(document)).toEqual([ben.device])
    }
  },
)

test('receipts outlive the program, and cannot claim more than the store still holds', async () => {
  const { lab, ana, ben } = trio()
  for (let n = 0; n < 5; n += 1) ana.replica.edit(id16(`doc ${n}`))
  lab.connect(ana, ben)
  await lab.pass(500)
  ana.replica.edit(id16('later'))
  const saved: unknown = JSON.parse(JSON.stringify(ana.hub.receipts.snapshot()))
  const book = new ReceiptBook({
    now: () => lab.clock.now(),
    revisionOf: (document) => ana.replica.revisionOf(document),
  })
  book.restore(saved, ana.replica.revision())
  expect(book.receipt(ben.device)).toEqual(ana.hub.receipts.receipt(ben.device))
  expect(book.whoHas(id16('doc 4'))).toEqual([ben.device])
  expect(book.whoHas(id16('later'))).toEqual([])
  book.restore(saved, 3)
  expect(book.receipt(ben.device)?.revision).toBe(3)
  expect(() => book.restore([{ device: 'x' }], 3)).toThrow('device')
})

test('receipts are told once for many, with device, revision and time', async () => {
  const { lab, ana, ben } = trio()
  for (let n = 0; n < 500; n += 1) ana.replica.edit(id16(`doc ${n}`))
  lab.connect(ana, ben)
  await lab.pass(500)
  const receipts = ana.told.filter(({ name }) => name === 'sync:receipt').map(({ event }) => event)
  expect(receipts.at(-1)).toMatchObject({ device: ben.device, revision: 500, logEqual: true, hasNewer: false })
  expect(receipts.length).toBeLessThan(16)
})

test('a log record the other has not confirmed is not counted as everywhere', async () => {
  const { lab, ana, ben } = trio()
  lab.connect(ana, ben)
  await lab.pass(500)
  expect(ana.hub.hasEverything(ben.device)).toBe(true)
  ana.replica.addLog('promote')
  expect(ana.hub.hasEverything(ben.device)).toBe(false)
  await lab.pass(500)
  expect(ana.hub.hasEverything(ben.device)).toBe(true)
})

test('a device that is away does not have the log records of meanwhile', async () => {
  const { lab, ana, ben } = trio()
  const { pair } = lab.connect(ana, ben)
  await lab.pass(500)
  pair.cut()
  await lab.flow()
  ana.replica.addLog('promote')
  expect(ana.hub.receipts.receipt(ben.device)).toMatchObject({ logEqual: false })
})

test('news of the other side are told until they are here', async () => {
  const { lab, ana, ben } = trio()
  for (let n = 0; n < 3; n += 1) ben.replica.edit(id16(`doc ${n}`))
  const { pair } = lab.connect(ana, ben)
  let known = 0
  for (let n = 0; n < 40; n += 1) {
    await turns(2)
    known = Math.max(known, ana.hub.status()[0]?.pendingIn ?? 0)
    pair.deliver(pair.toB, 1)
    await turns(2)
    pair.deliver(pair.toA, 1)
  }
  expect(known).toBe(3)
  expect(ana.hub.status()).toMatchObject([{ pendingIn: 0 }])
  expect(ana.hub.receipts.receipt(ben.device)).toMatchObject({ hasNewer: false })
})

test('waiting to be synced ends when every connected peer has acknowledged what was there at the asking', async () => {
  const { lab, ana, ben, cleo } = trio()
  ana.replica.edit(id16('doc'))
  const { signal } = new AbortController()
  let done = false
  void ana.hub.waitSynced({ signal }).then(() => (done = true))
  await turns(3)
  expect(done).toBe(false) // nobody is connected
  const links = [lab.connect(ana, ben), lab.connect(cleo, ana)]
  for (let n = 0; n < 20; n += 1) {
    await turns(3)
    links[0]!.pair.deliverAll()
  }
  expect(ana.hub.hasEverything(ben.device)).toBe(true)
  expect(done).toBe(false) // Cleo has not
  await lab.pass(500)
  expect(done).toBe(true)
})

test('waiting to be synced does not take an earlier meeting for the present one', async () => {
  const { lab, ana, ben } = trio()
  ana.replica.edit(id16('doc'))
  const first = lab.connect(ana, ben)
  await lab.pass(500)
  first.pair.cut()
  await lab.flow()
  ben.replica.lose(id16('doc'))
  lab.connect(ana, ben)
  let done = false
  void ana.hub.waitSynced({ signal: new AbortController().signal }).then(() => (done = true))
  await turns(5)
  expect(done).toBe(false)
  await lab.pass(1_000)
  expect(done).toBe(true)
  expect(ben.replica.held().size).toBe(1)
})

test('waiting to be synced can be given up', async () => {
  const { ana } = trio()
  const stop = new AbortController()
  const waiting = ana.hub.waitSynced({ signal: stop.signal })
  stop.abort()
  await expect(waiting).rejects.toMatchObject({ code: 'shared/aborted' })
})

test('two wires to one device count as one device and end one by one', async () => {
  const { lab, ana, ben } = trio()
  const first = lab.connect(ana, ben)
  lab.connect(ben, ana)
  await lab.pass(500)
  expect(ana.hub.status()).toHaveLength(1)
  first.pair.cut()
  await lab.flow()
  ana.replica.edit(id16('still connected'))
  await lab.flow()
  expect(ben.replica.held().size).toBe(1)
})

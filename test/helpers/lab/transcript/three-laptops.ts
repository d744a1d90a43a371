import { Wifi } from '../namespaces.ts'
import { found, Page, Person } from './stage.ts'

/** Three people on one wifi: they start, join, work apart and together, and one is removed. @returns the page, unchanged */
export async function playThreeLaptops(): Promise<string> {
  const page = new Page()
  const wifi = new Wifi()
  const people = ['ana', 'ben', 'cleo'].map(
    (name, at) => new Person({ page, name, namespace: wifi.namespace(at + 1) }),
  ) as [Person, Person, Person]
  try {
    await play(page, wifi, people)
    return page.text()
  } finally {
    for (const person of people) await person.leave()
    wifi.dispose()
  }
}

async function play(page: Page, wifi: Wifi, [ana, ben, cleo]: [Person, Person, Person]): Promise<void> {
  const say = (text: string): void => page.say(text)
  const show = (lines: readonly string[]): void => page.show(lines)
  page.begin(
    '# Three laptops, one wifi, no server',
    '',
    'Ana, Ben and Cleo each have a laptop. Nothing is installed anywhere else, and the wifi leads nowhere. This is what they type and what they',
    'read, unchanged. `node test/helpers/lab/transcript.ts` plays it anew, each of them in a network namespace on one bridge. Their passphrase is in',
    '`MUSTER_PASSPHRASE`; without it they would be asked for it.',
  )
  say('## Everybody starts Muster\n\nIt runs in a window of its own until Ctrl+C.')
  for (const person of [ana, ben, cleo]) {
    await person.start()
    show([''])
  }

  say('## Ana starts a network and invites the others')
  await ana.type('network create "River Street" --as Ana')
  const code = found(await ana.type('invite create "River Street" --uses 2'), /(MUSTER:\S+)/u)
  say('They scan it, or get it by any other way. Whoever holds it can join, so it is shown to those two only.')
  await ben.type(`join ${code} --as Ben`)
  await cleo.type(`join ${code} --as Cleo`)
  await ben.see('member list', /Cleo/u)
  await ben.type('member list')

  say('## Somebody reports, and everybody has it')
  const incident = found(
    await ben.type(
      'incident add --what "Water in the cellar of the school" --kind flood --place School --source saw-it',
    ),
    /incident ([0-9a-f]+)/u,
  )
  await ben.type('wait --synced')
  await cleo.type('incident list')
  await ana.type('contact add --name "Dana Fields" --tel +34600000001 --role "has pumps"')
  await ana.type('plan add --summary "Pump out the cellar" --kind event --start 2026-12-01T18:00 --place School')
  await ana.type(`incident need ${incident} --kind supplies --text "Two pumps and a generator"`)
  await ana.type('wait --synced')
  await ana.type('status')

  say('## Cleo’s laptop drops off the wifi, and both sides go on')
  wifi.cut(3)
  await cleo.see('status', /Nobody else is connected/u)
  await ana.see('status', /Here now: Ben\./u)
  await ana.type(`incident edit ${incident} --place "School, east gate"`)
  await ana.type('incident add --what "Bus 7 does not run" --kind outage')
  await cleo.type(`incident note ${incident} "The fire brigade is here, side entrance"`)
  await cleo.type(`incident move ${incident} triaged`)
  await cleo.type('incident add --what "Tree across the bus lane" --kind storm')
  await cleo.type('status')
  await ana.type('incident list')

  say('## The wifi is back')
  wifi.heal(3)
  await ana.see('incident list', /Tree across/u)
  await cleo.see('incident list', /Bus 7/u)
  await cleo.type('wait --synced')
  await cleo.type('incident list')
  await ben.type(`incident show ${incident}`)
  await ben.type(`history ${incident}`)

  say('## Ana removes Cleo\n\nAna started the network, so she is its coordinator.')
  await ana.type('member remove Cleo')
  await ben.see('member list', /^(?!.*Cleo)/su)
  await ana.type('incident add --what "Meeting point is the library now" --kind other')
  await ana.type('wait --synced')
  await ben.type('incident list')
  say('Cleo keeps what was there, and gets nothing new.')
  await cleo.type('incident list')
  await cleo.type('status')

  say('## What the other windows showed meanwhile')
  for (const [name, person] of [
    ['ana', ana],
    ['ben', ben],
    ['cleo', cleo],
  ] as const) {
    show([`(${name})`, ...person.news(), ''])
  }
}

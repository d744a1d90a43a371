import { clockAhead } from '../laptop.ts'
import { Wifi } from '../namespaces.ts'
import { normalised } from './normalise.ts'
import { found, Page, Person, until } from './stage.ts'

/** When it is played, so that dates are as long in every run; the half hour before lets it take its time. */
const EVENING = Date.UTC(2026, 11, 12, 18, 5)
const DAY = 24 * 60 * 60_000
const NAMES = ['ana', 'ben', 'cleo', 'dee', 'eli', 'fay', 'gus', 'hana'] as const
type People = Readonly<Record<(typeof NAMES)[number], Person>>

/** A call for help between eight laptops, from the report to the closing. @returns the page; see {@link normalised} for what is not as it was */
export async function playCall(): Promise<string> {
  const page = new Page()
  const wifi = new Wifi()
  const ahead = EVENING - Date.now()
  const env = (more: number): Record<string, string> => ({ ...clockAhead(ahead + more), TZ: 'UTC' })
  const made = NAMES.map((name, at) => {
    const namespace = wifi.namespace(at + 1)
    return [name, new Person({ page, name, namespace, env: env(name === 'fay' ? DAY : 0) })] as const
  })
  const people = Object.fromEntries(made) as People
  try {
    await gather(page, people)
    const { incident, alert } = await call(page, people)
    await answer(page, people, alert)
    await lookAfter(page, people, alert)
    await end(page, people, { incident, alert })
    await later(page, people, alert)
    return normalised(page.text())
  } catch (error) {
    console.error(page.text()) // how far it came
    throw error
  } finally {
    await Promise.all(Object.values(people).map((person) => person.leave()))
    wifi.dispose()
  }
}

async function gather(page: Page, people: People): Promise<void> {
  const { ana, ben, cleo, dee, eli, fay, gus, hana } = people
  page.begin(
    '# A call for help between eight laptops',
    '',
    'Eight neighbours, eight laptops, one wifi that leads nowhere. This is what they type and what they read; only ids, codes, ports and',
    'minutes are put in order, so that two runs give the same page. `node test/helpers/lab/transcript.ts call` plays it anew, each of them in a',
    'network namespace on one bridge.',
  )
  page.say('## They are in one network')
  for (const person of Object.values(people)) await person.start({ silent: true })
  await ana.type('network create "Mill valley" --as Ana --kind area')
  const code = found(await ana.type('invite create "Mill valley" --uses 7 --hours 72'), /(MUSTER:\S+)/u)
  await ben.type(`join ${code} --as Ben`)
  page.say(
    'Cleo, Dee, Eli, Fay, Gus and Hana join in the same way. Fay’s laptop believes that it is tomorrow already. Then Gus closes the laptop and goes to sleep.',
  )
  for (const [person, name] of [
    [cleo, 'Cleo'],
    [dee, 'Dee'],
    [eli, 'Eli'],
    [fay, 'Fay'],
    [gus, 'Gus'],
    [hana, 'Hana'],
  ] as const)
    await person.type(`join ${code} --as ${name}`, { silent: true })
  for (const person of Object.values(people)) await person.see('member list', /Ana[\s\S]*Gus[\s\S]*Hana/u)
  await gus.type('wait --synced', { silent: true })
  await gus.stop()
  await ana.see('status', /Here now: .* and 3 others/u)
}

async function call(page: Page, { ana, ben, cleo, dee, fay }: People): Promise<{ incident: string; alert: string }> {
  page.say('## Ben reports, and the call waits until somebody has verified it')
  const report = 'incident add --what "Water in the cellar of the school" --kind flood --place School'
  const incident = found(await ben.type(report), /incident ([0-9a-f]+)/u)
  await ana.see('incident list', /Water/u)
  const asked = '--kind supplies --headline "Pumps needed at the school" --to network --need 2'
  const alert = found(await ana.type(`alert send --about ${incident} ${asked}`), /draft ([0-9a-f]{8})/u)
  await cleo.see('incident list', /Water/u)
  await cleo.type(`incident verify ${incident} verified --basis "I stand in the water"`)
  await ana.see(`incident show ${incident}`, /verification: verified/u)
  await ana.type(`alert send ${alert}`)

  page.say(
    '## It rings, also where the clock is wrong\n\nThe window says no more than that somebody calls: others may see the screen.',
  )
  for (const person of [dee, fay]) {
    await until(() => person.window.includes('RINGING'), `${person.name} hears it`)
    showRings(page, person)
  }
  await dee.type('attention')
  await ana.see(`alert show ${alert}`, /Reached 6 of 7/u)
  await ana.type(`alert show ${alert}`)
  return { incident, alert }
}

async function answer(page: Page, { ana, ben, cleo, dee, eli, fay }: People, alert: string): Promise<void> {
  page.say('## They answer\n\nThe first time that somebody comes, they say yes to how people look after each other.')
  await dee.type(`alert answer ${alert} coming`)
  await dee.type(`alert answer ${alert} coming --agree`)
  await eli.type(`alert answer ${alert} cannot`)
  page.say(
    'Hana has moved away meanwhile, and Ana removes her: from now on she hears nothing more. Gus is reached by phone.',
  )
  await ana.see(`alert show ${alert}`, /1 of 2 coming[\s\S]*Eli +answered/u)
  await ana.type('member remove Hana')
  await ana.type(`alert record ${alert} Gus --by phone`)
  page.say('## There are enough\n\nBen is the second of two. Whoever says "coming" after that stands by.')
  await ben.see(`alert show ${alert}`, /1 of 2 coming[\s\S]*Gus +phoned/u)
  await ben.type(`alert answer ${alert} coming --agree`)
  await fay.see(`alert show ${alert}`, /We have enough/u)
  await fay.type(`alert answer ${alert} coming --agree`)
  await cleo.see(`alert show ${alert}`, /Fay[^\n]*standby/u)
  await cleo.type('attention')
  await ana.see(`alert show ${alert}`, /Fay[^\n]*standby/u)
  await ana.type(`alert show ${alert}`)
}

async function lookAfter(page: Page, { ana, ben, dee }: People, alert: string): Promise<void> {
  page.say('## Nobody is out there alone')
  await ana.type(`alert pair ${alert} Ben Dee`)
  await dee.see(`alert show ${alert}`, /Dee +coming[^\n]*Ben/u)
  await dee.type(`alert check-in ${alert} on-scene`)
  ana.news()
  await ben.type(`alert needs-help ${alert} --note "The ladder broke"`)
  await until(() => ana.window.includes('needs help'), 'Ana hears that Ben needs help')
  showRings(page, ana)
  await ana.type('attention')
  await ben.type(`alert check-in ${alert} safe`)
  await dee.type(`alert check-in ${alert} leaving`)
}

async function end(
  page: Page,
  { ana, dee, fay }: People,
  { incident, alert }: { incident: string; alert: string },
): Promise<void> {
  page.say(
    '## It is over when everybody is home\n\nAn incident is not closed while somebody is out there, nor before those who were called know that it is over.',
  )
  await ana.see(`alert show ${alert}`, /Ben +safe[\s\S]*Dee +leaving/u)
  for (const to of ['triaged', 'responding', 'resolved', 'follow-up'])
    await ana.type(`incident move ${incident} ${to}`, { silent: true })
  const close = `incident move ${incident} closed --follow-up-owner "none wanted"`
  await ana.type(close)
  await dee.type(`alert check-in ${alert} safe`)
  await dee.type(`alert all-clear ${alert} --note "The cellar is dry"`)
  await ana.see(`alert show ${alert}`, /state: all-clear/u)
  await ana.type(close)
  await fay.see('attention', /it is over/u)
  await fay.type('attention')
  await ana.type('duty start')
  await ana.type('duty hand-over Cleo --note "All are home"')
}

async function later(page: Page, { cleo, gus, hana }: People, alert: string): Promise<void> {
  page.say('## Later\n\nGus comes back. What is over does not ring any more: a line says that it is.')
  await gus.start({ silent: true })
  await gus.see(`alert show ${alert}`, /state: all-clear/u)
  await gus.see('duty show', /Cleo/u)
  await gus.type('attention')
  await gus.type(`alert show ${alert}`)
  showRings(page, gus)
  page.say('Cleo is on call now, and Hana still has what she had when she left, and no more.')
  await cleo.see('duty show', /Cleo/u)
  await cleo.type('duty show')
  await hana.type(`alert show ${alert}`)
}

/** What the other window said of what asks for its person. */
function showRings(page: Page, person: Person): void {
  const lines = person.news().filter((line) => /RINGING|Asks for you/u.test(line))
  page.show([`(${person.name})`, ...(lines.length === 0 ? ['nothing rang'] : lines), ''])
}

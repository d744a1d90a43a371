import { goTo } from '../pages/first-steps.ts'
import { takePicture, type Look } from './looks.ts'

/** What may be in the way of exchanging with somebody, each with a name that stands for it. */
const IN_THE_WAY = [
  { name: 'Lee', obstacle: 'blocked', connected: false, hasEverything: false, pending: 3 },
  { name: 'Noor', obstacle: 'older-app', connected: false, hasEverything: false, pending: 3 },
  { name: 'Petra', obstacle: 'newer-app', connected: false, hasEverything: false, pending: 3 },
  { name: 'Sami', clockDifferenceMs: -5_400_000, connected: true, hasEverything: true },
]

type Message = { value?: { networks?: { people?: object[]; sentence?: { lastExchange?: object } }[] } }

/** The sync screen where several things are in the way at once: in a second page of each look, with an answer that says so. */
export async function shootHindered(looks: readonly Look[], address: string): Promise<void> {
  for (const look of looks) {
    const page = await look.page.context().newPage()
    await page.routeWebSocket(/./, (socket) => {
      const server = socket.connectToServer()
      server.onMessage((message) => socket.send(hindered(String(message))))
    })
    await page.goto(address)
    await page.getByRole('navigation').waitFor()
    await goTo(page, '/sync')
    await takePicture({ ...look, page }, 'sync-hindered')
    await page.close()
  }
}

function hindered(text: string): string {
  const message = JSON.parse(text) as Message
  for (const network of message.value?.networks ?? []) {
    const [one] = network.people ?? []
    if (one === undefined) continue
    network.people = IN_THE_WAY.map((what, at) => ({ ...one, person: String(at).repeat(32), ...what }))
    const lastExchange = network.sentence?.lastExchange
    const last = lastExchange && { lastExchange: { ...lastExchange, name: 'Sami' } }
    network.sentence = { code: 'some-have-it', names: ['Sami'], onlyHere: 0, newer: [], ...last } as object
  }
  return JSON.stringify(message)
}

import { goTo } from '../pages/first-steps.ts'
import { takePicture, type Look } from './looks.ts'

/** What may be in the way of exchanging with somebody, each with a name that stands for it. */
const IN_THE_WAY = [
  { name: 'Lee', obstacle: 'blocked' },
  { name: 'Noor', obstacle: 'older-app' },
  { name: 'Petra', obstacle: 'newer-app' },
  { name: 'Sami', clockDifferenceMs: -5_400_000 },
]

type Message = { value?: { networks?: { people?: object[] }[] } }

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
    if (one !== undefined)
      network.people = IN_THE_WAY.map((what, at) => ({ ...one, person: String(at).repeat(32), ...what }))
  }
  return JSON.stringify(message)
}

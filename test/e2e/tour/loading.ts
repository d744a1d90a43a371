import { goTo } from '../pages/first-steps.ts'
import { takePicture, type Look } from './looks.ts'

const SCREENS = { today: '/today', incidents: '/incidents', people: '/people', plans: '/plans', network: '/network' }

/** Screens whose answers are still on their way: a second page of the first look, whose socket falls silent. */
export async function shootLoading([look]: readonly Look[], address: string): Promise<void> {
  if (look === undefined) return
  let silent = false
  const page = await look.page.context().newPage()
  await page.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer()
    server.onMessage((message) => {
      if (!silent) socket.send(message)
    })
  })
  await page.goto(address)
  await page.getByRole('navigation').waitFor()
  await goTo(page, '/help')
  await page.getByRole('heading', { level: 1 }).waitFor()
  silent = true
  for (const [name, screen] of Object.entries(SCREENS)) {
    await goTo(page, screen)
    await takePicture({ ...look, page }, `loading-${name}`).catch(() => undefined)
  }
  await page.close()
}

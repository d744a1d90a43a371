import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { ROOT } from '../../scripts/launcher/node-binary.mjs'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { launchWeb } from './launch-web.ts'
import type { Running } from './running.ts'

describe.skipIf(chromiumPath() === undefined)('the page in a browser', () => {
  let profile: string
  let app: Running
  const problems: string[] = []
  const heading = () => app.page.getByRole('heading').first().innerText()

  beforeAll(async () => {
    profile = mkdtempSync(path.join(tmpdir(), 'muster-web-'))
    app = await launchWeb({ profile, listen: '127.0.0.1:0' })
    app.page.on('console', (line) => line.type() === 'error' && problems.push(line.text()))
    app.page.on('pageerror', (error) => problems.push(error.message))
  })
  afterAll(async () => {
    await app?.close()
    rmSync(profile, { recursive: true, force: true })
  })

  test('opens for who has its address, and takes the secret out of it', async () => {
    await expect.poll(heading).not.toBe('')
    expect(app.page.url()).not.toContain('token')
    expect(await app.page.evaluate(() => [isSecureContext, globalThis.crossOriginIsolated])).toEqual([true, true])
  })

  test('is built as it is shipped, though a test has built it', () => {
    const assets = path.join(ROOT, 'dist/renderer/assets')
    const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
    const ofDevelopers = scripts.filter((name) =>
      readFileSync(path.join(assets, name), 'utf8').includes('unique "key" prop'),
    )
    expect(scripts.length).toBeGreaterThan(1)
    expect(ofDevelopers).toEqual([])
  })

  test('goes on after it was loaded again, in the same tab', async () => {
    const before = await heading()
    await app.page.reload()
    await expect.poll(heading).toBe(before)
    expect(problems).toEqual([])
  })

  test('does not open in another browser that has only seen the cleared address', async () => {
    const other = await app.page.context().browser()!.newContext()
    const page = await other.newPage()
    await page.goto(app.page.url())
    await expect.poll(() => page.locator('body').innerText()).not.toBe('')
    expect(await page.getByLabel('Passphrase').count()).toBe(0)
    await other.close()
  })

  test('gives another site nothing: no connection, no file, no frame', async () => {
    const { origin, host } = new URL(app.page.url())
    const token = await app.page.evaluate(() => sessionStorage.getItem('muster-token'))
    const other = await app.page.context().browser()!.newContext()
    const page = await other.newPage()
    await page.route('http://evil.example/', (route) => route.fulfill({ contentType: 'text/html', body: '<p>x' }))
    await page.goto('http://evil.example/')
    const got = await page.evaluate(
      async ({ origin, host, token }) => {
        const socket = new WebSocket(`ws://${host}/bridge`, ['muster.v1', `token.${token}`])
        const outcome = await new Promise((resolve) => {
          socket.addEventListener('open', () => resolve('open'))
          socket.addEventListener('error', () => resolve('refused'))
        })
        const file = await fetch(`${origin}/`).then(
          () => 'read',
          () => 'refused',
        )
        const image = new Image()
        image.src = `${origin}/favicon.png`
        const frame = document.createElement('iframe')
        frame.src = `${origin}/`
        document.body.append(frame)
        await new Promise((resolve) => setTimeout(resolve, 300))
        return { outcome, file, frame: frame.contentWindow?.length }
      },
      { origin, host, token },
    )
    expect(got).toMatchObject({ outcome: 'refused', file: 'refused' })
    expect(page.frames().map((frame) => frame.url())).not.toContain(`${origin}/`)
    await other.close()
  })
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { encode } from 'fast-png'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { writeCameraVideo } from './camera.ts'
import { launchApp } from './launch-app.ts'
import { launchWeb } from './launch-web.ts'

describe.skipIf(chromiumPath() === undefined)('the stand-in for a camera', () => {
  let folder: string
  let camera: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-camera-'))
    camera = path.join(folder, 'seen.y4m')
    const data = new Uint8Array(800 * 600 * 3)
    for (let at = 0; at < data.length; at += 3) data.fill((at / 3) % 800 < 400 ? 0 : 255, at, at + 3)
    writeCameraVideo(encode({ width: 800, height: 600, data, channels: 3 }), camera)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each([
    ['app', launchApp],
    ['browser', launchWeb],
  ])('shows the picture it was given, 1280 by 720, in the %s', async (name, launch) => {
    const app = await launch({ profile: path.join(folder, name), listen: '127.0.0.1:0', camera })
    try {
      const seen = await app.page.evaluate(async () => {
        location.hash = '#/join'
        const wanted = { width: 1280, height: 720 }
        const stream = await navigator.mediaDevices.getUserMedia({ video: wanted })
        const video = document.createElement('video')
        video.srcObject = stream
        await video.play()
        const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight)
        const context = canvas.getContext('2d')!
        context.drawImage(video, 0, 0)
        const bright = (x: number) => context.getImageData(x, 360, 1, 1).data[0]!
        for (const track of stream.getTracks()) track.stop()
        return { size: [canvas.width, canvas.height], dark: bright(400), light: bright(880) }
      })
      expect(seen.size).toEqual([1280, 720])
      expect(seen.dark).toBeLessThan(40)
      expect(seen.light).toBeGreaterThan(215)
    } finally {
      await app.close()
    }
  })
})

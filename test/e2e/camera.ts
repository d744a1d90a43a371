import { writeFileSync } from 'node:fs'

import { decode } from 'fast-png'

const WIDTH = 1280
const HEIGHT = 720
const FRAMES = 10

/**
 * Writes what a camera sees that is held before a screen: the picture fitted into 1280 x 720 on white, as an
 * uncompressed video (YUV4MPEG2, I420) that Chromium plays in a loop.
 * @param png a screenshot
 * @param file ends in .y4m
 */
export function writeCameraVideo(png: Uint8Array, file: string): void {
  const luma = fitted(decode(png))
  const chroma = Buffer.alloc((WIDTH * HEIGHT) / 2, 128) // grey: codes have no colour
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma])
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)
  writeFileSync(file, Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame)]))
}

/** Brightness of each pixel of the camera's picture, each the mean of what it covers. */
function fitted({ width, height, data, channels }: ReturnType<typeof decode>): Buffer {
  const luma = Buffer.alloc(WIDTH * HEIGHT, 235)
  const scale = Math.max(width / WIDTH, height / HEIGHT)
  const left = Math.floor((WIDTH - width / scale) / 2)
  const top = Math.floor((HEIGHT - height / scale) / 2)
  const bright = (x: number, y: number): number => {
    const at = (y * width + x) * channels
    const [r = 0, g = r, b = r] = channels < 3 ? [data[at]] : [data[at], data[at + 1], data[at + 2]]
    return 0.299 * r + 0.587 * g + 0.114 * b
  }
  const step = Math.max(1, Math.round(scale))
  for (let y = 0; y < Math.floor(height / scale); y++) {
    for (let x = 0; x < Math.floor(width / scale); x++) {
      let sum = 0
      let count = 0
      for (let dy = 0; dy < step; dy++) {
        for (let dx = 0; dx < step; dx++) {
          const [sx, sy] = [Math.floor(x * scale) + dx, Math.floor(y * scale) + dy]
          if (sx >= width || sy >= height) continue
          sum += bright(sx, sy)
          count++
        }
      }
      luma[(top + y) * WIDTH + left + x] = 16 + Math.round(((sum / Math.max(1, count)) * 219) / 255)
    }
  }
  return luma
}

import { ownScriptUrl } from '../app/trusted-urls.ts'
import type { QrAnswer, QrQuestion } from './qr-worker.ts'
// oxlint-disable-next-line import/default -- Vite makes the module that gives the address
import workerUrl from './qr-worker.ts?worker&url'

/** Longest side of a picture that is looked at, in pixels: more only takes longer. */
const MAX_SIDE = 2_000

/** Reads QR codes out of pictures, in a thread of its own that ends with `close`. */
export class QrReader {
  readonly #worker = new Worker(ownScriptUrl(workerUrl), { type: 'module' })
  readonly #waiting = new Map<number, (text: string | undefined) => void>()
  #lastId = 0

  constructor() {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<QrAnswer>) => {
      this.#waiting.get(data.id)?.(data.text)
      this.#waiting.delete(data.id)
    })
    this.#worker.addEventListener('error', () => this.close())
  }

  /** The text of a code in the picture, or undefined. Never rejects. */
  read(picture: CanvasImageSource, { width, height }: { width: number; height: number }): Promise<string | undefined> {
    const image = pixelsOf(picture, { width, height })
    if (image === undefined) return Promise.resolve(undefined)
    const id = ++this.#lastId
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#worker.postMessage({ id, image } satisfies QrQuestion, [image.data.buffer])
    })
  }

  close(): void {
    this.#worker.terminate()
    for (const resolve of this.#waiting.values()) resolve(undefined)
    this.#waiting.clear()
  }
}

function pixelsOf(picture: CanvasImageSource, size: { width: number; height: number }): ImageData | undefined {
  const scale = Math.min(1, MAX_SIDE / Math.max(size.width, size.height))
  const width = Math.round(size.width * scale)
  const height = Math.round(size.height * scale)
  if (!(width > 0 && height > 0)) return undefined
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (context === null) return undefined
  context.fillStyle = 'white'
  context.fillRect(0, 0, width, height)
  context.drawImage(picture, 0, 0, width, height)
  return context.getImageData(0, 0, width, height)
}

import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url'

/** A picture to look at, and what was found in it: the text of one QR code, or nothing. */
export interface QrQuestion {
  readonly id: number
  readonly image: ImageData
}
export interface QrAnswer {
  readonly id: number
  readonly text: string | undefined
}

// WebAssembly is allowed here and not in the page: this file is served with a policy of its own.
prepareZXingModule({ overrides: { locateFile: () => wasmUrl } })

self.addEventListener('message', (event: MessageEvent<QrQuestion>) => {
  const { id, image } = event.data
  void look(image).then((text) => self.postMessage({ id, text } satisfies QrAnswer))
})

async function look(image: ImageData): Promise<string | undefined> {
  try {
    const [found] = await readBarcodes(image, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 })
    return found?.isValid === true ? found.text : undefined
  } catch {
    return undefined
  }
}

import type { Page } from 'playwright-core'

/** What the engine answers to a call that the page makes itself, past everything the page is made of. */
export interface RawAnswer {
  readonly t: 'ok' | 'err'
  readonly value?: any
  readonly error?: { readonly code: string }
}

/** Sends one request of the bridge from inside the desktop app's page. */
export function rawCall(page: Page, name: unknown, input: unknown, extra: object = {}): Promise<RawAnswer> {
  const id = 1_000_000 + Math.floor(performance.now() * 1_000)
  const request = { t: 'call', id, name, input, ...extra }
  return page.evaluate(
    (sent) =>
      new Promise<any>((resolve) => {
        const { muster } = globalThis as any
        muster.on('reply', (reply: any) => {
          if (reply.id === sent.id || (reply.id === 0 && reply.t === 'err')) resolve(reply)
        })
        muster.call(sent)
      }),
    request,
  )
}

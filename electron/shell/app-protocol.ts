import { servePage } from '../../web/page-files.ts'

export const SCHEME = 'app'
export const ORIGIN = `${SCHEME}://muster`
/** Where the page begins. The rest of its address is a fragment. */
export const START = `${ORIGIN}/index.html`

/** Answers `app://muster/…` from the built page and nothing beside it. @throws Error when the page was not built */
export function appProtocol(folder: string): (request: Request) => Promise<Response> {
  const page = servePage(folder)
  return async ({ method, url }) => {
    const { host, pathname } = new URL(url)
    if (host !== 'muster') return new Response(undefined, { status: 404 })
    const { status, headers, body } = await page(method, pathname)
    return new Response(body === undefined ? undefined : new Uint8Array(body), { status, headers })
  }
}

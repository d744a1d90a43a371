import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { z } from 'zod'

import { type Served, pageHeaders } from './page-headers.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
}

/** Written by the build: every file of the page, relative, with forward slashes. */
const FILE_LIST = 'files.json'
const WORKER = /^\/assets\/[^/]*worker[^/]*\.js$/

/** An answer to one request for a file of the page. */
export interface PageAnswer {
  readonly status: 200 | 404 | 405
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
}

/** Answers a request. @param target path and query as they stood in the request */
export type PageFiles = (method: string, target: string) => Promise<PageAnswer>

/**
 * Serves the built page from `folder` and nothing beside it: what the build did not list does not exist, however its name
 * is spelt, so there is no path to climb.
 * @param options `socket`: see {@link pageHeaders}
 * @throws Error when the page was not built
 */
export function servePage(folder: string, options: { socket?: string } = {}): PageFiles {
  const names = z.array(z.string()).parse(JSON.parse(readFileSync(path.join(folder, FILE_LIST), 'utf8')))
  const files = new Map(names.map((name) => [`/${name}`, path.join(folder, name)]))
  const refuse = (status: 404 | 405): PageAnswer => {
    return { status, headers: { ...pageHeaders('page', options.socket), 'content-length': '0' }, body: undefined }
  }
  return async (method, target) => {
    if (method !== 'GET' && method !== 'HEAD') return refuse(405)
    const [name = ''] = target.split(/[?#]/, 1)
    const wanted = name === '/' ? '/index.html' : name
    const file = files.get(wanted)
    const type = TYPES[path.extname(wanted)]
    if (file === undefined || type === undefined) return refuse(404)
    const body = await readFile(file).catch(() => undefined)
    if (body === undefined) return refuse(404)
    const served: Served = WORKER.test(wanted) ? 'worker' : 'page'
    const headers = {
      ...pageHeaders(served, options.socket),
      'content-type': type,
      'content-length': String(body.byteLength),
    }
    return { status: 200, headers, body: method === 'HEAD' ? undefined : body }
  }
}

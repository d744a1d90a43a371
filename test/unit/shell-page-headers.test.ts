import path from 'node:path'

import { expect, test } from 'vitest'

import { servePage } from '../../web/page-files.ts'

const page = servePage(path.resolve('test/fixtures/page'), { socket: 'ws://127.0.0.1:7' })

test('the page may load its own files, speak with its engine, and nothing else', async () => {
  const { headers } = await page('GET', '/')
  expect(headers).toEqual({
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; " +
      "worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; " +
      "require-trusted-types-for 'script'; trusted-types muster; connect-src 'self' ws://127.0.0.1:7",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'permissions-policy':
      'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=(), midi=(), payment=()',
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
    'content-length': expect.stringMatching(/^\d+$/),
  })
})

test('what is refused carries the same headers', async () => {
  for (const [method, target] of [
    ['GET', '/nothing'],
    ['POST', '/'],
  ] as const) {
    const { headers } = await page(method, target)
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; ")
    expect(headers['x-content-type-options']).toBe('nosniff')
  }
})

test('only a thread that reads QR codes may compile WebAssembly, and it can do little else', async () => {
  const policy = async (target: string) => (await page('GET', target)).headers['content-security-policy']
  expect(await policy('/assets/qr-worker-1a2b3c4d.js')).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'; connect-src 'self'",
  )
  for (const target of ['/', '/assets/main-1a2b3c4d.js']) expect(await policy(target)).not.toContain('unsafe')
})

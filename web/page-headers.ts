/** What kind of file is served: a thread of the page's own may compile WebAssembly (it reads QR codes), the page may not. */
export type Served = 'page' | 'worker'

const PAGE = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "worker-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types muster',
]
const WORKER = ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "frame-ancestors 'none'"]

/** Everything that a page can ask of a laptop and this one never does; the camera reads invite codes. */
const PERMISSIONS = [
  'camera=(self)',
  ...['microphone', 'geolocation', 'display-capture', 'usb', 'serial', 'hid', 'midi', 'payment'].map(
    (name) => `${name}=()`,
  ),
]

/**
 * Headers of every answer, in the app and in the browser alike.
 * @param socket where the page may open a WebSocket to, beside its own origin
 */
export function pageHeaders(served: Served, socket?: string): Record<string, string> {
  const connect = ["connect-src 'self'", ...(served === 'page' && socket !== undefined ? [socket] : [])].join(' ')
  return {
    'content-security-policy': [...(served === 'page' ? PAGE : WORKER), connect].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'permissions-policy': PERMISSIONS.join(', '),
    'cache-control': 'no-store',
  }
}

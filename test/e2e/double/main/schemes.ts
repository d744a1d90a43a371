import { type SchemeHandler, state } from './state.ts'

/** Chromium learns no scheme from outside, so `app://muster/x` is `https://muster.app.electron-double.test/x` to it. */
const SUFFIX = 'electron-double.test'
const schemes = new Set<string>()

export const protocol = {
  registerSchemesAsPrivileged(list: readonly { scheme: string }[]): void {
    if (state.booted) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme } of list) schemes.add(scheme)
  },
}

/** As Chromium is to load it. */
export function toReal(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i, (all, scheme: string, host: string) =>
    schemes.has(scheme) ? `https://${host}.${scheme}.${SUFFIX}` : all,
  )
}

/** As the app knows it. */
export function toApp(url: string): string {
  return url.replace(
    /https:\/\/([^/?#]*)\.([a-z][a-z0-9+-]*)\.electron-double\.test/i,
    (_all, host: string, scheme: string) => `${scheme}://${host}`,
  )
}

export function schemeHandler(handlers: ReadonlyMap<string, SchemeHandler>, url: string): SchemeHandler | undefined {
  const scheme = new URL(url).protocol.slice(0, -1)
  if (!schemes.has(scheme)) return undefined
  return handlers.get(scheme) ?? (() => Promise.reject(new Error(`nobody answers ${scheme}:`)))
}

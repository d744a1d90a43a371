import type { Session } from 'electron'

import { ORIGIN } from './app-protocol.ts'

/** A wish of a page, as far as the decision depends on it. */
export interface Wish {
  readonly permission: string
  /** Where the page stands now, fragment included; undefined: no page of a window. */
  readonly page: string | undefined
  readonly isMainFrame: boolean
  /** For `media`: what it wants to see and hear. */
  readonly media: readonly string[]
}

/** The camera alone, and only where an invite code is read; text to the clipboard, because codes are passed on. */
export function allows({ permission, page, isMainFrame, media }: Wish): boolean {
  if (page === undefined || !isMainFrame || !page.startsWith(`${ORIGIN}/`)) return false
  if (permission === 'clipboard-sanitized-write') return true
  const isJoining = /^#\/join(?:[/?]|$)/.test(new URL(page).hash)
  return permission === 'media' && isJoining && media.length === 1 && media[0] === 'video'
}

/** Every permission is refused unless {@link allows} says otherwise: those asked for, those looked up, and devices. */
export function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    answer(allows({ permission, page: contents.getURL(), isMainFrame: details.isMainFrame, media }))
  })
  session.setPermissionCheckHandler((contents, permission, _origin, details) => {
    const media = details.mediaType === undefined ? [] : [details.mediaType]
    return allows({ permission, page: contents?.getURL(), isMainFrame: details.isMainFrame, media })
  })
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
}

/** What the browser says about notices of this page; `desktop`: the app makes them itself. */
export type NoticeState = NotificationPermission | 'desktop' | 'unsupported'

export function noticeState(): NoticeState {
  if (window.muster !== undefined) return 'desktop'
  return 'Notification' in window ? Notification.permission : 'unsupported'
}

/** Asks the person; browsers take the question only after a press. */
export async function askForNotices(): Promise<NoticeState> {
  if (noticeState() === 'default') await Notification.requestPermission().catch(() => undefined)
  return noticeState()
}

/** Tells by the system that something asks for this person, without a word of it; not while they look at the page. */
export function noticeInBrowser(text: string): void {
  if (noticeState() !== 'granted' || (document.hasFocus() && document.visibilityState === 'visible')) return
  try {
    const notice = new Notification('Muster', { body: text, tag: 'muster' })
    notice.addEventListener('click', () => {
      window.focus()
      notice.close()
    })
  } catch {
    // some browsers allow it to service workers only; the page and its sound tell it all the same
  }
}

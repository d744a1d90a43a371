import type { BrowserWindow, Notification, NotificationConstructorOptions } from 'electron'

import type { Notice } from '../engine/messages.ts'
import type { ShellWords } from './words.ts'

export interface NoticesOptions {
  readonly makeNotification: (options: NotificationConstructorOptions) => Notification
  readonly window: () => Pick<BrowserWindow, 'isFocused' | 'flashFrame'> | undefined
  readonly words: ShellWords
  /** Brings the window to the front. */
  readonly onOpen: () => void
}

/** What the system shows of Muster beside its window. */
export interface Notices {
  /** One sentence, of no record and of nobody: others may be looking, or the screen is locked. */
  say(body: string): void
  /** Says it to who is not looking at the window. A call stays until it is looked at, and the window asks for attention. */
  tell(notice: Notice): void
}

/** The system's own notifications. The page makes the sound, where the person wants one. */
export function showNotices({ makeNotification, window, words, onOpen }: NoticesOptions): Notices {
  let calling: Notification | undefined
  const show = (body: string, more: Partial<NotificationConstructorOptions> = {}): Notification => {
    const notification = makeNotification({ title: 'Muster', body, ...more })
    notification.on('click', onOpen)
    notification.show()
    return notification
  }
  return {
    say: (body) => void show(body),
    tell: (notice) => {
      const shown = window()
      if (shown?.isFocused() === true) return
      const body = words.notices[notice]
      if (notice === 'asked-to-join' || notice === 'joined') return void show(body)
      // one at a time: many calls are no wall of notices
      calling?.close()
      calling = show(body, { silent: true, urgency: 'critical', timeoutType: 'never' })
      shown?.flashFrame(true)
    },
  }
}

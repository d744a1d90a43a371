import { useEffect, useRef, type RefObject } from 'react'

import type { AlertAnswer } from '../../../core/domain/states/alert-states.ts'
import { answerOfKey } from '../alert-record.ts'

/** Where keys mean something else: what is typed in, and what lies over the screen. */
const TAKES_KEYS = 'input, textarea, select, [contenteditable=true], [role=listbox], [role=menu], [role=radiogroup]'
const OVERLAYS = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]'
/** Whoever was typing when the call came has not read it yet: their next keys are no answer, in milliseconds. */
const STILL_TYPING_MS = 1_000

export interface AnswerKeys {
  /** This person has not switched single keys off, and the call waits for an answer. */
  readonly enabled: boolean
  /** The window that asks; without it, keys count where nothing lies over the screen. */
  readonly within?: RefObject<HTMLElement | null> | undefined
  readonly say: (answer: AlertAnswer) => void
}

/** The keys 1, 2, 3 answer, wherever the focus is, unless they mean something else there. */
export function useAnswerKeys({ enabled, within, say }: AnswerKeys): void {
  const typedAt = useRef(startedTyping())
  useEffect(() => {
    if (!enabled) return undefined
    const listen = (event: KeyboardEvent): void => {
      const answer = answerOfKey(event.key)
      const wasTyping = event.timeStamp - typedAt.current < STILL_TYPING_MS
      if (wasTyping) typedAt.current = event.timeStamp
      if (answer === undefined || wasTyping || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return
      if ((event.target as Element | null)?.closest?.(TAKES_KEYS) || isCovered(within?.current ?? null)) return
      event.preventDefault()
      say(answer)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })
}

/** When somebody typed last, where they were in a field just now; long ago otherwise. */
function startedTyping(): number {
  return (document.activeElement?.closest(TAKES_KEYS) ?? null) === null ? -Infinity : performance.now()
}

/** Whether anything lies over the screen, or over the window that asks. */
function isCovered(window: HTMLElement | null): boolean {
  const overlays = [...document.querySelectorAll(OVERLAYS)]
  return window === null ? overlays.length > 0 : overlays.at(-1) !== window
}

import { useEffect } from 'react'

export interface Shortcut {
  /** Lower case, as the keyboard layout writes it; the same key by its place counts where a layout has no Latin letters. */
  readonly key: string
  readonly shift?: boolean
}

/** On a Mac the command key, elsewhere Ctrl. */
export const IS_MAC = /mac/i.test(globalThis.navigator?.platform ?? '')

/** Runs `task` on Ctrl (or Cmd) and a key, wherever the focus is. */
export function useShortcut({ key, shift = false }: Shortcut, task: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey !== shift) return
      if (event.key.toLowerCase() !== key && event.code !== `Key${key.toUpperCase()}`) return
      event.preventDefault()
      event.stopPropagation()
      task()
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [key, shift, task])
}

/** How a shortcut is written on this laptop. */
export function shortcutText({ key, shift = false }: Shortcut): string {
  const letter = key.toUpperCase()
  return IS_MAC ? `${shift ? '⇧' : ''}⌘${letter}` : `Ctrl+${shift ? 'Shift+' : ''}${letter}`
}

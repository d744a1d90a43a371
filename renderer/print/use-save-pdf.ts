import { useEffect, useState } from 'react'

export type PdfState = 'idle' | 'saving' | 'saved' | 'cancelled' | 'failed'

/**
 * In the desktop app, saves what is shown as a PDF: where to, the app asks. In a browser `save` is undefined: its own way to print
 * does that.
 */
export function useSavePdf(what: 'tree' | 'wallet'): {
  readonly save: (() => void) | undefined
  readonly state: PdfState
} {
  const [state, setState] = useState<PdfState>('idle')
  const { muster } = globalThis.window
  useEffect(() => {
    let gone = false
    muster?.on('pdf', (outcome) => {
      if (!gone) setState(outcome === 'saved' || outcome === 'cancelled' ? outcome : 'failed')
    })
    return () => {
      gone = true
    }
  }, [muster])
  const save = (): void => {
    setState('saving')
    muster?.savePdf(what)
  }
  return { save: muster === undefined ? undefined : save, state }
}

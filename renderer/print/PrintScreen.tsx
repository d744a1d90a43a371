import { FileDown, Printer } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'

import { KEEP_DAYS } from '../../core/bridge/paper.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Screen } from '../components/Screen.tsx'
import { useNow } from '../components/use-now.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { BackLink } from '../lists/BackLink.tsx'
import { cssString } from './css-string.ts'
import './paper.css'
import styles from './print.module.css'
import { useSavePdf } from './use-save-pdf.ts'

const DAY = 86_400_000

export interface PrintScreenProps {
  what: 'tree' | 'wallet'
  /** Of an alert. */
  alert: string | undefined
  /** Whether there is anything to print yet. */
  ready: boolean
  children: ReactNode
}

/**
 * A page for paper: on the screen as it will be, with the buttons that print it; on paper without anything around it. Bold words there are
 * `b`: a PDF 1.7 has no tag for `strong`.
 */
export function PrintScreen({ what, alert, ready, children }: PrintScreenProps) {
  const t = useT()
  const { save, state } = useSavePdf(what)
  return (
    <Screen
      above={
        <span className={styles['screenOnly']}>
          <BackLink href={alert === undefined ? '/tree' : `/tree/${alert}`}>{t('tree.title')}</BackLink>
        </span>
      }
      title={<span className={styles['screenOnly']}>{t(`print.title.${what}`)}</span>}
      lead={<span className={styles['screenOnly']}>{t('print.lead')}</span>}
      actions={
        <span className={`${styles['screenOnly']} ${styles['actions']}`}>
          {save !== undefined && (
            <Button icon={FileDown} isDisabled={!ready || state === 'saving'} onPress={save}>
              {t('print.save')}
            </Button>
          )}
          <Button look="primary" icon={Printer} isDisabled={!ready} onPress={() => globalThis.print()}>
            {t('print.go')}
          </Button>
          <span role="status">{state === 'idle' || state === 'cancelled' ? '' : t(`print.${state}`)}</span>
        </span>
      }
    >
      {children}
    </Screen>
  )
}

/** The days that stand on a paper. */
export function usePaperDays(): {
  readonly made: string
  readonly destroy: string
  /** The same in few letters. */
  readonly destroyShort: string
} {
  const formats = useFormats()
  const now = useNow()
  const end = now + KEEP_DAYS * DAY
  return { made: formats.longDay(now), destroy: formats.longDay(end), destroyShort: formats.date(end) }
}

/** What stands at the head of every sheet, and its number at the foot. The browser draws both, outside of what is read aloud. */
export function useSheetEdges(size: 'tree' | 'wallet', head: string): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet()
    const edges =
      size === 'wallet'
        ? '@page { size: A4; margin: 13.5mm 20mm }'
        : `@page { size: A4; margin: 18mm 14mm 16mm; @top-center { content: ${cssString(head)}; font: 9pt "Noto Sans", "Noto Sans Arabic" }
            @bottom-center { content: counter(page) " / " counter(pages); font: 9pt "Noto Sans" } }`
    sheet.replaceSync(edges)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [size, head])
}

/** The name of the network that the paper is of. */
export function useNetworkName(): string {
  return useNetwork().network.name
}

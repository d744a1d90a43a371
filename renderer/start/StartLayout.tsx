import { Laptop, LockKeyhole, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'

import { usePreferences } from '../app/preferences.tsx'
import { Mark } from '../components/Mark.tsx'
import { Select } from '../components/Select.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import { LOCALE_NAMES, LOCALES } from '../i18n/translator.ts'
import styles from './StartLayout.module.css'

export interface StartLayoutProps {
  title: string
  lead?: string
  /** Says where in the first run this is. */
  step?: { readonly at: number; readonly of: number }
  children: ReactNode
}

/** Before there is a network: what Muster is on one side, the one thing to do on the other. */
export function StartLayout({ title, lead, step, children }: StartLayoutProps) {
  const t = useT()
  return (
    <div className={styles['page']}>
      <aside className={styles['side']} data-theme="fixed">
        <p className={styles['brand']}>
          <Mark size={44} />
          {t('app.name')}
        </p>
        <p className={styles['tagline']}>{t('start.tagline')}</p>
        <ul className={styles['points']}>
          <li>
            <Laptop aria-hidden size={22} />
            <span>{t('start.point.here')}</span>
          </li>
          <li>
            <WifiOff aria-hidden size={22} />
            <span>{t('start.point.offline')}</span>
          </li>
          <li>
            <LockKeyhole aria-hidden size={22} />
            <span>{t('start.point.sealed')}</span>
          </li>
        </ul>
        <svg aria-hidden focusable="false" viewBox="0 0 400 400" className={styles['rings']}>
          {[60, 110, 160, 195].map((radius) => (
            <circle key={radius} cx="200" cy="200" r={radius} fill="none" stroke="currentColor" strokeWidth="1.5" />
          ))}
        </svg>
      </aside>
      <main className={styles['main']}>
        <div className={styles['top']}>
          <Language />
        </div>
        <div className={styles['content']}>
          <header className={styles['head']}>
            {step !== undefined && (
              <p className={styles['step']}>{t('start.step', { step: step.at, total: step.of })}</p>
            )}
            <h1 className={styles['title']}>{title}</h1>
            {lead !== undefined && <p className={styles['lead']}>{lead}</p>}
          </header>
          {children}
        </div>
      </main>
    </div>
  )
}

function Language() {
  const t = useT()
  const { locale, setLocale } = usePreferences()
  return (
    <Select
      label={t('start.language')}
      options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
      value={locale === 'en-XA' ? 'en' : locale}
      onChange={setLocale}
    />
  )
}

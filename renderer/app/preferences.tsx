import { createContext, use, useLayoutEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react'

import { I18nProvider } from '../i18n/i18n-context.tsx'
import { chooseLocale, type Locale } from '../i18n/translator.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

interface Preferences {
  readonly locale: Locale
  readonly theme: Theme
  setLocale: (locale: Locale) => void
  setTheme: (theme: Theme) => void
}

const PreferencesContext = createContext<Preferences | undefined>(undefined)
const DARK = '(prefers-color-scheme: dark)'

/** Language and appearance, held in memory only: the page writes nothing to the browser's profile. */
export function PreferencesProvider({ initialLocale, children }: { initialLocale?: Locale; children: ReactNode }) {
  const [locale, setLocale] = useState<Locale>(() => initialLocale ?? chooseLocale(navigator.languages))
  const [theme, setTheme] = useState<Theme>('system')
  const prefersDark = useSyncExternalStore(onDarkChange, () => matchMedia(DARK).matches)
  useLayoutEffect(() => {
    const dark = theme === 'dark' || (theme === 'system' && prefersDark)
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
  }, [theme, prefersDark])
  const preferences = useMemo(() => ({ locale, theme, setLocale, setTheme }), [locale, theme])
  return (
    <PreferencesContext value={preferences}>
      <I18nProvider locale={locale}>{children}</I18nProvider>
    </PreferencesContext>
  )
}

export function usePreferences(): Preferences {
  const preferences = use(PreferencesContext)
  if (preferences === undefined) throw new Error('A component outside of PreferencesProvider')
  return preferences
}

function onDarkChange(onChange: () => void): () => void {
  const query = matchMedia(DARK)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

import { createContext, Fragment, use, useLayoutEffect, useMemo, type ReactNode } from 'react'
import { I18nProvider as AriaI18nProvider } from 'react-aria-components/I18nProvider'

import type { MessageId } from './en/catalogue.ts'
import { createFormats, type Formats } from './formats.ts'
import { createTranslate, directionOf, type Locale, type Translate, type Values } from './translator.ts'

interface I18n {
  readonly locale: Locale
  readonly t: Translate
  readonly formats: Formats
}

const I18nContext = createContext<I18n | undefined>(undefined)

/** The language of everything below, and of the document: `lang` and `dir`. */
export function I18nProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  const i18n = useMemo(() => ({ locale, t: createTranslate(locale), formats: createFormats(locale) }), [locale])
  useLayoutEffect(() => {
    document.documentElement.lang = locale
    document.documentElement.dir = directionOf(locale)
  }, [locale])
  return (
    <AriaI18nProvider locale={locale === 'en-XA' ? 'en' : locale}>
      <I18nContext value={i18n}>{children}</I18nContext>
    </AriaI18nProvider>
  )
}

function useI18n(): I18n {
  const i18n = use(I18nContext)
  if (i18n === undefined) throw new Error('A component outside of I18nProvider')
  return i18n
}

/** Words messages: `const t = useT()`, `t('nav.today')`. */
export function useT(): Translate {
  return useI18n().t
}

/** Dates, times, numbers and lists in the page's language. */
export function useFormats(): Formats {
  return useI18n().formats
}

export function useLocale(): Locale {
  return useI18n().locale
}

/** A message with elements in its places: `<T id="sync.last" values={{ name: <PersonName …/>, when: <TimeText …/> }} />`. */
export function T({ id, values }: { id: MessageId; values: Readonly<Record<string, ReactNode>> }) {
  const t = useT()
  const names = Object.keys(values)
  const plain: Record<string, string | number> = {}
  for (const [at, name] of names.entries()) {
    const value = values[name]
    plain[name] = typeof value === 'number' ? value : `\uE000${at}\uE001`
  }
  return t(id, plain as Values)
    .split(/[\u2068]?\uE000(\d+)\uE001[\u2069]?/)
    .map((part, at) => <Fragment key={at}>{at % 2 === 0 ? part : values[names[Number(part)]!]}</Fragment>)
}

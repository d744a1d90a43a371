import { setupI18n } from '@lingui/core'
import { compileMessage } from '@lingui/message-utils/compileMessage'

import { ar } from './ar/catalogue.ts'
import { en, type MessageId } from './en/catalogue.ts'
import { es } from './es/catalogue.ts'
import { pseudo } from './pseudo.ts'

/** Languages of the page, the reference first. `en-XA` is English with every letter changed: for tests. */
export const LOCALES = ['en', 'es', 'ar'] as const
export type Locale = (typeof LOCALES)[number] | 'en-XA'

/** How each language calls itself. */
export const LOCALE_NAMES: { readonly [L in Locale]: string } = {
  en: 'English',
  es: 'Español',
  ar: 'العربية',
  'en-XA': 'Pseudo',
}

const MESSAGES: { readonly [L in Locale]: () => { readonly [Id in MessageId]: string } } = {
  en: () => en,
  es: () => es,
  ar: () => ar,
  'en-XA': () => pseudo(en),
}

export type Values = Readonly<Record<string, string | number>>
/** Words a message. Values from people are isolated, so that a right-to-left name does not turn the sentence around. */
export type Translate = (id: MessageId, values?: Values) => string

export function directionOf(locale: Locale): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr'
}

/** The messages of one language; each is compiled when it is first used. */
export function createTranslate(locale: Locale): Translate {
  const messages = MESSAGES[locale]()
  const i18n = setupI18n({ locale, messages: { [locale]: {} } })
  const compiled = new Set<MessageId>()
  return (id, values = {}) => {
    if (!compiled.has(id)) {
      i18n.load(locale, { [id]: compileMessage(messages[id] ?? id) })
      compiled.add(id)
    }
    return i18n._(id, isolateAll(values, locale))
  }
}

const RTL = /\p{Script=Arabic}|\p{Script=Hebrew}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u
const FIRST_STRONG_ISOLATE = '\u2068'
const POP_ISOLATE = '\u2069'

function isolateAll(values: Values, locale: Locale): Values {
  const always = directionOf(locale) === 'rtl'
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && (always || RTL.test(value))
        ? `${FIRST_STRONG_ISOLATE}${value}${POP_ISOLATE}`
        : value,
    ]),
  )
}

/** The page's language for a list of languages that a person prefers, best first. */
export function chooseLocale(preferred: readonly string[]): Locale {
  for (const tag of preferred) {
    const found = LOCALES.find((locale) => tag.toLowerCase().split('-')[0] === locale)
    if (found !== undefined) return found
  }
  return 'en'
}

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { compileMessageOrThrow, type CompiledMessageToken } from '@lingui/message-utils/compileMessage'
import { describe, expect, test } from 'vitest'

import { ALERT_REASONS } from '../../core/domain/edits/alert/refusals.ts'
import { SENDING_OBSTACLES } from '../../core/domain/records/alert/gate.ts'
import { ERROR_CODES } from '../../core/shared/errors.ts'
import { ar } from '../../renderer/i18n/ar/catalogue.ts'
import { en, type MessageId } from '../../renderer/i18n/en/catalogue.ts'
import { es } from '../../renderer/i18n/es/catalogue.ts'
import { wordError } from '../../renderer/i18n/errors/word-error.ts'
import { pseudo } from '../../renderer/i18n/pseudo.ts'
import { chooseLocale, createTranslate, directionOf, LOCALES, type Locale } from '../../renderer/i18n/translator.ts'

const CATALOGUES: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, es, ar, pseudo: pseudo(en) }
const ids = Object.keys(en) as MessageId[]

/** Names of the values that a message asks for, with how. */
function asked(message: string): string[] {
  const names = new Set<string>()
  const visit = (tokens: readonly CompiledMessageToken[]): void => {
    for (const token of tokens) {
      if (typeof token === 'string') continue
      const [name, type, options] = token
      names.add(name)
      if (type === 'plural' && typeof options === 'object' && options !== null) {
        for (const choice of Object.values(options)) if (Array.isArray(choice)) visit(choice)
      }
    }
  }
  visit(compileMessageOrThrow(message))
  return [...names].filter((name) => name !== '#').toSorted()
}

/** The plural forms of a message that has any. */
function pluralForms(message: string): string[][] {
  return compileMessageOrThrow(message).flatMap((token) => {
    if (typeof token === 'string' || token[1] !== 'plural') return []
    return [Object.keys(token[2] as object).filter((form) => form !== 'offset' && !/^\d/.test(form))]
  })
}

/** What numbers that occur ask for; `many` in Spanish is for millions, `zero` in Arabic reads well as `other`. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  en: ['one', 'other'],
  pseudo: ['one', 'other'],
  es: ['one', 'other'],
  ar: ['one', 'two', 'few', 'many', 'other'],
}

test.each(['en', 'es', 'ar'])('no message in %s is worded twice: the later part would hide the earlier', (language) => {
  const folder = path.join(import.meta.dirname, '../../renderer/i18n', language)
  const worded = readdirSync(folder).flatMap((part) =>
    [...readFileSync(path.join(folder, part), 'utf8').matchAll(/^ {2}'([^']+)':/gm)].map(([, id]) => id),
  )
  expect(worded.length).toBeGreaterThanOrEqual(ids.length)
  expect(worded.filter((id, at) => worded.indexOf(id) !== at)).toEqual([])
})

describe.each(Object.keys(CATALOGUES))('the messages in %s', (name) => {
  const messages = CATALOGUES[name]!

  test('are all there, each with words in it', () => {
    expect(Object.keys(messages).toSorted()).toEqual(ids.toSorted())
    expect(ids.filter((id) => messages[id]!.trim() === '')).toEqual([])
  })

  test('can all be compiled and ask for no value that the English one does not give', () => {
    for (const id of ids) {
      const given = asked(en[id])
      const unknown = asked(messages[id]!).filter((value) => !given.includes(value))
      expect(unknown, id).toEqual([])
    }
  })

  test('leave out no name, number or time that the English one shows', () => {
    // `count` alone may be said by the form of the word
    for (const id of ids) {
      const wanted = asked(en[id]).filter((value) => value !== 'count')
      expect(asked(messages[id]!), id).toEqual(expect.arrayContaining(wanted))
    }
  })

  test('have a form for every number', () => {
    for (const id of ids) {
      for (const forms of pluralForms(messages[id]!)) {
        expect(
          FORMS[name]!.filter((form) => !forms.includes(form)),
          id,
        ).toEqual([])
      }
    }
  })
})

/** Words that are the same in English and Spanish, and rightly so. */
const SAME_IN_SPANISH = new Set(['No', 'Muster', 'Hospital', 'General', 'Error', 'Plan'])

test('no message was left in English', () => {
  const left = (messages: Readonly<Record<string, string>>): string[] =>
    ids.filter((id) => {
      const words = en[id].replaceAll(/\{\w+\}/g, '')
      return messages[id] === en[id] && /\p{L}/u.test(words) && !SAME_IN_SPANISH.has(words)
    })
  expect(left(es)).toEqual([])
  expect(left(ar)).toEqual(left(ar).filter((id) => en[id as MessageId] === 'Muster'))
})

test('the pseudo-language changes every word and no placeholder', () => {
  const strange = pseudo(en)
  expect(ids.filter((id) => strange[id] === en[id])).toEqual([])
  const t = createTranslate('en-XA')
  expect(t('nav.today')).toBe('[Tôđáý]')
  expect(t('network.members', { count: 3 })).toBe('[3 ɱêɱƀêŕš]')
})

test('a name that runs the other way is isolated, others are left as they are', () => {
  expect(createTranslate('en')('event.connected', { name: 'Ana' })).toBe('Ana is connected')
  expect(createTranslate('en')('event.connected', { name: 'سلمى' })).toBe('\u2068سلمى\u2069 is connected')
  expect(createTranslate('ar')('event.connected', { name: 'Ana' })).toContain('\u2068Ana\u2069')
})

test('the page speaks the first language of the person that it knows', () => {
  expect(chooseLocale(['fr-FR', 'es-MX', 'en'])).toBe('es')
  expect(chooseLocale(['ar-EG'])).toBe('ar')
  expect(chooseLocale(['de'])).toBe('en')
  expect(LOCALES.map(directionOf)).toEqual(['ltr', 'ltr', 'rtl'])
})

describe.each(['en', 'es', 'ar'] as const)('every failure in %s', (locale: Locale) => {
  const t = createTranslate(locale)

  test('says what happened, what is safe and what to do, and asks for no command', () => {
    for (const code of ERROR_CODES.filter((one) => !one.startsWith('cli/'))) {
      const { what, safe, todo } = wordError({ code, details: {} }, { locale, t })
      for (const sentence of [what, safe, todo]) {
        expect(sentence.trim(), code).not.toBe('')
        expect(sentence, code).not.toMatch(/--|muster [a-z]+[ .]|MUSTER_/)
      }
    }
  })

  test('names what stands against closing an incident', () => {
    const error = {
      code: 'domain/not-allowed-now',
      details: { to: 'closed', obstacles: 'needs-open, follow-up-owner' },
    } as const
    const { what } = wordError(error, { locale, t })
    expect(what).toContain(t('obstacle.needs-open'))
    expect(what).toContain(t('obstacle.follow-up-owner'))
  })

  test('says in words of its own what stands against acting on a call', () => {
    for (const reason of [
      ...ALERT_REASONS,
      ...SENDING_OBSTACLES,
      'not-on-call',
      'no-journey',
      'route-over',
      'not-in-circle',
    ]) {
      const { what, todo } = wordError({ code: 'domain/not-allowed-now', details: { reason } }, { locale, t })
      expect(what, reason).toBe(t(`obstacle.${reason}` as never))
      expect(todo, reason).not.toContain('--')
    }
  })

  test('is worded even when only a newer engine knows it', () => {
    const unknown = { code: 'future/unheard-of' as never, details: {} }
    expect(wordError(unknown, { locale, t }).what.length).toBeGreaterThan(5)
  })
})

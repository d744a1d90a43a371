import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min'

import { readTel } from '../shape/scalars.ts'
import type { EditContext } from '../write.ts'
import { invalidInput } from './invalid.ts'

/**
 * A telephone number as E.164. One without `+` is read as of the network's country.
 *
 * @throws MeshError `domain/invalid-input` when it is none, or when it lacks its country and the network has none set
 */
export function normaliseTel(text: string, field: string, ctx: Pick<EditContext, 'country'>): string {
  const number = parsePhoneNumberFromString(text.replace(/^\s*tel:/i, ''), {
    extract: false,
    ...(ctx.country === undefined ? {} : { defaultCountry: ctx.country as CountryCode }),
  })
  const tel =
    number !== undefined && number.ext === undefined && number.isPossible() ? readTel(number.number) : undefined
  if (tel !== undefined) return tel
  const international = /^\s*(?:tel:)?\+/.test(text)
  throw invalidInput(
    field,
    international || ctx.country !== undefined || !/^[\s()/.\d-]+$/.test(text)
      ? 'not-a-telephone-number'
      : 'country-missing',
  )
}

/** A number in E.164 in the groups that people read aloud: "+34 600 00 00 01". */
export function shownTel(tel: string): string {
  return parsePhoneNumberFromString(tel)?.formatInternational() ?? tel
}

/** What was typed, or undefined for nothing: for a field that may be left out. */
export function given(text: string): string | undefined {
  const trimmed = text.trim()
  return trimmed === '' ? undefined : trimmed
}

/** What was typed, or null for nothing: for a field that is cleared by emptying it. */
export function cleared(text: string): string | null {
  return given(text) ?? null
}

/** Several values typed in one line or one below the other, separated by commas, semicolons or line ends (Arabic ones too). */
export function parts(text: string): string[] {
  return text.split(/[,;\n،؛]/).flatMap((part) => given(part) ?? [])
}

/** What was typed, with the digits of any of the three languages as 0 to 9. */
export function latinDigits(text: string): string {
  return text.trim().replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
}

/** A whole number as typed in any of the three languages' digits, or undefined. */
export function wholeNumber(text: string): number | undefined {
  const latin = latinDigits(text)
  return /^\d{1,9}$/.test(latin) ? Number(latin) : undefined
}

/** Milliseconds of what a `datetime-local` or `date` field holds, in this laptop's time zone; undefined when empty or no time. */
export function localTime(text: string): number | undefined {
  if (text === '') return undefined
  const ms = new Date(text.length === 10 ? `${text}T00:00` : text).getTime()
  return Number.isNaN(ms) ? undefined : ms
}

/** The value of a `datetime-local` field for a time, in this laptop's time zone; empty for none. */
export function localInput(at: number | null | undefined): string {
  if (at === null || at === undefined) return ''
  const date = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`
}

/** The value of a `date` field for a time, in this laptop's time zone; empty for none. */
export function localDate(at: number | null | undefined): string {
  return localInput(at).slice(0, 10)
}

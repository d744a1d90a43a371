/** A text as a string of CSS (CSS Syntax, 4.3.5): nothing in it can end the string. */
export function cssString(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N}\p{M} ]/gu, (one) => `\\${one.codePointAt(0)!.toString(16)} `)}"`
}

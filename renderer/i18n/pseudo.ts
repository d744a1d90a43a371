const LETTERS: Readonly<Record<string, string>> = {
  a: 'á',
  b: 'ƀ',
  c: 'ç',
  d: 'đ',
  e: 'ê',
  f: 'ƒ',
  g: 'ĝ',
  h: 'ĥ',
  i: 'î',
  j: 'ĵ',
  k: 'ķ',
  l: 'ļ',
  m: 'ɱ',
  n: 'ñ',
  o: 'ô',
  p: 'þ',
  q: 'ǫ',
  r: 'ŕ',
  s: 'š',
  t: 'ţ',
  u: 'û',
  v: 'ṽ',
  w: 'ŵ',
  x: 'ẋ',
  y: 'ý',
  z: 'ž',
}

/** Every message longer and in strange letters, placeholders untouched: a text that stays as it was is not in the catalogue. */
export function pseudo<Id extends string>(messages: { readonly [I in Id]: string }): { readonly [I in Id]: string } {
  return Object.fromEntries(Object.entries<string>(messages).map(([id, text]) => [id, `[${stretch(text)}]`])) as {
    [I in Id]: string
  }
}

/** Changes the words of an ICU message, not its syntax. */
function stretch(text: string): string {
  let depth = 0
  let out = ''
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!
    if (letter === '{') {
      const branch = /^\{(?:[^{},]*), *plural,/.exec(text.slice(at))
      depth++
      if (branch !== null) {
        out += branch[0]
        at += branch[0].length - 1
        continue
      }
    }
    if (letter === '}') depth--
    // Inside a plural: odd depths are its syntax, even ones its words; a plain placeholder is depth one.
    out += depth % 2 === 0 ? (LETTERS[letter] ?? letter) : letter
  }
  return out
}

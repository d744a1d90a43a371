/** `muster:` and the letters of an invite code, as a link or as the code itself reads. */
const LINK = /^muster:(?:\/\/)?([a-z2-7-]{1,4000})\/?$/i

/** The invite code of a `muster:` link in its one spelling; undefined for anything else. Whether it is genuine only the engine can tell. */
export function codeOfLink(link: string): string | undefined {
  const [, letters] = LINK.exec(link) ?? []
  return letters === undefined ? undefined : `MUSTER:${letters.replaceAll('-', '').toUpperCase()}`
}

/** The first link among the arguments of a command line. Chromium adds arguments of its own and changes their order. */
export function codeOfArguments(argv: readonly string[]): string | undefined {
  for (const argument of argv.slice(1)) {
    const code = codeOfLink(argument)
    if (code !== undefined) return code
  }
  return undefined
}

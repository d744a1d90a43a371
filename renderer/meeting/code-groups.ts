const PREFIX = 'MUSTER:'

/** An invite code for reading aloud: its prefix, then groups of five letters, the last one possibly shorter. */
export function codeGroups(code: string): readonly string[] {
  const bare = code.startsWith(PREFIX) ? code.slice(PREFIX.length) : code
  const groups = bare.match(/.{1,5}/gu) ?? []
  return code.startsWith(PREFIX) ? [PREFIX, ...groups] : groups
}

/** The same on one line: what is copied. Whoever reads it ignores the spaces. */
export function groupedCode(code: string): string {
  return codeGroups(code).join(' ')
}

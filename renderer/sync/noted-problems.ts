import type { CommandOutput } from '../../core/bridge/contract.ts'

export type NotedProblem = 'quarantined' | 'documents' | 'connection'
type Line = CommandOutput<'log:export'>['lines'][number]

/** Which kind of trouble a noted code stands for; the rest concerns nobody but developers. */
const KINDS: readonly (readonly [problem: NotedProblem, codes: RegExp])[] = [
  ['quarantined', /^(?:unit:quarantined|session:(?:forked|malformed))$/],
  ['documents', /^(?:store:damaged|documents:(?:document-damaged|record-damaged|key-damaged|given-up|units-missing))$/],
  [
    'connection',
    /^(?:door:accept-failed|links:|discovery:link-failed|invites:conversation-failed|sync:ended:other-version)/,
  ],
]

/** What this computer noted since Muster started, counted by kind, in the order above. */
export function notedProblems(lines: readonly Line[]): { readonly problem: NotedProblem; readonly count: number }[] {
  return KINDS.map(([problem, codes]) => ({
    problem,
    count: lines.filter(({ code }) => codes.test(code)).length,
  })).filter(({ count }) => count > 0)
}

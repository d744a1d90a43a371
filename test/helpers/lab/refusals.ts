import { expect } from 'vitest'

import type { Answer } from './laptop.ts'

/** What happened, what is safe, what to do: three sentences or more, and nothing that only a programmer reads. */
const NOT_FOR_PEOPLE = /\bat .*:\d+|Error\b|undefined|\[object|node:|errno|E[A-Z]{4,}\b|\/core\//u

/** Expects a refusal by that name: exit code, JSON with nothing but the error, and plain words on stderr. */
export function expectRefusal(answer: Answer, code: string, options: { exit?: number } = {}): void {
  const seen = `${answer.stdout}${answer.stderr}`
  expect(answer.json?.error?.code, seen).toBe(code)
  expect(answer.code, seen).toBe(options.exit ?? 1)
  expect(Object.keys(answer.json), seen).toEqual(['error'])
  const lines = answer.stderr.trim().split('\n')
  expect(lines.length, seen).toBe(3)
  for (const line of lines) expect(line, seen).toMatch(/^[A-Z"'].{8,}[.?]$/u)
  expect(answer.stderr).not.toMatch(NOT_FOR_PEOPLE)
}

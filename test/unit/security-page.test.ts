import { existsSync, readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

const page = readFileSync('SECURITY.md', 'utf8')
const lines = page.split('\n')

/** Each file that a line links to, with the names of tests that stand behind it on that line. */
const evidence = lines.flatMap((line) =>
  line.split(/(?=\[[^\]]+\]\()/u).flatMap((part) => {
    const file = /^\[[^\]]+\]\(([^)#]+)\)/u.exec(part)?.[1]
    const names = [...part.matchAll(/"([^"]{12,})"/gu)].map(([, name = '']) => name)
    return file === undefined ? [] : [{ file, names }]
  }),
)

describe('SECURITY.md', () => {
  test('has the nine promises, each with evidence and its limits', () => {
    const promises = page.split(/^### /mu).slice(1)
    expect(promises.map((one) => Number.parseInt(one, 10))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const one of promises) {
      expect(one).toMatch(/\]\(test\//u)
      expect(one).toMatch(/^\*Limits\.\* /mu)
    }
  })

  test('links to nothing that is not there', () => {
    expect(evidence.length).toBeGreaterThan(30)
    expect(evidence.filter(({ file }) => !existsSync(file)).map(({ file }) => file)).toEqual([])
  })

  test('names tests that are in those files', () => {
    const missing = evidence.flatMap(({ file, names }) => {
      const source = readFileSync(file, 'utf8') + helpersOf(file)
      return names.filter((name) => !source.includes(name)).map((name) => `${file}: ${name}`)
    })
    expect(missing).toEqual([])
  })
})

/** Rows of a table that stands beside the test. */
function helpersOf(file: string): string {
  return file.endsWith('poison-corpus.test.ts') ? readFileSync('test/helpers/lab/poison-rows.ts', 'utf8') : ''
}

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import type { Page } from 'playwright-core'

/** Everything that a page complains about from now on: refused by its policy, errors, mistakes of its own. */
export function watchProblems(page: Page): string[] {
  const problems: string[] = []
  page.on('console', (line) => {
    if (line.type() === 'error' || /Content.Security.Policy|TrustedScript/i.test(line.text()))
      problems.push(line.text())
  })
  page.on('pageerror', (error) => problems.push(error.message))
  return problems
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** WCAG 2.2 AA and what it builds on. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe finds on the page as it is now: rule and element, one a line. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(`globalThis.axe ?? (()=>{${AXE}})()`)
  return await page.evaluate(async (tags) => {
    const { axe } = globalThis as any
    const { violations } = await axe.run(
      { exclude: ['[data-live-announcer]'] },
      { runOnly: { type: 'tag', values: tags } },
    )
    return violations.flatMap((rule: any) =>
      rule.nodes.map(
        (node: any) => `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1] ?? ''}`,
      ),
    )
  }, TAGS)
}

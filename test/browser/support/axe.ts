import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Violation {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[]
}

/** What axe finds on the page as it stands, serious and critical only: one line for each element. */
export async function axeFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(source)
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }).then((result) => result.violations)`,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `${impact} ${id} (${help}): ${target.join(' ')}\n    ${failureSummary.replaceAll('\n', '\n    ')}`,
      ),
    )
}

/** @throws Error that lists every serious or critical finding */
export async function checkAxe(page: Page): Promise<void> {
  const findings = await axeFindings(page)
  if (findings.length > 0) throw new Error(`axe on ${page.url()}:\n${findings.join('\n')}`)
}

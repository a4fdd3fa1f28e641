import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { type Portal, signInAs, visitor, writeSql } from '../support/index.ts'

const REFUSED = 'select psn_no, med_type\nfrom setl_d'
const USEFUL = `select year, count(distinct psn_no) as persons, avg(medfee_sumamt) as mean_cost
from setl_d
group by year`

/** The second half of the path in English, in the dark: a developer computes, an auditor checks. */
export async function pathEn(portal: Portal): Promise<void> {
  const receipt = await computes(portal)
  await audits(portal, receipt)
}

async function computes(portal: Portal): Promise<Buffer> {
  const developer = await visitor(portal, { language: 'en', theme: 'dark' })
  const { page, look } = developer
  await page.goto('/')
  await look('en-dark-sign-in')
  await signInAs(page, 'pharma')
  await look('en-dark-home-developer')
  await page.getByRole('link', { name: 'Contracts', exact: true }).click()
  await look('en-dark-contracts')
  await page.getByRole('link', { name: 'Zhejiang: settlements and visits' }).click()
  await page.getByRole('link', { name: 'Run a query', exact: true }).click()
  await page.locator('.cm-content').waitFor()

  await writeSql(page, REFUSED)
  const lesson = page.locator('.explain .why')
  await lesson.getByText('An identity column is not for grouping by').waitFor()
  await lesson.getByText('Line 1, column 8').waitFor()
  await lesson.getByText('minimum group 10 persons').waitFor()
  await lesson.getByText('Instead:').waitFor()
  expect(await page.locator('.cm-lintRange-error').first().textContent()).toBe('psn_no')
  await look('en-dark-workbench-refused')

  await writeSql(page, USEFUL)
  await page.getByText('This may run').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('cell', { name: '2025' }).waitFor({ timeout: 60_000 })
  await page.getByText('Chart', { exact: true }).click()
  await page.locator('.chart svg').waitFor()
  await look('en-dark-workbench-chart')

  await page.getByRole('link', { name: 'Open the run' }).click()
  await page.waitForURL(/\/runs\//)
  await look('en-dark-run')
  await page.getByRole('button', { name: /^Download/ }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Receipt file' }).click()
  const receipt = readFileSync(await (await waiting).path())
  await developer.close()
  return receipt
}

async function audits(portal: Portal, receipt: Buffer): Promise<void> {
  const auditor = await visitor(portal, { language: 'en', theme: 'dark', width: 1024, height: 768 })
  const { page, look } = auditor
  await signInAs(page, 'auditor')
  await look('en-dark-1024-home')
  await page.getByRole('link', { name: 'Verify a receipt' }).first().click()
  await page
    .getByTestId('receipt-file')
    .setInputFiles({ name: 'run.receipt.json', mimeType: 'application/json', buffer: receipt })
  await page.getByRole('status').getByText('The receipt is good').waitFor()
  await page.getByText('Signed by the log of this space').waitFor()
  await look('en-dark-1024-verify')
  await page.getByRole('link', { name: 'Evidence', exact: true }).first().click()
  await look('en-dark-1024-evidence')
  await auditor.close()
}

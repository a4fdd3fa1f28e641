import { expect } from 'vitest'
import { type Portal, signInAs, visitor } from '../support/index.ts'

/** The pages of the flow on a phone, in English and in the dark; one waiting contract is signed there. */
export async function flowNarrow(portal: Portal): Promise<void> {
  const bank = await visitor(portal, { width: 390, height: 844, language: 'en', theme: 'dark' })
  const { page, look } = bank
  await signInAs(page, 'bank-officer')
  await look('narrow-en-home-sign')
  await page.locator('main a[href^="/contracts/"]').first().click()
  await page.getByText('Waits for your signature').waitFor()
  await look('narrow-en-contract-signing')
  await page.getByRole('button', { name: 'Sign', exact: true }).click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.locator('.ant-btn-primary').isDisabled()).toBe(true)
  await dialog.getByRole('checkbox').check()
  await look('narrow-en-sign')
  await dialog.locator('.ant-btn-primary').click()
  await dialog.waitFor({ state: 'detached' })
  await page.locator('.life .now').getByText('Performance').waitFor()
  await look('narrow-en-contract')
  await bank.visit('/requests?view=out', 'narrow-en-requests')
  await page.locator('main a[href^="/requests/"]').first().click()
  await page.waitForURL(/\/requests\/[0-9a-f-]{36}$/)
  await look('narrow-en-room')
  await bank.visit('/approvals?view=chains', 'narrow-en-chains')
  await bank.visit('/approvals?view=delegations', 'narrow-en-delegations')
  await bank.visit('/notices', 'narrow-en-notices')
  await bank.visit('/projects', 'narrow-en-projects')
  await page.locator('main a[href^="/projects/"]').first().click()
  await page.waitForURL(/\/projects\//)
  await look('narrow-en-project')
  await bank.close()

  const officer = await visitor(portal, { width: 390, height: 844 })
  await signInAs(officer.page, 'js-officer')
  await officer.visit('/requests', 'narrow-zh-queue')
  await officer.visit('/notices', 'narrow-zh-notices')
  await officer.close()

  const operator = await visitor(portal, { width: 1024, height: 768 })
  await signInAs(operator.page, 'organiser')
  await operator.visit('/filings', 'zh-filings-empty')
  await operator.visit('/filings?state=active', 'zh-filings')
  await operator.page.locator('main a[href^="/contracts/"]').first().waitFor()
  await operator.close()
}

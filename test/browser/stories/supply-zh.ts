import { expect } from 'vitest'
import { type Portal, signInAs, visitor } from '../support/index.ts'

const TITLE = '基础信息与缴费记录治理（演练）'

/** 查得清 → 改得对：a steward makes a treatment, checks it, looks into a finding and repairs. */
export async function supplyZh(portal: Portal): Promise<void> {
  const steward = await visitor(portal)
  const { page, look } = steward
  await signInAs(page, 'sh-steward')
  await page.getByRole('link', { name: '质量检查', exact: true }).click()
  await page.getByRole('button', { name: '新建治理方案' }).first().click()
  const form = page.getByRole('dialog')
  await form.getByLabel('治理方案').fill(TITLE)
  await form.getByText('上海人员基本信息（合成）').waitFor()
  await form.getByRole('checkbox', { name: '有新版本落地后自动检查' }).uncheck()
  await look('zh-treatment-new')
  await form.getByRole('button', { name: /^新\s?建$/ }).click()
  await page.getByRole('heading', { name: TITLE, level: 1 }).waitFor()
  await look('zh-treatment')

  await page.getByRole('button', { name: '开始检查' }).click()
  await page.locator('main [role="progressbar"]').first().waitFor()
  await page.getByRole('link', { name: '打开报告' }).click()
  await page.locator('.chart svg').waitFor({ timeout: 60_000 })
  await page.getByRole('cell', { name: '完整性', exact: true }).first().waitFor()
  await look('zh-report')
  await page.locator('main .plain-button.link').first().click()
  const samples = page.getByRole('dialog')
  await samples.getByText('值已遮盖').waitFor()
  await samples.getByRole('cell').first().waitFor()
  await look('zh-report-samples')
  expect(await samples.textContent()).not.toMatch(/\d{17}[\dX]/)
  await page.keyboard.press('Escape')

  await page.getByRole('link', { name: '修正工作台' }).last().click()
  await page.getByRole('button', { name: '运行修正' }).click()
  const start = page.getByRole('dialog')
  await start.getByRole('radio', { name: /^修正/ }).check()
  await look('zh-repair-start')
  await start.getByRole('button', { name: '执行修正' }).click()
  await page.getByText('1 − (').first().waitFor({ timeout: 90_000 })
  // The arithmetic is on the page: what is still dirty and what went to quarantine, over what was scanned.
  await page
    .getByText(/^1 − \(\d+ \+ \d+\) ÷ \d+ = \d+\.\d{4} %$/)
    .first()
    .waitFor()
  await look('zh-repair')
  await steward.close()
}

import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { pick, type Portal, signInAs, visitor } from '../support/index.ts'

const PRODUCT = '上海市医保结算与就诊主题库（合成）'

/** New terms for a product: a template, a condition, a contradiction that is shown as a pair and taken back. */
export async function policy(portal: Portal): Promise<void> {
  const officer = await visitor(portal)
  const { page, look } = officer
  await signInAs(page, 'sh-officer')
  await page.getByRole('link', { name: '数据产品', exact: true }).click()
  // The page before may name the product too.
  await page.waitForURL(/\/products$/)
  await page.getByRole('link', { name: PRODUCT }).first().click()
  await page
    .getByRole('link', { name: /要约|条款|申请条件/ })
    .first()
    .click()
  const next = () => page.getByRole('button', { name: '下一步' }).click()
  await page
    .getByRole('combobox', { name: /的用途$/ })
    .first()
    .waitFor()
  await next()
  await page.getByLabel('有效期至').fill('2099-12-31')
  const text = page.getByRole('complementary', { name: '条款全文' })
  await text.getByText('至2099年12月31日当日终了止').waitFor()
  await text.getByText('ends at the end of 2099-12-31').waitFor()
  await look('zh-policy-basics')

  await page.getByRole('button', { name: /更多约定/ }).click()
  await insertTemplate(page, '使用后销毁')
  await text.getByText('使用方有义务删除；未履行的，须异常提醒，并补偿。').waitFor()

  const allowed = page.locator('.sentence.permission').first()
  await allowed.getByRole('button', { name: '加条件' }).click()
  await text.getByText('条件是使用次数不超过 100 次').waitFor()
  await condition(allowed, '使用频率')
  await text.getByText('条件是使用频率不超过每 1 小时 100 次').waitFor()

  // All that is permitted is prohibited: the pair is named, and the wizard does not go on.
  await page.getByRole('button', { name: '再加一条禁止' }).click()
  const forbidden = page.locator('.sentence.prohibition')
  for (const action of ['访问', '读取', '下载', '计算']) await pick(forbidden, '使用行为', action)
  await page.keyboard.press('Escape')
  const alert = page.getByRole('alert').filter({ hasText: '策略自相矛盾' })
  await alert.getByText('允许 1').waitFor()
  await alert.getByText('禁止 1').waitFor()
  await look('zh-policy-conflict')
  await next()
  await page.getByText('请先解决策略中的矛盾').waitFor()
  await forbidden.getByRole('button', { name: '删除此条' }).click()
  await alert.waitFor({ state: 'detached' })
  await look('zh-policy-builder')

  await next()
  await page.getByText('使用方有义务删除').first().waitFor()
  await look('zh-policy-summary')
  await page.getByRole('button', { name: '开放申请' }).click()
  await page.getByRole('heading', { name: PRODUCT, level: 1, exact: true }).waitFor()
  await page.getByText('允许访问、读取、下载、计算，条件是使用频率不超过每 1 小时 100 次。').waitFor()
  await look('zh-policy-offered')
  const { pathname } = new URL(page.url())
  await officer.close()
  await narrow(portal, pathname)
}

/** The builder at the width of a phone, in English and dark. */
async function narrow(portal: Portal, product: string): Promise<void> {
  const officer = await visitor(portal, { language: 'en', theme: 'dark', width: 390, height: 844 })
  const { page, look } = officer
  await signInAs(page, 'sh-officer')
  await page.goto(`${product}/offer`)
  await page
    .getByRole('combobox', { name: /^Level of/ })
    .first()
    .waitFor()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.getByRole('button', { name: /^More terms/ }).click()
  await page.getByText('The consumer is obliged to').first().waitFor()
  expect(await page.locator('.sentence').count()).toBeGreaterThan(1)
  await look('en-policy-narrow')
  await officer.close()
}

async function insertTemplate(page: Page, title: string): Promise<void> {
  await page.getByRole('button', { name: '插入模板' }).click()
  const dialog = page.getByRole('dialog')
  await pick(dialog, '模板', title)
  await dialog.getByRole('button', { name: /插\s*入/ }).click()
  await dialog.waitFor({ state: 'detached' })
}

const condition = (rule: Locator, operand: string): Promise<void> => pick(rule, '条件', operand)

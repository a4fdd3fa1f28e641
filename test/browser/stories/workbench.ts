import { expect } from 'vitest'
import { type Portal, signInAs, type Visitor, visitor, writeSql } from '../support/index.ts'

const MISTYPED = 'select gend, count(*) as n\nfrom setl_d\ngroup by gendr'
const BY_LEVEL =
  'select hosp_lv, gend, count(*) as n, avg(medfee_sumamt) as mean\nfrom setl_d\ngroup by hosp_lv, gend'

/** A developer at work: the schema and its levels, a mended mistake, a chart, a saved query, a preview, the budget. */
export async function workbench(portal: Portal): Promise<void> {
  const developer = await visitor(portal)
  const { page } = developer
  await signInAs(page, 'actuary')
  await page.goto('/workbench')
  await page.locator('.cm-content').waitFor()
  await schema(developer)
  await mends(developer)
  await computes(developer)
  await keeps(developer)
  await previews(developer)
  await compares(developer)
  await budget(developer)
  await verifies(developer)
  await developer.close()
}

async function schema({ page, look }: Visitor): Promise<void> {
  await page.getByText('列的级别').click()
  await page.locator('.schema .levels').getByText('只能与粗略的常量比大小').waitFor()
  expect(await page.locator('.schema .levels dt').count()).toBe(7)
  // The rules are told before anything was asked.
  await page.getByText('不论因为哪条规则').waitFor()
  await look('zh-workbench-schema')
}

async function mends({ page, look }: Visitor): Promise<void> {
  await writeSql(page, MISTYPED)
  await page.getByRole('button', { name: /^一键修改/ }).waitFor()
  await page.locator('.cm-lintRange-error').first().waitFor()
  await look('zh-workbench-fix')
  await page.getByRole('button', { name: /^一键修改/ }).click()
  await page.getByText('可以运行').waitFor()
  expect(await page.locator('.cm-content').innerText()).toContain('group by gend')
  await page.locator('.touched').getByText('setl_d.gend').waitFor()
  // Completion knows columns with their level, and the functions of the language.
  await page.locator('.cm-content').focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' quantile')
  await page.locator('.cm-tooltip-autocomplete').getByText('quantile_cont').waitFor()
  await look('zh-workbench-completion')
  await page.keyboard.press('Escape')
}

async function computes({ page, look }: Visitor): Promise<void> {
  await writeSql(page, BY_LEVEL)
  await page.getByText('可以运行').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.locator('.pane-right table.data').waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'n', exact: true }).click()
  const numbers = async () =>
    (await page.locator('.pane-right td:nth-child(3)').allTextContents()).map((text) =>
      Number(text.replaceAll(',', '')),
    )
  const up = await numbers()
  expect(up.length).toBeGreaterThan(1)
  expect(up).toEqual(up.toSorted((a, b) => a - b))
  await page.getByText('哪些不显示，为什么').click()
  await page.getByText('至少 10 名参保人').waitFor()
  await look('zh-workbench-sorted')
  await page.getByText('图', { exact: true }).click()
  await page.locator('.chart svg').waitFor()
  await look('zh-workbench-drawing')
}

async function keeps({ page, look }: Visitor): Promise<void> {
  await page.locator('.pane-left').getByText('查询', { exact: true }).click()
  await page.getByRole('button', { name: '保存当前查询' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill('各级医院费用')
  await dialog.locator('.ant-btn-primary').click()
  await dialog.waitFor({ state: 'detached' })
  await writeSql(page, 'select 1')
  await page.getByRole('button', { name: '各级医院费用', exact: true }).click()
  expect(await page.locator('.cm-content').innerText()).toContain('hosp_lv')
  await look('zh-workbench-saved')
}

async function previews({ page, look }: Visitor): Promise<void> {
  await page.locator('.pane-left').getByText('预览', { exact: true }).click()
  const table = page.locator('.pane-left li', { hasText: 'setl_d' })
  await table.getByRole('button', { name: /^生成预览/ }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('合成预览 Synthetic preview').waitFor({ timeout: 120_000 })
  expect(await drawer.locator('tbody tr').count()).toBe(20)
  await drawer.getByText(/^SYN-/).first().waitFor()
  await look('zh-workbench-preview')
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
}

async function compares({ page, look }: Visitor): Promise<void> {
  const answered = page.waitForResponse(
    (reply) => reply.url().endsWith('/api/runs') && reply.request().method() === 'POST',
    { timeout: 60_000 },
  )
  await page.getByRole('button', { name: '运行', exact: true }).click()
  await answered
  await page.getByRole('button', { name: /^历\s?史$/ }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('checkbox').first().waitFor()
  // Those of the preview stand between the two that are compared.
  const own = drawer.locator('section', { hasText: '未命名查询' }).getByRole('checkbox')
  await own.nth(0).check()
  await own.nth(1).check()
  await drawer.getByRole('button', { name: /^比\s?较$/ }).click()
  const compared = page.getByRole('dialog').filter({ hasText: '比较两次运行' })
  await compared.getByRole('columnheader', { name: 'n（较早）', exact: true }).waitFor()
  // The same query of the same data gives the same numbers.
  await compared
    .getByText(/^0(\.00)?%$/)
    .first()
    .waitFor()
  await look('zh-workbench-compare')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
}

async function budget({ page, look }: Visitor): Promise<void> {
  await page.goto('/projects')
  await page.locator('table.data a').first().click()
  await page.getByText('放行预算与历史').waitFor()
  await page.getByRole('meter', { name: '对个人的最大暴露' }).waitFor()
  await look('zh-project-budget')
}

async function verifies({ page, look }: Visitor): Promise<void> {
  await page.goto('/verification')
  await page.getByText('POST /api/verify/insured-type').first().waitFor()
  await look('zh-verification')
  await page.getByText('缴费月数档次', { exact: true }).first().click()
  await page.getByLabel('证件号码').fill('310101190001010013')
  await page.getByRole('button', { name: /^核\s?验$/ }).click()
  // Nobody of that number, and nobody who consented, look the same.
  await page.getByText('本次核验未获准').waitFor()
  await look('zh-verification-denied')
}

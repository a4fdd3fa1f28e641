import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { CONTEST_PROJECT } from '../../../src/demo/make/contest.ts'
import { pick, type Portal, signInAs, type Visitor, visitor } from '../support/index.ts'

/** A cold machine prepares the tables of the project, and a first cell waits for its interpreter. */
const LONG = 180_000

/** A team at work: a seat is opened, Python, SQL and a chart run in its notebook, an error teaches, nothing is lost. */
export async function seat(portal: Portal): Promise<void> {
  const lead = await visitor(portal)
  await signInAs(lead.page, 'team-a-lead')
  await opens(lead)
  await begins(lead)
  await computes(lead)
  await fails(lead)
  await limits(lead)
  await shares(portal, lead)
  await files(lead)
  await sleeps(lead)
  await lead.close()
}

async function opens({ page, look, visit }: Visitor): Promise<void> {
  await visit('/seats', 'zh-seats-empty')
  await page.getByRole('button', { name: '开设席位' }).first().click()
  const dialog = page.getByRole('dialog')
  await pick(dialog, '项目', CONTEST_PROJECT)
  await dialog.getByLabel('席位名称').fill('住院费用')
  await dialog.locator('.ant-btn-primary').click()
  await page.waitForURL(/\/seats\/[0-9a-f-]{36}$/, { timeout: LONG })
  await page.locator('.page-head .chip', { hasText: '运行中' }).waitFor({ timeout: LONG })
  await page.locator('.usage .bar').first().waitFor()
  await look('zh-seat')
  await page.getByRole('tab', { name: '数据表' }).click()
  await page.getByRole('cell', { name: /setl_d/ }).waitFor()
  await look('zh-seat-tables')
  await page.getByRole('link', { name: '打开笔记本' }).click()
}

/** The first notebook is made, and the watermark says who looks and when. */
async function begins({ page, look }: Visitor): Promise<void> {
  await page.getByText('从这里开始').waitFor()
  await look('zh-notebook-begin')
  await page.getByRole('button', { name: '新建空白笔记本' }).click()
  await page.getByText('这个笔记本还是空的').waitFor()
  expect(await watermark(page)).toMatch(/team-a-lead.*\d{4}-\d{2}-\d{2} \d{2}:\d{2}/s)
}

/** What the tile of the watermark says; it takes no pointer, and no text of it can be selected or read out. */
async function watermark(page: Visitor['page']): Promise<string> {
  const mark = page.locator('.watermark')
  expect(await mark.getAttribute('aria-hidden')).toBe('true')
  expect(await mark.innerText()).toBe('')
  const style = await styleOf(mark)
  expect(style).toMatchObject({ pointerEvents: 'none', position: 'fixed' })
  return decodeURIComponent(style.backgroundImage)
}

const cellAt = (page: Visitor['page'], place: number) => page.locator('.cell').nth(place)

async function addCell(page: Visitor['page'], language: string, source: string): Promise<void> {
  await page.locator('.add-cell').getByRole('button', { name: language }).click()
  await page.locator('.cell').last().locator('.cm-content').fill(source)
}

async function ran(page: Visitor['page'], place: number, word: string): Promise<void> {
  await cellAt(page, place).locator('.cell-state', { hasText: word }).waitFor({ timeout: LONG })
}

async function computes({ page, look }: Visitor): Promise<void> {
  await addCell(page, 'Python', 'import xinyu\nsetl = xinyu.table("setl_d")\nprint(len(setl))\nsetl.head(5)')
  await page.keyboard.press('Shift+Enter')
  await ran(page, 0, '完成')
  expect(await cellAt(page, 0).locator('tbody tr').count()).toBe(5)
  await cellAt(page, 0).getByText('表格不能复制').waitFor()
  // Shift + Enter made the next cell, with the cursor in it.
  await page.getByRole('combobox', { name: '第 2 个单元的语言' }).click()
  await page.locator('.ant-select-dropdown:visible').getByText('SQL 查询').click()
  await cellAt(page, 1)
    .locator('.cm-content')
    .fill('select gend, count(*) as n from setl_d group by gend order by n desc')
  await page.keyboard.press('Control+Enter')
  await ran(page, 1, '完成')
  await cellAt(page, 1).locator('th', { hasText: 'gend' }).waitFor()
  await addCell(page, 'Python', 'import matplotlib.pyplot as plt\n_.plot.bar(x="gend", y="n")\nplt.show()')
  await page.keyboard.press('Control+Enter')
  await ran(page, 2, '完成')
  const picture = cellAt(page, 2).locator('img.seat-image')
  expect(await picture.getAttribute('src')).toMatch(/^data:image\/(png|svg\+xml);base64,/)
  await addCell(page, '文字', '# 结论\n\n女性**更多**。<b>不是标记</b>')
  await page.keyboard.press('Control+Enter')
  await cellAt(page, 3).locator('.markdown strong').waitFor()
  await cellAt(page, 3).getByText('<b>不是标记</b>').waitFor()
  await look('zh-notebook')
}

/** An error shows the reader's own line; what is written is saved, and is there after a reload. */
async function fails({ page, look }: Visitor): Promise<void> {
  await addCell(page, 'Python', 'ratio = 1\nsetl["no_such_column"]')
  await page.keyboard.press('Control+Enter')
  await ran(page, 4, '出错')
  await cellAt(page, 4).locator('.own-line', { hasText: '第 2 行' }).waitFor()
  await cellAt(page, 4).locator('.cm-lintRange-error').waitFor()
  await page.locator('[data-saving="saved"]').waitFor()
  await look('zh-notebook-error')
  await page.reload()
  await ran(page, 4, '出错')
  expect(await cellAt(page, 0).locator('tbody tr').count()).toBe(5)
}

/** Rows are shown up to a limit and counted, and a table is neither selected nor copied. */
async function limits({ page }: Visitor): Promise<void> {
  const table = cellAt(page, 0).locator('.seat-table-box')
  expect((await styleOf(table)).userSelect).toBe('none')
  await page
    .locator('.view-meter')
    .getByText(/已查看 [1-9]/)
    .waitFor()
}

/** A colleague in the same notebook: seen, told of, and what both write is put together. */
async function shares(portal: Portal, lead: Visitor): Promise<void> {
  const member = await visitor(portal)
  await signInAs(member.page, 'team-a-dev')
  await member.page.goto(lead.page.url())
  await lead.page.locator('.people li').nth(1).waitFor()
  await cellAt(member.page, 1).locator('.cm-content').click()
  await member.page.keyboard.press('Control+End')
  await member.page.keyboard.type(' limit 2')
  await lead.page.locator('.cell').nth(1).getByText('limit').waitFor()
  await member.page.locator('[data-saving="saved"]').waitFor()
  await member.close()
}

async function files({ page, look }: Visitor): Promise<void> {
  await addCell(page, 'Python', 'setl.groupby("gend").size().to_csv("by_gender.csv")')
  await page.keyboard.press('Control+Enter')
  await ran(page, 5, '完成')
  await page.locator('.side-tabs').getByText('文件', { exact: true }).click()
  await page.getByRole('button', { name: 'by_gender.csv', exact: true }).waitFor()
  await page
    .getByRole('button', { name: /^预\s?检$/ })
    .first()
    .click()
  await page.locator('.side-tabs [role="status"]').waitFor({ timeout: LONG })
  await look('zh-notebook-files')
  const out = page.getByRole('link', { name: '申请带出' }).first()
  expect(await out.getAttribute('href')).toMatch(/^\/airlock\/new\?seat=[0-9a-f-]{36}&path=by_gender\.csv$/)
}

/** Put to sleep: files and notebook stay, and the page says that variables went. */
async function sleeps({ page, look }: Visitor): Promise<void> {
  await page.goto(page.url().replace(/\/notebook.*$/, ''))
  await page.getByRole('button', { name: /^休\s?眠$/ }).click()
  await page.getByRole('dialog').locator('.ant-btn-primary').click()
  await page.locator('.standing', { hasText: '席位在休眠' }).waitFor({ timeout: LONG })
  await look('zh-seat-asleep')
  await page.getByRole('link', { name: '打开笔记本' }).click()
  await page.getByRole('button', { name: /^唤\s?醒$/ }).click()
  await page.locator('.standing', { hasText: '席位在休眠' }).waitFor({ state: 'detached', timeout: LONG })
  expect(await page.locator('.cell').count()).toBeGreaterThanOrEqual(6)
  await look('zh-notebook-awake')
}

/** The same pages where there is little room, in the dark, in English; and the officer's pages on a tablet. */
export async function seatNarrow(portal: Portal): Promise<void> {
  const developer = await visitor(portal, { language: 'en', theme: 'dark', width: 390, height: 844 })
  await signInAs(developer.page, 'team-a-lead')
  await developer.visit('/seats', 'en-dark-390-seats')
  await developer.page.getByRole('link', { name: '住院费用', exact: true }).first().click()
  await developer.page.waitForURL(/\/seats\/[0-9a-f-]{36}$/)
  await developer.visit(`${new URL(developer.page.url()).pathname}/notebook`, 'en-dark-390-notebook')
  await developer.visit('/imports', 'en-dark-390-imports')
  await developer.close()
  const officer = await visitor(portal, { width: 820, height: 1180 })
  await signInAs(officer.page, 'duty')
  await officer.visit('/venue', 'zh-820-venue')
  await officer.visit('/venue?tab=terminals', 'zh-820-terminals')
  await officer.visit('/venue?tab=patrols', 'zh-820-patrols')
  await officer.close()
}

type Style = Record<'backgroundImage' | 'pointerEvents' | 'position' | 'userSelect', string>

/** How the browser draws an element. */
const styleOf = (what: Locator): Promise<Style> =>
  what.evaluate((element) => {
    const page = globalThis as unknown as { getComputedStyle(of: unknown): Style }
    const { backgroundImage, pointerEvents, position, userSelect } = page.getComputedStyle(element)
    return { backgroundImage, pointerEvents, position, userSelect }
  })

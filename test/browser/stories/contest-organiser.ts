import { expect } from 'vitest'
import { pick, type Portal, settled, signInAs, type Visitor, visitor } from '../support/index.ts'

/**
 * An organiser at the board of the demo's contest: extends a deadline with a reason, announces it, answers a question of
 * the public, and makes a contest of another form. Each of it is at once on the public pages.
 */
export async function contestOrganiser(portal: Portal): Promise<void> {
  const organiser = await visitor(portal)
  await signInAs(organiser.page, 'organiser')
  await organiser.visit('/contests', 'zh-contests')
  await organiser.page.getByRole('link', { name: '智慧医保大赛（演示）' }).click()
  await organiser.page.getByRole('heading', { name: '进展漏斗' }).waitFor()
  await organiser.look('zh-contest-board')
  const board = organiser.page.url()
  await extendsEntry(organiser, portal)
  await organiser.page.goto(board)
  await announces(organiser, portal)
  await answers(organiser, portal, board)
  await changes(organiser, portal, board)
  await makes(organiser, portal)
  await organiser.close()
}

/** The same pages for somebody else: narrow, dark, in English. */
export async function contestOrganiserNarrow(portal: Portal): Promise<void> {
  const narrow = await visitor(portal, { language: 'en', theme: 'dark', width: 390 })
  await signInAs(narrow.page, 'organiser')
  await narrow.visit('/contests', 'en-contests-narrow')
  await narrow.page.getByRole('link', { name: 'Smart medical insurance contest (demo)' }).click()
  await narrow.page.getByRole('heading', { name: 'How far it is' }).waitFor()
  await narrow.look('en-contest-board-narrow')
  const board = narrow.page.url()
  for (const part of ['scheme', 'posts', 'questions'])
    await narrow.visit(`${board}/${part}`, `en-contest-${part}-narrow`)
  await narrow.visit('/contests/new', 'en-contest-new-narrow')
  await narrow.close()
}

const front = async ({ address }: Portal, path: string) => (await fetch(`${address}/contest/${path}`)).text()

async function extendsEntry({ page, look }: Visitor, portal: Portal): Promise<void> {
  await page.getByRole('button', { name: '延期' }).first().click()
  const field = page.getByLabel(/^新的截止时间/)
  const was = await field.inputValue()
  const day = new Date(Date.parse(`${was}:00Z`) + 3 * 86_400_000).toISOString().slice(0, 16)
  await field.fill(day)
  await page.getByLabel('原因（参赛者会看到）').fill('应多支团队要求，报名延期三天')
  await look('zh-contest-extend')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^延\s*期$/ })
    .click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText(day.replace('T', ' ')).first().waitFor()
  expect(await front(portal, 'demo-2025/timetable')).toContain('应多支团队要求，报名延期三天')
}

async function announces({ page, look }: Visitor, portal: Portal): Promise<void> {
  await page.getByRole('link', { name: '公告', exact: true }).click()
  await page.getByRole('button', { name: '写公告' }).click()
  await page.getByLabel('中文标题').fill('报名延期三天')
  await page.getByLabel('英文标题').fill('Entry closes three days later')
  await page.getByLabel('中文正文').fill('应要求，报名**延期三天**。')
  await page.getByLabel('英文正文').fill('As asked, entry closes **three days** later.')
  await page.getByRole('button', { name: /^保\s*存$/ }).click()
  const row = page.getByRole('row', { name: /报名延期三天/ })
  await row.waitFor()
  expect(await front(portal, 'demo-2025/news')).not.toContain('报名延期三天')
  await row.getByRole('button', { name: /^发\s*布$/ }).click()
  await row.getByText('已发布').waitFor()
  await look('zh-contest-posts')
  expect(await front(portal, 'demo-2025/en/news')).toContain('Entry closes three days later')
}

async function answers({ page, look }: Visitor, portal: Portal, board: string): Promise<void> {
  await fetch(`${portal.address}/contest/demo-2025/questions`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ text: '决赛期间可以更换队员吗？我的电话是 13800000000' }),
  })
  await page.goto(board)
  await page.getByRole('link', { name: /答复 1 个提问/ }).click()
  await page.getByLabel('公布的问题（请删去个人信息）').fill('决赛期间可以更换队员吗？')
  await page.getByLabel('中文答复').fill('决赛名单公布后不能更换。')
  await look('zh-contest-questions')
  await page.getByRole('button', { name: '公布答复' }).click()
  await page.getByText('决赛名单公布后不能更换。').waitFor()
  const shown = await front(portal, 'demo-2025/questions')
  expect(shown).toContain('决赛名单公布后不能更换。')
  expect(shown).not.toContain('13800000000')
}

async function changes({ page, look }: Visitor, portal: Portal, board: string): Promise<void> {
  await page.goto(`${board}/scheme`)
  await settled(page)
  await look('zh-contest-scheme')
  await page.getByLabel('中文主题').fill('开放、融合、打通')
  await page.getByRole('button', { name: '保存方案' }).click()
  await pick(page.getByRole('dialog'), '原因', '更正笔误')
  await page.getByRole('dialog').getByRole('button', { name: '保存方案' }).click()
  await page.getByText('第 3 版').first().waitFor()
  expect(await front(portal, 'demo-2025')).toContain('开放、融合、打通')
  // Entry has begun: fewer members than announced is refused, with the place and the reason.
  await page.getByLabel('每队最多人数').fill('3')
  await page.getByRole('button', { name: '保存方案' }).click()
  await pick(page.getByRole('dialog'), '原因', '更正笔误')
  await page.getByRole('dialog').getByRole('button', { name: '保存方案' }).click()
  await page.getByText('报名开始后报名条件只能放宽').waitFor()
}

async function makes({ page, look }: Visitor, portal: Portal): Promise<void> {
  await page.goto('/contests/new')
  await page.getByText('海南形式').click()
  await page.getByLabel('中文名称').fill('数据要素大赛分赛（演示）')
  await page.getByLabel('英文名称').fill('Data contest, regional (demo)')
  await page.getByLabel('网址代码').fill('hainan-demo')
  await settled(page)
  await look('zh-contest-new')
  await page.getByRole('button', { name: '建立草稿' }).click()
  await page.getByText('这项大赛还是草稿').waitFor()
  expect((await fetch(`${portal.address}/contest/hainan-demo`)).status).toBe(404)
  await look('zh-contest-draft')
  await page.getByRole('button', { name: '公布大赛' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '公布大赛' }).click()
  await page.getByText('已公布').first().waitFor()
  expect(await front(portal, 'hainan-demo/divisions')).toContain('高校在校生专场')
}

import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { CONTEST_PROJECT } from '../../../src/demo/make/contest.ts'
import { type Client, demoClient } from '../../support/client.ts'
import { type Portal, settled, signInAs, type Visitor, visitor } from '../support/index.ts'

/** A cold machine prepares the tables of the project, and an inspection waits for its worker. */
const LONG = 180_000
const PATH = 'out/by_type.csv'
const TITLE = '各医疗类别的人次与费用'
const WORDS = '人数未取整：请按 5 取整。'

/** A count below the minimum group, which the machine stops; unrounded, which people return; and as they ask. */
const RAW = 'med_type,persons,mean\n11,412,1200\n12,7,3400\n21,233,15200\n'
const UNROUNDED = 'med_type,persons,mean\n11,412,1200\n21,233,15200\n'
const MENDED = 'med_type,persons,mean\n11,410,1200\n21,235,15200\n'

/** The only way out of a seat, on the screens of all who take part in it. */
export async function airlock(portal: Portal): Promise<void> {
  const team = await demoClient(portal.address, 'team-a-lead')
  const seatId = await opensSeat(team)
  await writes(team, seatId, RAW)
  const author = await visitor(portal)
  await signInAs(author.page, 'team-a-lead')
  const request = await asks(author, seatId)
  await describes(author)
  await writes(team, seatId, UNROUNDED)
  await mends(author)
  const one = await visitor(portal)
  const two = await visitor(portal)
  await signInAs(one.page, 'checker1')
  await signInAs(two.page, 'checker2')
  await returns(one, 'zh-airlock-check')
  await seesNothing(two, request)
  await returns(two)
  await writes(team, seatId, MENDED)
  await corrects(author, request)
  await approves(one)
  await approves(two)
  await releases(one, request)
  const run = await takes(author, request)
  await one.visit('/airlock/numbers', 'zh-airlock-numbers')
  await follows(portal, run, seatId)
  for (const each of [author, one, two]) await each.close()
}

async function opensSeat(team: Client): Promise<string> {
  const projects = await team.get<{ items: { id: string; title: string }[] }>('/projects')
  const projectId = projects.items.find(({ title }) => title === CONTEST_PROJECT)!.id
  const { id } = await team.post<{ id: string }>('/seats', { projectId, name: '席位 001' })
  for (let tries = 0; tries < LONG / 500; tries += 1) {
    if ((await team.get<{ state: string }>(`/seats/${id}`)).state === 'live') break
    await sleep(500)
  }
  await team.post(`/seats/${id}/enter`)
  return id
}

async function writes(team: Client, seatId: string, text: string): Promise<void> {
  const answer = await team.raw(`/seats/${seatId}/files?path=${encodeURIComponent(PATH)}`, {
    method: 'PUT',
    body: text,
    headers: { 'content-type': 'application/octet-stream' },
  })
  expect(answer.status, await answer.text()).toBeLessThan(300)
}

/** From the list to a draft that holds the file. */
async function asks({ page, look, visit }: Visitor, seatId: string): Promise<string> {
  await visit('/airlock', 'zh-airlock-empty')
  await page.goto(`/airlock/new?seat=${seatId}`)
  await page.getByLabel(PATH).check()
  await page.getByLabel('申请名称').fill(TITLE)
  await look('zh-airlock-new')
  await page.getByRole('button', { name: '取出文件并继续' }).click()
  await page.waitForURL(/\/airlock\/[0-9a-f-]{36}$/)
  await settled(page)
  return new URL(page.url()).pathname
}

/** Sending stays closed until the context is whole; the machine looks first, and names the cell. */
async function describes({ page, look }: Visitor): Promise<void> {
  const send = page.getByRole('button', { name: /^提交审核/ })
  expect(await send.getAttribute('aria-disabled')).toBe('true')
  await look('zh-airlock-draft')
  await page.getByLabel('展示什么').fill('各医疗类别的参保人数与次均费用，每行一个医疗类别')
  await page.getByLabel('怎样算出').fill('按医疗类别分组，人数为不同参保人数，费用为均值，单位元')
  await page.getByLabel('涉及参保人数').fill('652')
  await page.getByRole('combobox', { name: '人数所在的列' }).fill('persons')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1 }).click()
  await page.getByText(/情况齐全/).waitFor()
  await page.getByRole('button', { name: '先由机器检查' }).click()
  await page.locator('.airlock-findings li.no').first().waitFor({ timeout: LONG })
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await look('zh-airlock-findings')
}

/** The mended file takes the old one's place under the same words, and is sent. */
async function mends({ page, look }: Visitor): Promise<void> {
  await replaces(page)
  await page.getByRole('button', { name: /^提交审核/ }).click()
  await page.getByText('2 名审核员正在独立审核').waitFor({ timeout: LONG })
  await look('zh-airlock-review')
}

const opinion = (page: Visitor['page']) =>
  page.locator('section.card', { has: page.getByRole('heading', { name: '您的意见' }) })

/** By the keyboard: R, a usual reason, words, and the word on the file. */
async function returns({ page, look }: Visitor, picture?: string): Promise<void> {
  await page.goto('/airlock/queue')
  await page.getByText('独立审核：此处看不到其他审核员的意见').waitFor()
  await page.getByRole('button', { name: '查看文件' }).click()
  await page.locator('.airlock-look td').first().waitFor({ timeout: LONG })
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('r')
  await page.keyboard.press('Enter')
  await page.getByText('⊘ 需要修改').click()
  await page.getByLabel(`对 ${PATH} 的说明`).fill('第二列未取整')
  await opinion(page).getByRole('textbox').fill(WORDS)
  if (picture) await look(picture)
  await opinion(page).getByRole('button', { name: '提交意见' }).click()
  await page.getByText('没有等您审核的申请').waitFor()
}

/** What the colleague thinks shows nowhere to the one who has not decided. */
async function seesNothing({ page }: Visitor, request: string): Promise<void> {
  await page.goto(request)
  await page.getByRole('heading', { name: TITLE }).waitFor()
  await settled(page)
  const text = await page.locator('main').innerText()
  expect(text).toContain('审核中')
  for (const word of [WORDS, '第二列未取整', '计数未取整', '意见一致', '意见不一致'])
    expect(text).not.toContain(word)
}

async function replaces(page: Visitor['page']): Promise<void> {
  await page.getByRole('button', { name: '更换文件' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('.ant-btn-primary:not([disabled])').click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('尚未检查').waitFor()
}

/** Returned with the reasons of both, corrected, and sent again. */
async function corrects({ page, look }: Visitor, request: string): Promise<void> {
  await page.goto(request)
  await page.getByText('已退回修改').first().waitFor()
  await page.getByText(WORDS).first().waitFor()
  await look('zh-airlock-returned')
  await replaces(page)
  await page.getByRole('button', { name: /^再次提交/ }).click()
  await page.getByText('2 名审核员正在独立审核').waitFor({ timeout: LONG })
}

/** A and Enter. */
async function approves({ page }: Visitor): Promise<void> {
  await page.goto('/airlock/queue')
  await page.getByText('第 2 轮').waitFor()
  await page.getByRole('button', { name: '领取' }).click()
  await page.getByRole('button', { name: '退还' }).waitFor()
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('a')
  await opinion(page).getByRole('button', { name: '提交意见' }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('没有等您审核的申请').waitFor()
}

async function releases({ page, look }: Visitor, request: string): Promise<void> {
  await page.goto(request)
  await page.getByText('意见一致').waitFor()
  await look('zh-airlock-approved')
  await page.getByRole('button', { name: /^放\s*行$/ }).click()
  await page.getByText('已放行，可以下载').waitFor({ timeout: LONG })
}

/** The file, as it was checked, and its receipt. */
async function takes({ page, look }: Visitor, request: string): Promise<string> {
  await page.goto(request)
  await page.getByText('已放行，可以下载').waitFor()
  await look('zh-airlock-released')
  const link = page.getByRole('link', { name: '下载' })
  const [taken] = await Promise.all([page.waitForEvent('download'), link.click()])
  const chunks: Buffer[] = []
  for await (const chunk of await taken.createReadStream()) chunks.push(chunk as Buffer)
  expect(Buffer.concat(chunks).toString()).toBe(MENDED)
  return /runs\/([0-9a-f-]{36})\/file/.exec((await link.getAttribute('href'))!)![1]!
}

/** The auditor: the way of the file, the session again, a report. */
async function follows(portal: Portal, run: string, seatId: string): Promise<void> {
  const auditor = await visitor(portal)
  const { page, look, visit } = auditor
  await signInAs(page, 'auditor')
  await visit('/audit?kind=airlock.', 'zh-audit')
  await page.getByText('封存审核意见').first().waitFor()
  await visit(`/audit/story/${run}`, 'zh-audit-story')
  for (const moment of ['数据落地', '合约生效', '申请出域', '机器检查', '审核意见', '放行', '下载'])
    await page.locator('.audit-way b', { hasText: moment }).first().waitFor()
  await visit(`/audit/replay/${seatId}`, 'zh-audit-replay')
  const step = page.getByText(/^第 \d+ 步，共 \d+ 步/)
  await step.waitFor()
  await page.getByRole('button', { name: '前进一步' }).click()
  expect(await step.innerText()).toMatch(/^第 2 步/)
  await page.goto('/audit/reports')
  await page.getByText('日报').click()
  await page.getByRole('button', { name: /^生\s*成$/ }).click()
  await page.waitForURL(/\/audit\/reports\/[0-9a-f-]{36}$/)
  await look('zh-audit-report')
  await auditor.close()
}

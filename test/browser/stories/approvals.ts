import { expect } from 'vitest'
import { type Client, createClient, demoClient } from '../../support/client.ts'
import { pick, type Portal, settled, signInAs, type Visitor, visitor } from '../support/index.ts'

const PRODUCT = '上海市医保结算与就诊主题库（合成）'
const CHIEF = { login: 'sh-chief', name: '上海医保 分管领导 章程', secret: '黄昏的渡口边还亮着四盏渔灯' }

/**
 * A chain of two steps stands before an acceptance: department, then leader, who is away and has delegated to the
 * department. Nobody approves what was asked for by oneself; the last approval carries the acceptance out.
 */
export async function approvals(portal: Portal): Promise<void> {
  await invitesChief(portal)
  const officer = await visitor(portal)
  const steward = await visitor(portal)
  await signInAs(officer.page, 'sh-officer')
  await signInAs(steward.page, 'sh-steward')
  await setsChain(officer)
  await delegates(portal)
  const request = await asksFor(portal)
  await accepts(officer, request)
  await approves(steward)
  await officer.page.goto(request)
  await officer.page.getByText('双方已谈定条款').waitFor()
  await officer.look('zh-room-approved')
  await clearsChain(officer)
  await officer.close()
  await steward.close()
}

/** A second colleague with a role, as the administrator would invite one. */
async function invitesChief(portal: Portal): Promise<void> {
  const administrator = await demoClient(portal.address, 'sysadmin')
  const bodies = await administrator.get<{ items: { id: string; nameZh: string }[] }>(
    '/participants?limit=200',
  )
  const body = bodies.items.find(({ nameZh }) => nameZh.startsWith('上海市医疗保障局'))!
  const { token } = await administrator.post<{ token: string }>('/invitations', {
    participantId: body.id,
    login: CHIEF.login,
    displayName: CHIEF.name,
    roles: ['steward'],
  })
  await createClient(portal.address).post(`/invitations/${token}/accept`, { password: CHIEF.secret })
}

async function setsChain(officer: Visitor): Promise<void> {
  const { page, look } = officer
  await page.getByRole('link', { name: '内部审批', exact: true }).click()
  await page.getByText('没有等您审批的事项').waitFor()
  await look('zh-approvals-empty')
  await page.getByText('审批链', { exact: true }).click()
  const card = page.locator('section.card', { has: page.getByRole('heading', { name: '接受协商条款' }) })
  await card.getByRole('button', { name: /^修\s*改$/ }).click()
  for (const [place, [zh, en, who]] of [
    ['部门负责人', 'Head of department', '数据治理员 钱宜'],
    ['分管领导', 'Leader', CHIEF.name],
  ].entries()) {
    await card.getByRole('button', { name: '增加一步' }).click()
    const step = card.locator('fieldset').nth(place)
    await step.getByLabel('步骤名称（中文）').fill(zh!)
    await step.getByLabel('步骤名称（英文）').fill(en!)
    await pick(step, '审批人', who!)
    await page.keyboard.press('Escape')
  }
  await look('zh-chain-editor')
  await card.getByRole('button', { name: /^保\s*存$/ }).click()
  await card.getByText('分管领导').waitFor()
  await look('zh-chains')
}

/** The leader is away until tomorrow: the department decides in his place. */
async function delegates(portal: Portal): Promise<void> {
  const chief = createClient(portal.address)
  await chief.post('/session', { login: CHIEF.login, password: CHIEF.secret })
  const officer = await demoClient(portal.address, 'sh-officer')
  const users = await officer.get<{ items: { id: string; displayName: string }[] }>('/colleagues')
  const steward = users.items.find(({ displayName }) => displayName.includes('钱宜'))!
  await chief.post('/delegations', { toUserId: steward.id, until: Date.now() + 86_400_000 })
}

async function asksFor(portal: Portal): Promise<string> {
  const team: Client = await demoClient(portal.address, 'team-a-lead')
  const offers = await team.get<{ items: { id: string; productTitleZh: string }[] }>(
    '/offers?state=open&limit=200',
  )
  const offer = offers.items.find(({ productTitleZh }) => productTitleZh === PRODUCT)!
  const { id } = await team.post<{ id: string }>('/requests', {
    offerId: offer.id,
    purpose: 'contest_modelling',
    project: { title: '赛题：门诊慢病用药' },
    reason: '统计门诊慢病用药的人数与费用，用于参赛模型的特征。',
  })
  return `/requests/${id}`
}

/** The officer's acceptance goes to the department first; the officer cannot approve it too. */
async function accepts(officer: Visitor, request: string): Promise<void> {
  const { page, look } = officer
  await page.goto(request)
  await page.getByRole('button', { name: '接受条款' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: '接受条款' }).click()
  await page.getByText('本机构正在内部审批').waitFor()
  await page.getByRole('button', { name: '不能审批自己提出的事项' }).first().waitFor()
  await look('zh-room-approval')
}

async function approves(steward: Visitor): Promise<void> {
  const { page, look } = steward
  await page.goto('/')
  await settled(page)
  await page.locator('main a[href="/approvals"]').first().click()
  await page.getByText('接受协商条款正在审批').waitFor()
  await page.getByLabel('审批意见').fill('用途与范围合适。')
  await look('zh-approval-one')
  await page.getByRole('button', { name: /^同\s*意$/ }).click()
  // The second step: in the leader's place, and the record says so.
  await page.getByText('用途与范围合适。').locator('visible=true').last().waitFor()
  await page.locator('.approval-steps .approve').first().waitFor()
  await look('zh-approval-two')
  await page.getByRole('button', { name: /^同\s*意$/ }).click()
  await page.getByText('没有等您审批的事项').waitFor()
  await page.getByText('全部审批', { exact: true }).click()
  await page.getByText('已通过').first().waitFor()
  await look('zh-approvals-all')
}

/** Without steps one data officer decides again. */
async function clearsChain(officer: Visitor): Promise<void> {
  const { page } = officer
  await page.goto('/approvals?view=chains')
  const card = page.locator('section.card', { has: page.getByRole('heading', { name: '接受协商条款' }) })
  await card.getByRole('button', { name: /^修\s*改$/ }).click()
  for (let left = 2; left > 0; left--) await card.getByRole('button', { name: '去掉这一步' }).first().click()
  await card.getByRole('button', { name: /^保\s*存$/ }).click()
  await card.getByText('由一名数据专员直接决定').waitFor()
  expect(await card.locator('ol li').count()).toBe(0)
}

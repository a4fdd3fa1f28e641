import { expect } from 'vitest'
import { demoClient } from '../../support/client.ts'
import { pick, type Portal, settled, signInAs, type Visitor, visitor } from '../support/index.ts'

/** A word that only the planted person is known by. */
const KEY = 'ZX20260001'

/** The control room: the wall, an alert with its case, who is on duty, and the rules. */
export async function control(portal: Portal): Promise<void> {
  const duty = await visitor(portal, { width: 1920, height: 1080 })
  await signInAs(duty.page, 'duty')
  await wall(duty)
  await plants(portal)
  await roster(duty)
  await touches(portal)
  await follows(duty)
  await duty.close()
}

/** Full screen, dark, without the navigation. */
async function wall({ page, look }: Visitor): Promise<void> {
  await page.goto('/watch/wall')
  await page.getByRole('heading', { name: '控制室' }).waitFor()
  await page.getByText('存证日志').waitFor()
  await look('zh-wall')
  expect(await page.locator('.side').count()).toBe(0)
  expect(await page.locator('.wall-legend > span').count()).toBe(7)
}

/** The security officer registers a planted person and sees the rules. */
async function plants(portal: Portal): Promise<void> {
  const officer = await visitor(portal)
  const { page, look } = officer
  await signInAs(page, 'secofficer')
  await page.goto('/watch/rules')
  await page.getByRole('heading', { name: '触到预埋人员' }).waitFor()
  await page.getByLabel('名称').fill('预埋一号')
  await page.getByLabel('标识').fill(KEY)
  await page.getByRole('button', { name: /^登\s*记$/ }).click()
  await page.getByRole('cell', { name: '预埋一号' }).first().waitFor()
  expect(await page.locator('main').innerText()).not.toContain(KEY)
  await look('zh-watch-rules')
  await officer.close()
}

/** A shift from now on: the gap is gone, and the wall says who is there. */
async function roster({ page, look }: Visitor): Promise<void> {
  await page.goto('/watch/roster')
  await settled(page)
  await look('zh-watch-roster-empty')
  await pick(page, '值守员', '值守员 史安')
  const now = Date.now()
  await page.getByLabel('开始').fill(local(now - 60_000))
  await page.getByLabel('结束').fill(local(now + 4 * 3_600_000))
  await page.getByRole('button', { name: '加入排班' }).click()
  await page.getByRole('cell', { name: '值守员 史安' }).first().waitFor()
  await look('zh-watch-roster')
}

/** As a date field of the reader's zone takes it. */
const local = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16)

/** A developer asks for the planted person by name: refused or not, it is noticed. */
async function touches(portal: Portal): Promise<void> {
  const developer = await demoClient(portal.address, 'team-a-lead')
  const { items } = await developer.get<{ items: { id: string; state: string }[] }>('/contracts?limit=50')
  const contract = items.find(({ state }) => state === 'active')!
  await developer
    .post('/runs', {
      contractId: contract.id,
      kind: 'query',
      sql: `select count(*) as n from setl_d where med_type = '${KEY}'`,
    })
    .catch(() => null)
}

/** Taken, noted, the block lifted with its reason, closed. */
async function follows({ page, look }: Visitor): Promise<void> {
  await page.goto('/watch')
  await page
    .getByRole('link', { name: /预埋人员的标识出现/ })
    .first()
    .waitFor({ timeout: 30_000 })
  await look('zh-watch-alerts')
  await page.getByRole('link', { name: '处置', exact: true }).click()
  await page.getByRole('link', { name: '触到预埋人员' }).first().waitFor()
  await look('zh-watch-cases')
  await page.getByRole('link', { name: '触到预埋人员' }).first().click()
  await page.getByRole('button', { name: /^接\s*手$/ }).click()
  await page.getByText('处置中').waitFor()
  await page.getByLabel('写下做了什么、问了谁').fill('已电话核实：排练所用，不是真实的翻看。')
  await page.getByRole('button', { name: '添加记录' }).click()
  await page.getByText('已电话核实').first().waitFor()
  await look('zh-watch-case')
  const lift = page.getByRole('button', { name: '解除阻断' }).first()
  if ((await lift.count()) > 0) {
    await lift.click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').fill('已核实，属于排练')
    await dialog.locator('.ant-btn-primary').click()
    await dialog.waitFor({ state: 'detached' })
    await page
      .getByText(/已解除|正在解除/)
      .first()
      .waitFor()
  }
  await page.getByRole('button', { name: /^办\s*结$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('排练，无害')
  await dialog.locator('.ant-btn-primary').click()
  await page.getByText('已办结').first().waitFor()
}

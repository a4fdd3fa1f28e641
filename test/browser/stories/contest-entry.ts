import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { verifyReceipt } from '../../../src/safeguard/evidence/verifier/index.ts'
import { demoClient } from '../../support/client.ts'
import { type Portal, signInAs, type Visitor, visitor } from '../support/index.ts'

const PHONE = { width: 390, height: 844 } as const
const DAY_MS = 86_400_000

/** A contest that takes entries now, made by its organiser over the API. */
export async function openContest(portal: Portal, code: string): Promise<string> {
  const organiser = await demoClient(portal.address, 'organiser')
  const startAt = Date.now() - DAY_MS
  const { scheme } = await organiser.get<{ scheme: object }>(
    `/contests/examples/national-2024?startAt=${startAt}`,
  )
  const { id } = await organiser.post<{ id: string }>('/contests', { code, scheme })
  await organiser.post(`/contests/${id}/publish`)
  return id
}

/** Number, code on the screen, in. */
async function comeIn(
  { page }: Visitor,
  phone: string,
  look?: (name: string) => Promise<void>,
): Promise<void> {
  await page.getByRole('textbox', { name: '手机号' }).fill(phone)
  if (look) await look('enter-sign-in')
  await page.getByRole('button', { name: '获取验证码' }).click()
  const code = await page.locator('.my-code').textContent()
  await page.getByRole('textbox', { name: /验证码/ }).fill(code!.trim())
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

async function verifyName({ page }: Visitor, name: string, certno: string): Promise<void> {
  await page.getByRole('link', { name: '我的信息' }).click()
  await page.getByRole('textbox', { name: '证件上的姓名' }).fill(name)
  await page.getByRole('textbox', { name: '身份证件号码' }).fill(certno)
  await page.getByRole('button', { name: '核验' }).click()
  await page.getByText('已实名').waitFor()
}

/** Each member chooses its body and signs. */
async function takeSeat({ page }: Visitor, contest: string, name: string): Promise<void> {
  await page.goto(`/enter/contests/${contest}`)
  const own = page.locator('li[data-member]').filter({ hasText: name })
  await own.getByRole('combobox', { name: '所属单位' }).click()
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click()
  await own.getByRole('checkbox', { name: '在读学生' }).check()
  await own.getByRole('button', { name: '保存' }).click()
  const sign = page.getByRole('button', { name: '我已阅读并签署' })
  await sign.first().waitFor()
  for (let left = await sign.count(); left > 0; left -= 1) {
    await sign.first().click()
    await expect.poll(() => sign.count()).toBe(left - 1)
  }
}

/**
 * On two phones: a captain makes a team, invites, is joined, submits; the organiser asks for a supplement and admits; the
 * receipt verifies offline. People and numbers are made up.
 */
export async function contestEntry(portal: Portal): Promise<void> {
  const contest = await openContest(portal, 'browser-entry')
  const captain = await visitor(portal, PHONE)
  await captain.page.goto('/join/browser-entry')
  await captain.page.waitForURL((url) => url.pathname === '/enter/sign-in')
  await comeIn(captain, '19900009101', captain.look)
  await captain.page.waitForURL((url) => url.pathname === `/enter/contests/${contest}`)
  await captain.look('enter-contest')
  await captain.page.getByRole('textbox', { name: '队伍名称' }).fill('示例一队')
  await captain.page.getByRole('textbox', { name: '作品名称' }).fill('示例作品')
  await captain.page.getByRole('combobox', { name: '赛道' }).click()
  await captain.page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click()
  await captain.page.getByRole('button', { name: '建立队伍' }).click()
  await captain.page.getByText('填写中').first().waitFor()
  await captain.look('enter-draft')

  await verifyName(captain, '张示例', '310000199001010010')
  await captain.look('enter-me')
  await captain.page.goto(`/enter/contests/${contest}`)
  await captain.page.getByRole('textbox', { name: /统一社会信用代码/ }).fill('91350100M000100Y43')
  await captain.page.getByRole('textbox', { name: '单位', exact: true }).fill('示例大学')
  await captain.page.getByRole('button', { name: '添加单位' }).click()
  await captain.page.getByText('牵头单位').first().waitFor()
  await captain.page.getByRole('textbox', { name: '队员手机号' }).fill('19900009102')
  await captain.page.getByRole('textbox', { name: '姓名' }).fill('李示例')
  await captain.page.getByRole('button', { name: '邀请', exact: true }).click()
  await captain.page.getByText('已邀请，待答复').waitFor()

  const mate = await visitor(portal, PHONE)
  await mate.page.goto('/enter')
  await comeIn(mate, '19900009102')
  await mate.page.getByRole('button', { name: '加入队伍' }).waitFor()
  await mate.look('enter-invitation')
  await mate.page.getByRole('button', { name: '加入队伍' }).click()
  await mate.page.getByRole('link', { name: /示例一队/ }).waitFor()
  await verifyName(mate, '李示例', '310000199001010029')
  await takeSeat(mate, contest, '李示例')

  await takeSeat(captain, contest, '张示例')
  await captain.page.getByText('各项已齐备').waitFor()
  await captain.look('enter-complete')
  await captain.page.getByRole('button', { name: '提交报名' }).click()
  await captain.page.getByText('已提交，待审核').first().waitFor()
  await captain.look('enter-submitted')
  const download = captain.page.waitForEvent('download')
  await captain.page.getByRole('button', { name: '下载报名回执' }).click()
  const receipt = await readFile(await (await download).path())
  const officer = await demoClient(portal.address, 'organiser')
  const vkey = (await (await officer.raw('/evidence/key')).text()).trim()
  expect(verifyReceipt(receipt, { vkey }).ok).toBe(true)

  const organiser = await visitor(portal)
  await signInAs(organiser.page, 'organiser')
  await organiser.visit(`/contests/${contest}/entries`, 'contest-entries')
  await organiser.page.getByRole('button', { name: '示例一队' }).click()
  await organiser.page.getByRole('button', { name: '要求补正' }).waitFor()
  await organiser.look('contest-entry-drawer')
  await organiser.page.getByRole('button', { name: '要求补正' }).click()
  const ask = organiser.page.getByRole('dialog', { name: '要求补正' })
  await ask.getByRole('textbox', { name: '理由' }).fill('请补充作品简介。')
  await ask.getByRole('button', { name: '要求补正' }).click()
  await ask.waitFor({ state: 'detached' })

  await captain.page.reload()
  await captain.page.getByText('请补充作品简介。').waitFor()
  await captain.look('enter-supplement')
  await captain.page.getByRole('textbox', { name: '补正说明' }).fill('已补充。')
  await captain.page.getByRole('button', { name: '提交补正' }).click()
  await captain.page.getByText('已提交，待审核').first().waitFor()

  await organiser.page.goto(`/contests/${contest}/entries`)
  await organiser.page.getByRole('checkbox', { name: '选择 示例一队' }).check()
  await organiser.page.getByRole('button', { name: '录取', exact: true }).click()
  const admit = organiser.page.getByRole('dialog', { name: '录取' })
  await admit.getByRole('button', { name: '录取' }).click()
  await admit.waitFor({ state: 'detached' })
  await organiser.page.getByRole('button', { name: '批量导入' }).click()
  await organiser.page.getByRole('textbox', { name: '文件内容' }).fill('team,title\nx,y')
  await organiser.page.getByRole('button', { name: '检查' }).click()
  await organiser.page.getByText('列名或列数不对').waitFor()
  await organiser.look('contest-entries-import')
  await organiser.close()

  await captain.page.reload()
  await captain.page.getByRole('heading', { name: '接下来' }).waitFor()
  await captain.look('enter-admitted')
  await captain.close()
  await mate.close()

  const english = await visitor(portal, { ...PHONE, language: 'en', theme: 'dark' })
  await english.visit('/enter/sign-in', 'enter-sign-in-en')
  await english.close()
}

import { expect } from 'vitest'
import { pick, type Portal, settled, signInAs, type Visitor, visitor } from '../support/index.ts'

const PRODUCT = '浙江省医保结算与就诊主题库（合成）'
const NAME = '赛题：住院费用预测（跨系统）'
const SQL = `select hosp_lv, count(distinct psn_no) as persons, avg(medfee_sumamt) as mean_cost
from setl_d group by hosp_lv`

interface Both {
  /** The platform with its provider, and the consumer's own system. */
  readonly platform: Portal
  readonly consumer: Portal
}

/**
 * Two systems, each with its own portal: registered and admitted, one counter-offer, signatures, a use with receipts on
 * both sides, an end whose destruction both prove. Every click by the person whose work it is.
 */
export async function twoSystemsStory({ platform, consumer }: Both): Promise<void> {
  const lead = await visitor(consumer)
  const there = await visitor(platform)
  const security = await visitor(platform)
  const provider = await visitor(platform)
  await signInAs(lead.page, 'team-a-lead')
  await signInAs(there.page, 'team-a-lead')
  await signInAs(security.page, 'secofficer')
  await signInAs(provider.page, 'zj-officer')
  await registers(lead, there, consumer.address)
  await admits(security)
  await connects(lead, there, platform.address)
  await proposes(lead)
  await counters(provider)
  await accepts(lead)
  const hash = await signs(lead)
  const contract = await signsThere(provider, hash)
  await uses(lead)
  await proven(provider, contract)
  await ends(lead)
  await destroyed(provider, contract)
  for (const one of [lead, there, security, provider]) await one.close()
}

const button = (text: string): RegExp => new RegExp(`^${Array.from(text).join('\\s?')}$`)

/** The four items of the own system, carried to the platform by hand. */
async function registers(lead: Visitor, there: Visitor, address: string): Promise<void> {
  await lead.page.getByRole('link', { name: '跨系统连接', exact: true }).click()
  await lead.page.getByText('还没有连接任何平台').waitFor()
  await lead.look('zh-connector-empty')
  const fact = async (name: string) => {
    const row = lead.page
      .locator('dl.facts > div')
      .filter({ has: lead.page.locator('dt', { hasText: name }) })
    return (await row.locator('code').first().textContent())!.trim()
  }
  const { page } = there
  await page.goto('/connector')
  await page
    .getByRole('button', { name: button('登记连接器') })
    .first()
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('接入连接器标识（32位）').fill(await fact('接入连接器标识'))
  await dialog.getByLabel('地址').fill(address)
  await dialog.getByLabel('公钥', { exact: true }).fill(await fact('公钥'))
  await dialog.getByLabel('存证公钥').fill(await fact('存证公钥'))
  await dialog.locator('.ant-btn-primary').click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('等安全管理员准入').waitFor()
}

async function admits({ page, look }: Visitor): Promise<void> {
  await page.goto('/connector')
  await page.getByRole('button', { name: button('准入') }).click()
  await page.getByRole('button', { name: button('暂停') }).waitFor()
  await look('zh-connector-admitted')
}

/** The fingerprint is read at the platform itself, and written down here. */
async function connects(lead: Visitor, there: Visitor, address: string): Promise<void> {
  const { page } = lead
  await page.getByRole('button', { name: button('连接平台') }).click()
  const adding = page.getByRole('dialog')
  await adding.getByLabel('平台地址').fill(address)
  await adding.locator('.ant-btn-primary').click()
  await adding.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: button('核对指纹') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('对方告知的指纹').fill('0000')
  await dialog.locator('.ant-btn-primary').click()
  await dialog.getByText('所确认的指纹与对方现在出示的密钥不一致').waitFor()
  const row = there.page
    .locator('dl.facts > div')
    .filter({ has: there.page.locator('dt', { hasText: '密钥指纹' }) })
  await dialog.getByLabel('对方告知的指纹').fill((await row.locator('code').textContent())!)
  await lead.look('zh-connector-fingerprint')
  await dialog.locator('.ant-btn-primary').click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: '查找数据产品' }).waitFor()
}

async function proposes({ page, look }: Visitor): Promise<void> {
  await page.getByRole('link', { name: '查找数据产品' }).click()
  await page.getByLabel('关键词').fill('浙江')
  await page.getByText(PRODUCT).first().waitFor()
  await page.getByText('上海市医保结算与就诊主题库').waitFor({ state: 'detached' })
  await look('zh-remote-offers')
  await page.getByRole('button', { name: '看条件，提方案' }).click()
  await page.getByLabel('合约名称').fill(NAME)
  await pick(page, '用途', '大赛建模')
  await page.getByLabel('用途说明').fill('参赛作品需要按医院等级统计住院费用，训练费用预测模型。')
  await page.getByLabel('运行次数').fill('20')
  await look('zh-remote-proposal')
  await page.getByRole('button', { name: '发出方案' }).click()
  await page.getByRole('heading', { name: NAME, level: 1 }).waitFor()
  await page.getByText('方案已送达，等对方答复').waitFor()
  await look('zh-remote-waiting')
}

/** In the provider's own portal it is a request like any other. */
async function counters({ page }: Visitor): Promise<void> {
  await page.getByRole('link', { name: /^使用申请/ }).click()
  await page.getByRole('button', { name: /数愈/ }).first().click()
  await page.getByText('参赛作品需要按医院等级统计住院费用').first().waitFor()
  await page.keyboard.press('c')
  await page.waitForURL(/\/counter$/)
  await page.getByLabel('每份合约最多运行次数').fill('5')
  await page.locator('.differences').getByText('5 次').first().waitFor()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('为什么这样改').fill('先开放五次。')
  await page.getByRole('button', { name: '发送给对方' }).click()
  await page.waitForURL(/\/requests\/[0-9a-f-]{36}$/)
}

async function accepts({ page, look }: Visitor): Promise<void> {
  await page.getByText('请答复对方的方案').waitFor({ timeout: 30_000 })
  await page.getByRole('cell', { name: '5', exact: true }).waitFor()
  await look('zh-remote-countered')
  await page.getByRole('button', { name: button('接受') }).click()
  await page.getByText('双方条款一致，等双方签署').waitFor()
}

/** The hash was computed here; returns it. */
async function signs({ page, look }: Visitor): Promise<string> {
  await page.getByRole('button', { name: button('签署') }).click()
  const dialog = page.getByRole('dialog')
  const hash = (await dialog.getByText(/^[0-9a-f]{64}$/).textContent())!
  expect(await dialog.locator('.ant-btn-primary').isDisabled()).toBe(true)
  await dialog.getByRole('checkbox').check()
  await look('zh-remote-sign')
  await dialog.locator('.ant-btn-primary').click()
  await dialog.waitFor({ state: 'detached' })
  return hash
}

/** The provider sees the same hash in another system, and signs it there. Returns the contract's address. */
async function signsThere({ page, look }: Visitor, hash: string): Promise<string> {
  await page.getByRole('link', { name: '查看合约' }).first().click({ timeout: 30_000 })
  await page.waitForURL(/\/contracts\/[0-9a-f-]{36}$/)
  await page.getByRole('button', { name: button('签署') }).click()
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByText(/^[0-9a-f]{64}$/).textContent()).toBe(hash)
  await dialog.getByRole('checkbox').check()
  await dialog.locator('.ant-btn-primary').click()
  await dialog.waitFor({ state: 'detached' })
  await page.locator('.life .now').getByText('履行').waitFor()
  await look('zh-remote-contract-there')
  return new URL(page.url()).pathname
}

async function uses({ page, look }: Visitor): Promise<void> {
  await page.getByText('合约履行中').waitFor({ timeout: 30_000 })
  await page.getByLabel('结果名称').fill('按医院等级')
  await page.getByLabel('查询语句').fill('select psn_no from setl_d')
  await page.getByRole('button', { name: button('运行') }).click()
  await page.getByText('对方平台没有放行').waitFor({ timeout: 60_000 })
  await page.getByLabel('查询语句').fill(SQL)
  await page.getByRole('button', { name: button('运行') }).click()
  await page.getByText('对方回执已验证').waitFor({ timeout: 60_000 })
  await page.getByRole('columnheader', { name: 'mean_cost' }).waitFor()
  await page.getByText('使用与留存').waitFor({ timeout: 30_000 })
  await look('zh-remote-used')
}

/** What the consumer's system proved lies with the contract in the provider's portal. */
async function proven({ page, look }: Visitor, contract: string): Promise<void> {
  await page.goto(contract)
  await page.getByText('使用与留存').waitFor({ timeout: 30_000 })
  await page.getByText('对方出具').first().waitFor()
  await look('zh-remote-proof-there')
}

async function ends({ page, look }: Visitor): Promise<void> {
  await page.getByRole('button', { name: button('终止合约') }).click()
  const dialog = page.getByRole('dialog')
  await pick(dialog, '原因', '使用目的已达成')
  await dialog.getByRole('button', { name: button('终止合约') }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('合约已终止，留存的结果已销毁').waitFor()
  await page.getByText('已销毁', { exact: true }).first().waitFor()
  const proofs = page.getByRole('region', { name: '履约证明' })
  await proofs.getByRole('row', { name: /销毁.*本方出具/ }).waitFor({ timeout: 60_000 })
  await proofs.getByRole('row', { name: /销毁.*对方出具/ }).waitFor({ timeout: 60_000 })
  await look('zh-remote-ended')
}

async function destroyed({ page, look }: Visitor, contract: string): Promise<void> {
  await page.goto(contract)
  await settled(page)
  const proofs = page.getByRole('region', { name: '履约证明' })
  await proofs.getByRole('row', { name: /销毁.*对方出具/ }).waitFor({ timeout: 60_000 })
  expect(await proofs.getByText('已验证').count()).toBeGreaterThanOrEqual(3)
  await look('zh-remote-ended-there')
}

/** The pages of other systems on a phone, in English and dark. */
export async function twoSystemsNarrow({ consumer, platform }: Both): Promise<void> {
  const phone = { language: 'en', theme: 'dark', width: 390, height: 844 } as const
  const lead = await visitor(consumer, phone)
  await signInAs(lead.page, 'team-a-lead')
  await lead.visit('/connector', 'narrow-connector')
  await lead.page.getByRole('link', { name: NAME }).click()
  await lead.page.getByText('Ended: what was kept is destroyed').waitFor()
  await lead.look('narrow-remote-contract')
  await lead.close()
  const officer = await visitor(platform, phone)
  await signInAs(officer.page, 'secofficer')
  await officer.visit('/connector', 'narrow-connector-platform')
  await officer.close()
}

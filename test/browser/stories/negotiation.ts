import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { createClient } from '../../support/client.ts'
import { pick, type Portal, settled, signInAs, type Visitor, visitor, writeSql } from '../support/index.ts'

const PRODUCT = '江苏省医保结算与就诊主题库（合成）'
const PROJECT = '住院费用结构比较'

/**
 * One counter-offer, two signatures, counters that move while somebody looks, a pause, and an end by agreement whose
 * proof of destruction verifies: by an actuary and the data officers of the two bodies.
 */
export async function negotiation(portal: Portal): Promise<void> {
  const actuary = await visitor(portal)
  const consumer = await visitor(portal)
  const provider = await visitor(portal)
  await signInAs(actuary.page, 'actuary')
  await signInAs(consumer.page, 'insurer-officer')
  await signInAs(provider.page, 'js-officer')
  const room = await asks(actuary)
  await counters(provider)
  const contract = await agrees(consumer, room)
  await signs(consumer, provider, contract)
  await uses(actuary, consumer, contract)
  await pauses(provider, contract)
  await ends(provider, consumer, contract)
  await verifies(portal, consumer)
  await strangers(portal, contract, room)
  for (const one of [actuary, consumer, provider]) await one.close()
}

const next = ({ page }: Visitor): Promise<void> => page.getByRole('button', { name: '下一步' }).click()

/** The wizard, with fewer runs than offered; answers the address of the negotiation. */
async function asks(actuary: Visitor): Promise<string> {
  const { page, look } = actuary
  await page.getByRole('link', { name: '数据产品', exact: true }).click()
  await page.getByRole('link', { name: PRODUCT }).first().click()
  await page.getByRole('heading', { name: PRODUCT, level: 1 }).waitFor()
  await page.getByRole('link', { name: '申请使用' }).first().click()
  await look('zh-ask-terms')
  await next(actuary)
  await page.getByRole('radio', { name: '商保精算定价' }).check()
  await page.getByLabel('项目名称').fill(PROJECT)
  await page.getByLabel('申请理由').fill('比较各级医院住院费用的结构，只看统计表，供内部定价使用。')
  await next(actuary)
  await page.getByText('/ 100').waitFor()
  await look('zh-ask-risk')
  await next(actuary)
  await page.getByRole('radio', { name: '提出修改' }).check()
  await page.getByLabel('每份合约最多运行次数').fill('30')
  await page.locator('.differences').getByText('30 次').waitFor()
  await look('zh-ask-changes')
  await next(actuary)
  await look('zh-ask-text')
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.waitForURL(/\/requests\/[0-9a-f-]{36}$/)
  await page.getByText('等待 江苏省医疗保障局').waitFor()
  await look('zh-room-asked')
  return new URL(page.url()).pathname
}

/** From the queue, by its key: the provider changes one number more. */
async function counters(provider: Visitor): Promise<void> {
  const { page, look } = provider
  await page.getByRole('link', { name: /^使用申请/ }).click()
  await page
    .getByRole('button', { name: /示例人寿/ })
    .first()
    .click()
  await page.getByText('比较各级医院住院费用的结构').waitFor()
  await look('zh-queue-risk')
  await page.keyboard.press('c')
  await page.waitForURL(/\/counter$/)
  await page.getByLabel('每份合约最多运行次数').fill('20')
  await page.locator('.differences').getByText('20 次').waitFor()
  await look('zh-counter')
  await next(provider)
  await page.getByLabel('为什么这样改').fill('先按二十次试用，够用再续。')
  await look('zh-counter-send')
  await page.getByRole('button', { name: '发送给对方' }).click()
  await page.waitForURL(/\/requests\/[0-9a-f-]{36}$/)
  await page.getByText('等待 示例人寿').waitFor()
  await look('zh-room-countered')
}

/** The consumer's officer reads what changed, ticks, accepts; answers the contract's address. */
async function agrees(consumer: Visitor, room: string): Promise<string> {
  const { page, look } = consumer
  await page.goto('/')
  await settled(page)
  await page.locator(`main a[href="${room}"]`).click()
  await page.waitForURL((url) => url.pathname === room)
  await page.getByText('轮到本机构答复').waitFor()
  const changed = page.locator('.talk > li').last().locator('.differences')
  expect(await changed.textContent()).toContain('30 次 → 20 次')
  await look('zh-room-turn')
  await page.getByRole('button', { name: '接受条款' }).click()
  const dialog = page.getByRole('dialog')
  const accept = dialog.getByRole('button', { name: '接受条款' })
  expect(await accept.isDisabled()).toBe(true)
  await dialog.getByRole('checkbox').check()
  await look('zh-accept')
  await accept.click()
  await page.waitForURL(/\/contracts\/[0-9a-f-]{36}$/)
  return new URL(page.url()).pathname
}

/** Each reads, sees the same fingerprint, ticks and signs; the contract files itself and begins. */
async function signs(consumer: Visitor, provider: Visitor, contract: string): Promise<void> {
  const hashes: string[] = []
  const sign = async ({ page, look }: Visitor, name: string) => {
    await page
      .getByRole('button', { name: '签 署' })
      .or(page.getByRole('button', { name: '签署', exact: true }))
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('演示空间的签名，不具有法律效力').waitFor()
    hashes.push((await dialog.getByText(/^[0-9a-f]{64}$/).textContent()) ?? '')
    const button = dialog.locator('.ant-btn-primary')
    expect(await button.isDisabled()).toBe(true)
    await dialog.getByRole('checkbox').check()
    await look(name)
    await button.click()
    await dialog.waitFor({ state: 'detached' })
  }
  await consumer.page.getByText('等待本机构签署').waitFor()
  await consumer.look('zh-contract-signing')
  await sign(consumer, 'zh-sign')
  await consumer.page.getByText('等待对方签署').waitFor()
  await provider.page.goto(contract)
  await sign(provider, 'zh-sign-provider')
  await provider.page.locator('.life .now').getByText('履行').waitFor()
  expect(hashes[0]).toBe(hashes[1])
  await provider.look('zh-contract-active')
}

/** A run moves the counters on a page that stays open. */
async function uses(actuary: Visitor, consumer: Visitor, contract: string): Promise<void> {
  const id = contract.split('/').at(-1)!
  await consumer.page.goto(contract)
  await consumer.page.getByText('剩余 20 / 20').waitFor()
  const { page } = actuary
  await page.goto(`/workbench?contract=${id}`)
  await page.locator('.cm-content').waitFor()
  await writeSql(page, 'select count(*) as n from setl_d')
  await page.getByText('可以运行').waitFor()
  await page.getByRole('button', { name: '运行', exact: true }).click()
  await page.locator('.chip.ok', { hasText: '已放行' }).first().waitFor({ timeout: 60_000 })
  await consumer.page.getByText('剩余 19 / 20').waitFor()
  await consumer.page.reload()
  await consumer.look('zh-contract-used')
}

async function pauses(provider: Visitor, contract: string): Promise<void> {
  await provider.page.goto(contract)
  await reasons(provider, '暂停', '需要核查使用情况')
  await provider.page.getByText('合约已暂停').waitFor()
  await provider.look('zh-contract-paused')
  await reasons(provider, '恢复', '核查完毕，未见问题')
  await provider.page.locator('.life .now').getByText('履行').waitFor()
}

/** One proposes, the other agrees; what was derived is destroyed, and the proof verifies like any receipt. */
async function ends(provider: Visitor, consumer: Visitor, contract: string): Promise<void> {
  await reasons(provider, '提议终止', '项目已经完成')
  await provider.page.getByText('本机构已提议终止').waitFor()
  await consumer.page.goto(contract)
  await consumer.page.getByText('对方提议终止').waitFor()
  await consumer.look('zh-contract-proposed')
  await reasons(consumer, '同意终止', '双方已协商一致')
  await consumer.page.getByText('双方协商终止').waitFor()
  await consumer.page.goto(contract)
  await consumer.page.getByText('派生数据已销毁').waitFor()
  await consumer.look('zh-contract-over')
  const proof = await download(consumer, '销毁证明')
  expect(proof.toString('utf8')).toContain('contract.destroyed')
  expect((await download(consumer, '合约文本（PDF）')).subarray(0, 5).toString()).toBe('%PDF-')
  expect((await download(consumer, 'ODRL 文件')).toString('utf8')).toContain('"@context"')
  await consumer.page.getByRole('link', { name: '验证回执' }).click()
  await consumer.page
    .getByTestId('receipt-file')
    .setInputFiles({ name: 'destruction.json', mimeType: 'application/json', buffer: proof })
  await consumer.page.getByRole('status').getByText('回执有效').waitFor()
  await consumer.look('zh-destruction-verified')
  await consumer.page.goto(contract)
}

/** Anybody who holds the code, without a log-in: the real one, and one letter off. */
async function verifies(portal: Portal, consumer: Visitor): Promise<void> {
  await settled(consumer.page)
  const code = /code=([^&]+)/.exec(
    (await consumer.page.getByRole('link', { name: '验证码' }).getAttribute('href')) ?? '',
  )![1]!
  const anybody = await visitor(portal, { width: 390, height: 844 })
  await anybody.page.goto('/verify-contract')
  await anybody.look('narrow-verify-contract')
  await anybody.page.getByLabel('合约验证码').fill(code.replaceAll(/(.{4})(?=.)/g, '$1-').toLowerCase())
  await anybody.page.getByRole('button', { name: /^验\s*证$/ }).click()
  await anybody.page.getByText('合约真实，未被改动').waitFor()
  await anybody.look('narrow-verify-contract-good')
  const other = code.startsWith('A') ? 'B' : 'A'
  await anybody.page.getByLabel('合约验证码').fill(other + code.slice(1))
  await anybody.page.getByRole('button', { name: /^验\s*证$/ }).click()
  await anybody.page.getByText('没有这个验证码的合约').waitFor()
  await anybody.close()
}

/** A body that has no part in it is told what it would be told of an address that leads nowhere. */
async function strangers(portal: Portal, contract: string, room: string): Promise<void> {
  const bank = await visitor(portal)
  await signInAs(bank.page, 'bank-officer')
  const told: string[] = []
  for (const path of [
    contract,
    room,
    `/contracts/${crypto.randomUUID()}`,
    `/requests/${crypto.randomUUID()}`,
  ]) {
    await bank.page.goto(path)
    told.push((await bank.page.locator('main .why').first().textContent()) ?? '')
    expect(await bank.page.locator('main').textContent()).not.toContain('江苏')
  }
  const plain = told.map((text) => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '').trim())
  expect([plain[0], plain[1]]).toEqual([plain[2], plain[3]])
  await bank.close()
  // Without a log-in nothing of it is told either.
  const answer = await createClient(portal.address).raw(`/contracts/${contract.split('/').at(-1)}/timeline`)
  expect(answer.status).toBe(401)
}

async function download({ page }: Visitor, label: string): Promise<Buffer> {
  const waiting = page.waitForEvent('download')
  await page.getByRole('link', { name: label }).click()
  return readFileSync(await (await waiting).path())
}

async function reasons({ page }: Visitor, what: string, reason: string): Promise<void> {
  const name = new RegExp(`^${Array.from(what).join('\\s?')}$`)
  await page.getByRole('button', { name }).click()
  const dialog = page.getByRole('dialog')
  await pick(dialog, '原因', reason)
  await dialog.getByRole('button', { name }).click()
  await dialog.waitFor({ state: 'detached' })
}

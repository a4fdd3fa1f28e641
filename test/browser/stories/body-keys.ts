import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { demoClient } from '../../support/client.ts'
import { pick, type Portal, signInAs, type Visitor, visitor } from '../support/index.ts'

const PRODUCT = '江苏省医保结算与就诊主题库（合成）'

/**
 * A body registers a key that it keeps, signs a contract with it outside of the space, suspends that contract for
 * itself, and revokes the key.
 */
export async function bodyKeys(portal: Portal): Promise<void> {
  const officer = await visitor(portal)
  await signInAs(officer.page, 'insurer-officer')
  const key = await registers(officer)
  const id = await agreed(portal)
  await signsOutside(officer, id, key)
  await suspends(officer)
  await revokes(officer)
  await officer.close()
  await looksOnly(portal)
}

const signed = (key: KeyObject, text: string): string => sign(null, Buffer.from(text), key).toString('base64')

const textOf = async (dialog: Locator): Promise<string> =>
  (await dialog
    .locator('code')
    .filter({ hasText: /^xinyu / })
    .first()
    .textContent()) ?? ''

async function registers({ page, look }: Visitor): Promise<KeyObject> {
  const pair = generateKeyPairSync('ed25519')
  await page.getByRole('link', { name: '机构密钥', exact: true }).click()
  await page.getByText('由空间代本机构签名').waitFor()
  await look('zh-body-keys')
  await page.getByRole('button', { name: '登记自持密钥' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill('财务部密码机')
  const raw = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x!, 'base64url').toString('base64')
  await dialog.getByLabel('公钥').fill(raw)
  const register = dialog.locator('.ant-btn-primary')
  await dialog.getByLabel('对上面文字的签名').fill(signed(pair.privateKey, 'another text'))
  await register.click()
  await dialog.getByText('BODY_KEY_INVALID').waitFor()
  await look('zh-body-key-invalid')
  await dialog.getByLabel('对上面文字的签名').fill(signed(pair.privateKey, await textOf(dialog)))
  await register.click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('由本机构在外部签名').waitFor()
  await page.getByRole('row', { name: /财务部密码机/ }).waitFor()
  await look('zh-body-keys-own')
  return createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }))
}

/** A contract that waits for this body's signature. */
async function agreed(portal: Portal): Promise<string> {
  const asker = await demoClient(portal.address, 'insurer-officer')
  const offers = await asker.get<{ items: { id: string; productTitleZh: string }[] }>(
    '/offers?state=open&limit=200',
  )
  const { id } = await asker.post<{ id: string }>('/requests', {
    offerId: offers.items.find(({ productTitleZh }) => productTitleZh === PRODUCT)!.id,
    purpose: 'actuarial_pricing',
    project: { title: '自持密钥签署' },
    reason: '用本机构自持的密钥签署合约。',
  })
  const provider = await demoClient(portal.address, 'js-officer')
  const { contractId } = await provider.post<{ contractId: string }>(`/requests/${id}/approve`, {
    answer: '同意。',
  })
  return contractId
}

async function signsOutside({ page, look }: Visitor, id: string, key: KeyObject): Promise<void> {
  await page.goto(`/contracts/${id}`)
  await page.getByText('等待本机构签署').waitFor()
  await page.getByRole('button', { name: /^签\s*署$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('空间不代签').waitFor()
  await dialog.getByRole('checkbox').check()
  const button = dialog.locator('.ant-btn-primary')
  expect(await button.isDisabled()).toBe(true)
  await dialog.getByLabel('签名值').fill(signed(key, await textOf(dialog)))
  await look('zh-sign-outside')
  await button.click()
  await dialog.waitFor({ state: 'detached' })
  await page.locator('.life .now').getByText('履行').waitFor()
}

/** The consumer may stop its own use; to let it go on is the provider's. */
async function suspends({ page, look }: Visitor): Promise<void> {
  await page.getByRole('button', { name: /^暂\s*停$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('贵方不能自行恢复').waitFor()
  await pick(dialog, '原因', '需要核查使用情况')
  await look('zh-contract-suspend-own-use')
  await dialog.locator('.ant-btn-primary').click()
  await page.getByText('合约已暂停').waitFor()
  await page.getByRole('button', { name: '恢复只能由提供方办理' }).waitFor()
}

async function revokes({ page, look }: Visitor): Promise<void> {
  await page.goto('/body-keys')
  const row = page.getByRole('row', { name: /财务部密码机/ })
  await row.getByRole('button', { name: /^撤\s*销$/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('恢复由空间代签').waitFor()
  await look('zh-body-key-revoke')
  await dialog.locator('.ant-btn-primary').click()
  await row.getByText('已撤销').waitFor()
  await page.getByText('由空间代本机构签名').waitFor()
}

/** In English and dark, on a phone: a steward sees the keys and changes nothing. */
async function looksOnly(portal: Portal): Promise<void> {
  const steward = await visitor(portal, { language: 'en', theme: 'dark', width: 390, height: 844 })
  await signInAs(steward.page, 'sh-steward')
  await steward.page.goto('/body-keys')
  await steward.page.getByRole('heading', { name: 'Body keys', level: 1 }).waitFor()
  await steward.page.getByText('What they are for').waitFor()
  await steward.look('en-narrow-body-keys')
  expect(await steward.page.getByRole('button', { name: 'Register a key of our own' }).count()).toBe(0)
  await steward.close()
}

import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Pki } from '../../../src/safeguard/identity/certificate/pki.fixture.ts'
import { createClient, demoClient } from '../../support/client.ts'
import { type Portal, settled, visitor } from '../support/index.ts'

const LOGIN = 'keyholder'
const PASSWORD = '清晨的江面上飞过三只白鹭'

/** A user binds the certificate of a key, comes back with it and no password, and removes it. */
export async function certificateStory(portal: Portal, pki: Pki): Promise<void> {
  await invited(portal.address)
  await binds(portal, pki)
  await returns(portal, pki)
  await narrow(portal)
}

async function invited(address: string): Promise<void> {
  const administrator = await demoClient(address, 'sysadmin')
  const { items } = await administrator.get<{ items: { id: string; nameZh: string }[] }>('/participants')
  const { token } = await administrator.post<{ token: string }>('/invitations', {
    participantId: items[0]!.id,
    login: LOGIN,
    displayName: '数据开发 钥匙人',
    roles: ['developer'],
  })
  await createClient(address).post(`/invitations/${token}/accept`, { password: PASSWORD })
}

/** Downloads the text, signs it with openssl as the handbook says, and hands both files in. */
async function proves(page: Page, pki: Pki, confirm: string): Promise<void> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载', exact: true }).click(),
  ])
  const text = await readFile(await download.path(), 'utf8')
  expect(text).toBe(await page.getByLabel('要签名的文字').inputValue())
  await pki.sign('ukey', text)
  await page.getByLabel('选择证书文件').setInputFiles(pki.at('ukey.pem'))
  await page.getByLabel('选择签名文件').setInputFiles(pki.at('signature.bin'))
  await page.getByRole('button', { name: confirm, exact: true }).click()
}

async function binds(portal: Portal, pki: Pki): Promise<void> {
  const one = await visitor(portal)
  const { page, look } = one
  await page.goto('/sign-in')
  await page.getByLabel('登录名').fill(LOGIN)
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await page.goto('/account')
  await settled(page)
  await page.getByLabel('给证书起个名字').fill('办公室的 UKey')
  await page.getByRole('button', { name: '绑定证书' }).click()
  await page.getByRole('dialog').getByLabel('密码').fill(PASSWORD)
  await page.getByRole('dialog').getByRole('button', { name: '确认' }).click()
  await page.getByLabel('要签名的文字').waitFor()
  await page.getByText('怎样签名？').click()
  await look('zh-certificate-bind')
  await proves(page, pki, '确认绑定')
  await page.getByText('证书已绑定').waitFor()
  await page.getByText('CN=ukey').waitFor()
  await look('zh-certificate-bound')
  await one.close()
}

async function returns(portal: Portal, pki: Pki): Promise<void> {
  const one = await visitor(portal)
  const { page, look } = one
  await page.goto('/sign-in')
  await page.getByRole('button', { name: '用证书登录' }).click()
  await page.getByLabel('要签名的文字').waitFor()
  await look('zh-certificate-sign-in')
  // A wrong signature: the answer says nothing, and a new text stands there.
  const before = await page.getByLabel('要签名的文字').inputValue()
  await page.getByLabel('选择证书文件').setInputFiles(pki.at('ukey.pem'))
  await page.getByLabel('签名', { exact: true }).fill('AAAA')
  await page.locator('form').getByRole('button', { name: '登录', exact: true }).click()
  await page.getByText('证书登录没有通过').waitFor()
  await expect.poll(() => page.getByLabel('要签名的文字').inputValue()).not.toBe(before)
  await look('zh-certificate-refused')
  await proves(page, pki, '登录')
  await page.waitForURL((url) => url.pathname === '/')
  await page.goto('/account')
  await settled(page)
  const card = page.locator('.card').filter({ hasText: '登录证书' })
  await card.getByRole('button', { name: '移除', exact: true }).click()
  await page.getByRole('dialog').getByLabel('密码').fill(PASSWORD)
  await page.getByRole('dialog').getByRole('button', { name: '确认' }).click()
  await page.getByText('CN=ukey').waitFor({ state: 'detached' })
  await one.close()
}

async function narrow(portal: Portal): Promise<void> {
  const one = await visitor(portal, { language: 'en', theme: 'dark', width: 390, height: 844 })
  await one.page.goto('/sign-in')
  await one.page.getByRole('button', { name: 'Sign in with a certificate' }).click()
  await one.page.getByLabel('Text to sign').waitFor()
  await one.page.getByText('How do I sign it?').click()
  await one.look('en-dark-phone-certificate')
  await one.close()
}

import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { pick, type Portal, settled, signInAs, visitor } from '../support/index.ts'

const LOGIN = 'newcomer'
const NAME = '运营中心 数据开发 闻新'
const FIRST = '清晨的江面上飞过三只白鹭'
const SECOND = '傍晚的码头边停着两条旧船'

/** Two officers make one user: an account by the one, power by the other. Then the user's own account. */
export async function officers(portal: Portal): Promise<void> {
  const link = await invites(portal)
  await separates(portal)
  await grants(portal)
  const secret = await arrives(portal, link)
  await returns(portal, secret)
}

async function invites(portal: Portal): Promise<string> {
  const administrator = await visitor(portal)
  const { page, look } = administrator
  await signInAs(page, 'sysadmin')
  await look('zh-home-administrator')
  await page.getByRole('link', { name: '系统状态', exact: true }).click()
  await look('zh-system')
  await page.getByRole('link', { name: '主体', exact: true }).click()
  await look('zh-participants')
  await page.getByRole('link', { name: '用户与角色', exact: true }).click()
  await look('zh-users')
  await page.getByRole('button', { name: '邀请用户' }).click()
  const dialog = page.getByRole('dialog')
  await pick(dialog, '主体', '长三角医保数据运营中心')
  await dialog.getByLabel('姓名').fill(NAME)
  await dialog.getByLabel('登录名').fill(LOGIN)
  await look('zh-invite')
  await dialog.getByRole('button', { name: '生成邀请链接' }).click()
  const link = await dialog.getByLabel('邀请链接').inputValue()
  await look('zh-invited')
  await administrator.close()
  return link
}

/** 三员分立: the editor does not offer a second office, and the server does not take it either. */
async function separates(portal: Portal): Promise<void> {
  const security = await visitor(portal)
  const { page, look } = security
  await signInAs(page, 'secofficer')
  await openUser(page)
  const box = (name: string) => page.getByRole('checkbox', { name })
  await box('系统管理员').check()
  expect(await box('审计管理员').isDisabled()).toBe(true)
  expect(await box('安全管理员').isDisabled()).toBe(true)
  await page.getByText('不能与已选角色兼任').first().waitFor()
  await look('zh-role-editor')
  const id = new URL(page.url()).pathname.split('/').at(-1)!
  const answer = await page.evaluate<{ status: number; code: string }>(
    `fetch('/api/users/${id}/roles', {
      method: 'POST', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ roles: ['system_administrator', 'auditor'] }),
    }).then(async (answer) => ({ status: answer.status, code: (await answer.json()).code }))`,
  )
  expect(answer).toMatchObject({ code: 'ROLES_SEPARATED' })
  expect(answer.status).toBeLessThan(500)
  await security.close()
}

async function grants(portal: Portal): Promise<void> {
  const administrator = await visitor(portal)
  const { page } = administrator
  await signInAs(page, 'sysadmin')
  await openUser(page)
  await page.getByRole('checkbox', { name: '开发者' }).check()
  await page.getByRole('button', { name: '保存角色' }).click()
  await page.getByText('变更角色').first().waitFor()
  await administrator.close()
}

/** Accepts in a fresh profile, comes in by password, and sets up one-time codes. */
async function arrives(portal: Portal, link: string): Promise<string> {
  const newcomer = await visitor(portal)
  const { page, look } = newcomer
  await page.goto(new URL(link).pathname)
  await look('zh-invitation')
  await page.getByLabel('设置密码').fill(FIRST)
  await page.getByRole('button', { name: '接受并设置密码' }).click()
  await page.getByRole('link', { name: '去登录' }).click()
  await signsIn(page, FIRST)
  await page.goto('/account')
  await settled(page)
  await page.getByRole('button', { name: '设置', exact: true }).click()
  await page.getByRole('dialog').getByLabel('密码').fill(FIRST)
  await page.getByRole('dialog').getByRole('button', { name: '确认' }).click()
  await page.locator('svg.qr').waitFor()
  const secret = (await page
    .locator('p code')
    .filter({ hasText: /^[A-Z2-7]{32}$/ })
    .textContent())!
  await look('zh-account-totp')
  await page.getByLabel('6 位动态码').fill(codeOf(secret, 0))
  await page.getByRole('button', { name: '确认', exact: true }).click()
  await page.getByText('请立即保存恢复码').waitFor()
  await look('zh-account-codes')
  await page.getByRole('button', { name: '我已保存' }).click()
  await page.getByText('已启用').waitFor()
  await newcomer.close()
  return secret
}

/** Password and code; changes the password, which ends the other sessions; ends one by hand. */
async function returns(portal: Portal, secret: string): Promise<void> {
  const one = await visitor(portal)
  await one.page.goto('/sign-in')
  await one.page.getByLabel('登录名').fill(LOGIN)
  await one.page.getByLabel('密码', { exact: true }).fill(FIRST)
  await one.page.getByRole('button', { name: '登录', exact: true }).click()
  await one.page.getByLabel('动态码或恢复码').fill('000000')
  await one.page.getByRole('button', { name: '确认' }).click()
  await one.page.locator('.why').waitFor()
  await one.look('zh-second-factor')
  await one.page.getByLabel('动态码或恢复码').fill(codeOf(secret, 1))
  await one.page.getByRole('button', { name: '确认' }).click()
  await one.page.waitForURL((url) => url.pathname === '/')
  await one.page.goto('/account')
  await one.look('zh-account')
  const others = one.page.getByRole('button', { name: '退出', exact: true })
  const before = await others.count()
  expect(before).toBeGreaterThan(0)
  await others.first().click()
  await expect.poll(() => others.count(), { timeout: 10_000 }).toBe(before - 1)

  await one.page.getByLabel('当前密码').fill(FIRST)
  await one.page.getByLabel('新密码').fill(SECOND)
  await one.page.getByRole('button', { name: '修改密码' }).click()
  await one.page.getByText('密码已修改').waitFor()
  await one.look('zh-account-changed')
  await one.close()
}

/** The code of this half minute, or of the next, which the server takes too: a code counts once only. */
const codeOf = (secret: string, steps: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })

async function signsIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('登录名').fill(LOGIN)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await settled(page)
}

async function openUser(page: Page): Promise<void> {
  await page.getByRole('link', { name: '用户与角色', exact: true }).click()
  await pick(page, '主体', '长三角医保数据运营中心')
  // Names are masked in the list; who was invited and has not come yet is found by the state.
  await page.getByRole('row').filter({ hasText: '已邀请' }).getByRole('link').click()
  await page.getByRole('button', { name: '显示姓名（留痕）' }).click()
  await page.getByRole('heading', { name: NAME, level: 1 }).waitFor()
  await settled(page)
}

import { type Portal, signInAs, type Visitor, visitor } from '../support/index.ts'

/** Each kind of page on a phone: as wide as the screen, and reached by the drawer. `look` measures the width. */
export async function narrow(portal: Portal): Promise<void> {
  const officer = await visitor(portal, { width: 390, height: 844 })
  await officer.page.goto('/')
  await officer.look('narrow-sign-in')
  await signInAs(officer.page, 'js-officer')
  await officer.look('narrow-home')
  await drawer(officer, '数据资源', '/datasets')
  await officer.look('narrow-list')
  await first(officer, '/datasets/')
  await officer.look('narrow-record')
  await officer.visit('/products/new', 'narrow-wizard')
  await drawer(officer, '使用申请', '/requests')
  await officer.look('narrow-queue')
  await officer.visit('/account', 'narrow-account')
  await officer.close()

  const developer = await visitor(portal, { width: 390, height: 844, language: 'en' })
  await signInAs(developer.page, 'actuary')
  await drawer(developer, 'Workbench', '/workbench')
  await developer.page.locator('.cm-content').waitFor()
  await developer.look('narrow-workbench')
  await drawer(developer, 'Verification', '/verification')
  await developer.look('narrow-verification')
  await drawer(developer, 'Runs', '/runs')
  await first(developer, '/runs/')
  await developer.look('narrow-run')
  await drawer(developer, 'Contracts', '/contracts')
  await first(developer, '/contracts/')
  await developer.look('narrow-contract')
  await drawer(developer, 'Verify a receipt', '/verify')
  await developer.look('narrow-verify')
  await developer.close()

  const administrator = await visitor(portal, { width: 390, height: 844, theme: 'dark' })
  await signInAs(administrator.page, 'sysadmin')
  await drawer(administrator, '系统状态', '/system')
  await administrator.look('narrow-system')
  await drawer(administrator, '用户与角色', '/users')
  await administrator.look('narrow-users')
  await drawer(administrator, '存证', '/evidence')
  await administrator.look('narrow-evidence')
  await administrator.close()
}

async function drawer({ page }: Visitor, name: string, path: string): Promise<void> {
  await page.locator('.burger').click()
  await page.getByRole('dialog').getByRole('link', { name }).first().click()
  await page.waitForURL((url) => url.pathname === path)
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** The first record of the list. */
async function first({ page }: Visitor, under: string): Promise<void> {
  await page.locator(`main a[href^="${under}"]`).first().click()
  await page.waitForURL((url) => url.pathname.startsWith(under))
}

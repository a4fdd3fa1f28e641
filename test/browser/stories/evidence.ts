import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { type Portal, settled, signInAs, visitor } from '../support/index.ts'

/** From the timeline to a proof worked out in the browser; two officers then change the key, and the receipt stays good. */
export async function evidence(portal: Portal): Promise<void> {
  const receipt = await auditorLooks(portal)
  await outsiderChecks(portal, receipt)
  await officersRotate(portal)
  await outsiderChecks(portal, receipt)
}

async function auditorLooks(portal: Portal): Promise<Buffer> {
  const auditor = await visitor(portal)
  const { page, look } = auditor
  await signInAs(page, 'auditor')
  await page.goto('/evidence')
  await look('zh-evidence-timeline')
  // By the keyboard alone: the last bar, taken by Enter, narrows the list.
  await page.locator('.density-bars button').last().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.searchParams.has('from') && url.searchParams.has('to'))
  await page.getByRole('button', { name: '看全部时间' }).click()
  await page.waitForURL((url) => !url.searchParams.has('from'))
  await settled(page)

  await page.locator('table.data a.leaf').first().click()
  await settled(page)
  await page.getByRole('button', { name: '在浏览器里重算' }).click()
  await page.getByText('算到了树根，与服务器说的相同').waitFor()
  await page.getByText('这个树根在签名的检查点上').waitFor()
  await page.locator('.proof-tree .root').focus()
  await look('zh-evidence-entry')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '下载回执' }).click(),
  ])
  // Its file goes with the browser's profile.
  const receipt = await readFile(await file.path())

  await page.goto('/evidence/checkpoints')
  await settled(page)
  await page.locator('table.data a[href*="/checkpoints/"]').first().click()
  await page.getByText('这个树根在签名的检查点上').waitFor()
  await look('zh-evidence-checkpoint')
  // The log of a demo is some minutes old: two of its sizes stand for two days.
  await page.goto('/evidence/consistency?from=3')
  await page.getByRole('button', { name: '在浏览器里重算' }).click()
  await page.getByText('成立：旧的一条没动，只增加了新的').waitFor()
  await look('zh-evidence-consistency')
  await auditor.close()
  return receipt
}

/** Without log-in: the receipt, and what anyone may see of the log. */
async function outsiderChecks(portal: Portal, receipt: Buffer): Promise<void> {
  const outsider = await visitor(portal)
  const { page, look } = outsider
  await page.goto('/open')
  await settled(page)
  await page
    .getByTestId('receipt-file')
    .setInputFiles({ name: 'receipt.json', mimeType: 'application/json', buffer: receipt })
  await page.getByText('回执有效').waitFor()
  await page.getByText('由本空间的存证日志签名').waitFor()
  await look('zh-open-verify')
  await page.getByRole('link', { name: '多方见证存证' }).click()
  await settled(page)
  expect(await page.locator('main').textContent()).not.toContain('区块链')
  await outsider.close()
}

async function officersRotate(portal: Portal): Promise<void> {
  const security = await visitor(portal)
  await signInAs(security.page, 'secofficer')
  await security.page.goto('/keys')
  await security.look('zh-keys')
  await security.page
    .getByRole('row')
    .filter({ hasText: '存证日志签名' })
    .getByRole('button', { name: '申请轮换' })
    .click()
  const dialog = security.page.getByRole('dialog')
  await dialog.getByLabel('补充说明').fill('到了轮换周期')
  await dialog.getByRole('button', { name: '提交申请' }).click()
  await security.page.getByText('待决定').waitFor()
  await security.close()

  const administrator = await visitor(portal)
  await signInAs(administrator.page, 'sysadmin')
  await administrator.page.goto('/keys')
  await administrator.page.getByRole('button', { name: '同意', exact: true }).click()
  const decision = administrator.page.getByRole('dialog')
  await decision.getByLabel('补充说明').fill('已核对申请和影响')
  await decision.getByRole('button', { name: '同意', exact: true }).click()
  await administrator.page.getByText('已执行').waitFor()
  await administrator.page.getByText('已轮换').first().waitFor()
  await administrator.close()
}

/** Each page of the evidence in English, dark, on a phone. */
export async function evidenceNarrow(portal: Portal): Promise<void> {
  const phone = await visitor(portal, { language: 'en', theme: 'dark', width: 390, height: 844 })
  await signInAs(phone.page, 'secofficer')
  const places = {
    timeline: '/evidence',
    entry: '/evidence/5',
    checkpoints: '/evidence/checkpoints',
    consistency: '/evidence/consistency?from=3',
    witnesses: '/evidence/witnesses',
    verify: '/verify',
    keys: '/keys',
    retention: '/retention',
  }
  for (const [name, path] of Object.entries(places)) await phone.visit(path, `en-phone-evidence-${name}`)
  await phone.close()
}

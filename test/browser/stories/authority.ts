import { expect } from 'vitest'
import { pick, type Portal, signInAs, visitor } from '../support/index.ts'

const TEAM = '赛队「数愈」（示例大学）'

/** An authority granted further, its paper kept, taken on from a phone, and withdrawn: the chain shows each. */
export async function authority(portal: Portal): Promise<void> {
  const operator = await visitor(portal)
  await signInAs(operator.page, 'organiser')
  const { page } = operator
  await page.getByRole('link', { name: '授权运营', exact: true }).click()
  await page.getByText('江苏省').first().waitFor()
  await operator.look('zh-authorities')

  // The link from Jiangsu has nobody below it yet.
  const jiangsu = page.locator('.card', { hasText: '江苏省' })
  await jiangsu.getByRole('link', { name: '查看' }).first().click()
  await page.getByRole('link', { name: '往下授权' }).click()
  await pick(page, '被授权方', TEAM)
  await operator.look('zh-authority-who')
  await page.getByRole('button', { name: '下一步' }).click()
  await operator.look('zh-authority-scope')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByLabel('截止日').fill('2099-01-01')
  await page.getByText('按收入分成').click()
  await page.getByLabel('分成比例（%）').fill('5')
  await operator.look('zh-authority-terms')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '发出授权' }).click()
  // Nothing beyond the link above.
  await page.getByText('下级授权不能超出上级').first().waitFor()
  await operator.look('zh-authority-beyond')
  await page.getByRole('button', { name: '上一步' }).click()
  await page.getByLabel('截止日').fill(nextYear())
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '发出授权' }).click()
  await page.getByText('待接受').first().waitFor()
  // Off the button that now stands where the last click was.
  await page.mouse.move(0, 0)
  await page.locator('input[type=file]').setInputFiles({
    name: '二级授权协议.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.7\n% synthetic agreement'),
  })
  await page.getByRole('link', { name: '二级授权协议.pdf' }).waitFor()
  await operator.look('zh-authority-offered')

  const team = await visitor(portal, { width: 390, height: 844 })
  await signInAs(team.page, 'team-a-lead')
  await team.visit('/authorities?view=waiting', 'zh-narrow-authorities')
  await team.page.locator('.chain-link').getByRole('link', { name: '查看' }).last().click()
  await team.page.getByRole('button', { name: '接受', exact: true }).click()
  const dialog = team.page.getByRole('dialog')
  await dialog.getByRole('button', { name: '接受', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  await team.page.locator('.chain-link.live.current').waitFor()
  // Fees of the link above are not theirs to see; their own are.
  expect(await team.page.getByText('收入的 5%').count()).toBeGreaterThan(0)
  await team.look('zh-narrow-authority')

  await page.reload()
  await page.getByRole('button', { name: '撤回', exact: true }).click()
  const why = page.getByRole('dialog')
  await pick(why, '原因', '法规或方案调整')
  await why.getByRole('button', { name: '撤回', exact: true }).click()
  await why.waitFor({ state: 'detached' })
  await page.locator('.chain-link.over.current').waitFor()
  await operator.look('zh-authority-withdrawn')
  await operator.close()
  await team.close()

  const auditor = await visitor(portal, { language: 'en', theme: 'dark' })
  await signInAs(auditor.page, 'auditor')
  await auditor.visit('/authorities', 'en-dark-authorities')
  await auditor.close()
}

function nextYear(): string {
  const date = new Date()
  date.setFullYear(date.getFullYear() + 1)
  return date.toISOString().slice(0, 10)
}

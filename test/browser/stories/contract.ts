import { expect } from 'vitest'
import { pick, type Portal, signInAs, type Visitor, visitor, writeSql } from '../support/index.ts'

const PRODUCT = '浙江省医保结算与就诊主题库（合成）'
const FEW = `select count(distinct psn_no) as persons, avg(medfee_sumamt) as mean_cost
from setl_d
where year = '1999'`

/** Suspended, resumed and ended by the provider; what the developer is shown each time. */
export async function contract(portal: Portal): Promise<void> {
  const officer = await visitor(portal)
  const developer = await visitor(portal)
  await signInAs(officer.page, 'zj-officer')
  await signInAs(developer.page, 'pharma')
  await officer.page.getByRole('link', { name: '数字合约', exact: true }).click()
  await officer.page.getByRole('link', { name: PRODUCT }).first().click()
  await officer.page.getByRole('heading', { name: PRODUCT, level: 1 }).waitFor()
  const id = new URL(officer.page.url()).pathname.split('/').at(-1)!
  const bench = developer.page
  await bench.goto(`/workbench?contract=${id}`)
  await bench.locator('.cm-content').waitFor()

  // Nobody is in 1999: each cell is withheld as it would be for nine persons.
  await writeSql(bench, FEW)
  await bench.getByText('可以运行').waitFor()
  await run(developer)
  await bench.getByText('全部未放行').waitFor({ timeout: 60_000 })
  await bench.getByRole('row', { name: '不显示 不显示' }).waitFor()
  expect(await bench.locator('.held').count()).toBe(2)
  await developer.look('zh-workbench-withheld')

  await act(officer, '暂停', '需要核查使用情况')
  await officer.look('zh-contract-suspended')
  // The open workbench does not know yet; the server decides and says why.
  await run(developer)
  await bench.getByText('不予许可').first().waitFor()
  await bench.getByText('要求 生效，实际 暂停').waitFor()
  await developer.look('zh-workbench-denied')
  // A reload knows, and says so on the button.
  await bench.reload()
  await bench.getByRole('button', { name: '合约已暂停，提供方恢复后才能运行。' }).waitFor()

  await act(officer, '恢复', '核查完毕，未见问题')
  await bench.reload()
  await bench.locator('.cm-content').waitFor()
  await writeSql(bench, 'select count(*) as n from setl_d')
  await bench.getByText('可以运行').waitFor()
  await run(developer)
  await bench.locator('.chip.ok', { hasText: '已放行' }).first().waitFor({ timeout: 60_000 })

  await act(officer, '终止', '管理要求变化')
  await officer.page.getByText('提供方终止').waitFor()
  await officer.look('zh-contract-ended')
  await bench.goto(`/contracts/${id}`)
  await bench.getByRole('button', { name: '合约已终止，请重新申请。' }).waitFor()
  await developer.look('zh-contract-ended-consumer')
  await officer.close()
  await developer.close()
}

const run = ({ page }: Visitor): Promise<void> =>
  page.getByRole('button', { name: '运行', exact: true }).click()

async function act({ page }: Visitor, what: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: what, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await pick(dialog, '原因', reason)
  await dialog.getByRole('button', { name: what, exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

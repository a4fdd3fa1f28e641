import { readFileSync } from 'node:fs'
import type { Download, Page } from 'playwright-core'
import { expect } from 'vitest'
import { pick, type Portal, signInAs, visitor, writeSql } from '../support/index.ts'

const TITLE = '门诊购药台账（合成）'
const PRODUCT = '门诊购药统计产品'

/**
 * 1,200 purchases of 400 persons. Six persons are in 未定级: fewer than k, so that the group must not show. Twenty are in
 * 一级, but a fee is known of six of them: their mean must not show, their number may.
 */
function ledger(): string {
  const lines = ['psn_no,hosp_lv,buy_year,fee']
  for (let row = 0; row < 1200; row++) {
    const person = row % 400
    const level = person < 6 ? '未定级' : person < 26 ? '一级' : person % 2 ? '二级' : '三级'
    const fee = person >= 12 && person < 26 ? '' : `${(row % 97) + 10}.50`
    lines.push(`P${String(person).padStart(6, '0')},${level},${2024 + (row % 2)},${fee}`)
  }
  return `${lines.join('\n')}\n`
}

const REFUSED = 'select psn_no, sum(fee) as cost\nfrom drug_ledger\ngroup by psn_no'
const USEFUL =
  'select hosp_lv, count(distinct psn_no) as persons, avg(fee) as mean_fee\nfrom drug_ledger\ngroup by hosp_lv'

/** 供得出 → 流得动 → 用得好 → 保安全, each by the person whose work it is. */
export async function wholePathZh(portal: Portal): Promise<void> {
  await provides(portal)
  await asks(portal)
  await decides(portal)
  const files = await computes(portal)
  await audits(portal, files)
}

async function provides(portal: Portal): Promise<void> {
  const officer = await visitor(portal)
  const { page, look } = officer
  await page.goto('/')
  await look('zh-sign-in')
  await signInAs(page, 'sh-officer')
  await look('zh-home-officer')

  await page.getByRole('link', { name: '数据资源', exact: true }).click()
  await look('zh-datasets')
  await page.getByRole('button', { name: '登记数据资源' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('中文名称').fill(TITLE)
  await form.getByLabel('英文名称').fill('Outpatient drug purchases (synthetic)')
  await form.getByLabel('代码').fill('drug_ledger')
  await form.getByLabel('参保人列').fill('psn_no')
  await form.getByLabel('编号体系').fill('psn_no:310000')
  await form
    .getByRole('button', { name: '登 记' })
    .or(form.getByRole('button', { name: '登记' }))
    .click()
  await page.getByRole('heading', { name: TITLE, level: 1 }).waitFor()
  await look('zh-dataset-empty')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'ledger.csv', mimeType: 'text/csv', buffer: Buffer.from(ledger()) })
  await page.getByRole('cell', { name: 'v1' }).waitFor({ timeout: 60_000 })
  await page.getByRole('definition').filter({ hasText: /^400$/ }).waitFor()
  await look('zh-dataset')

  await page.getByRole('link', { name: '数据产品', exact: true }).click()
  await look('zh-products')
  await page.getByRole('link', { name: '发布产品' }).click()
  await publishes(page, look)
  await officer.close()
}

async function publishes(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const next = () => page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('checkbox', { name: TITLE }).check()
  await look('zh-publish-tables')
  await next()
  await page.getByLabel('中文名称').fill(PRODUCT)
  await page.getByLabel('英文名称').fill('Outpatient drug statistics')
  await page.getByLabel('代码').fill('drug_statistics')
  await page.getByLabel('说明').fill('按医院等级统计门诊购药人数与费用，数据为合成。')
  await next()
  await page.getByLabel('处理目的与必要性').fill('统计门诊购药费用，用于参赛模型，只处理必需的列。')
  await page.getByLabel('对个人权益的影响').fill('购药记录属敏感个人信息；主要风险是小组统计推断到个人。')
  await page.getByLabel('保护措施').fill('列级策略、最小10人分组、全程存证。')
  await look('zh-publish-assessment')
  await next()
  await page.getByRole('combobox', { name: 'psn_no 的用途' }).waitFor()
  // The suggestion counts persons by the insured column and sums amounts; the officer may still change each column.
  await pick(page, 'buy_year 的用途', '不可见')
  await look('zh-publish-policy')
  await next()
  await pick(page, '允许的用途', '大赛建模')
  await page.keyboard.press('Escape')
  await page.getByLabel('有效期至').fill('2099-12-31')
  await page.getByLabel('每份合约最多运行次数').fill('20')
  await look('zh-publish-terms')
  await next()
  await look('zh-publish-summary')
  await page.getByRole('button', { name: '发布并开放申请' }).click()
  await page.getByRole('heading', { name: PRODUCT, level: 1 }).waitFor()
  await look('zh-product-own')
}

async function asks(portal: Portal): Promise<void> {
  const lead = await visitor(portal)
  const { page, look } = lead
  await signInAs(page, 'team-b-lead')
  await look('zh-home-developer')
  await page.getByRole('link', { name: '数据产品', exact: true }).click()
  await page.getByRole('link', { name: PRODUCT }).click()
  await page.getByRole('heading', { name: PRODUCT, level: 1 }).waitFor()
  await look('zh-product')
  await page.getByRole('link', { name: '申请使用' }).click()
  const next = () => page.getByRole('button', { name: '下一步' }).click()
  await next()
  await page.getByLabel('项目名称').fill('赛题：门诊购药费用')
  await page.getByLabel('申请理由').fill('统计各级医院的门诊购药人数与次均费用，用于参赛模型。')
  await look('zh-ask-purpose')
  await next()
  // The reason is where the assessment begins; nothing more has to be filled in.
  await page.getByText('/ 100').waitFor()
  await next()
  await next()
  await look('zh-ask-summary')
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByText('等待 上海市医疗保障局').waitFor()
  await page.goto('/requests?view=out')
  await page.getByRole('cell', { name: PRODUCT }).waitFor()
  await look('zh-requests-out')
  await lead.close()
}

/** The queue, by keyboard alone. */
async function decides(portal: Portal): Promise<void> {
  const officer = await visitor(portal)
  const { page, look } = officer
  await signInAs(page, 'sh-officer')
  await page.getByRole('link', { name: /^使用申请/ }).click()
  await page.getByText('统计各级医院的门诊购药人数与次均费用').waitFor()
  await look('zh-queue')
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await dialog.getByLabel('补充说明').focus()
  await page.keyboard.type('同意，限参赛使用。')
  await look('zh-queue-approve')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('没有等待决定的申请').waitFor()
  await look('zh-queue-empty')
  await officer.close()
}

interface Files {
  readonly run: string
  readonly result: Buffer
  readonly receipt: Buffer
}

async function computes(portal: Portal): Promise<Files> {
  const lead = await visitor(portal)
  const { page, look } = lead
  await signInAs(page, 'team-b-lead')
  await page.getByRole('link', { name: '数字合约', exact: true }).click()
  await look('zh-contracts')
  await page.getByRole('link', { name: PRODUCT }).click()
  await page.getByRole('heading', { name: PRODUCT, level: 1 }).waitFor()
  await page.getByRole('button', { name: /^签\s?署$/ }).click()
  await page.getByRole('dialog').getByRole('checkbox').check()
  await page.getByRole('dialog').locator('.ant-btn-primary').click()
  await page.locator('.life .now').getByText('履行').waitFor()
  await look('zh-contract')
  await page.getByRole('link', { name: '去运行' }).click()
  await page.locator('.cm-content').waitFor()

  await writeSql(page, REFUSED)
  const lesson = page.locator('.explain .why')
  await lesson.getByText('身份列不能用于').waitFor()
  expect(await page.locator('.cm-lintRange-error').first().textContent()).toBe('psn_no')
  await page.getByRole('button', { name: '运行', exact: true }).click()
  const refused = page.locator('.why').last()
  await refused.getByText('人数下限 10 人').waitFor()
  const said = (await refused.textContent()) ?? ''
  expect(said).toContain('第 3 行第 10 列')
  expect(said).toContain('上海市医疗保障局')
  expect(said).toContain('建议：')
  await page.getByText('查询被拒').first().waitFor()
  await look('zh-workbench-refused')

  await writeSql(page, USEFUL)
  await page.getByText('可以运行').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('cell', { name: '三级' }).waitFor({ timeout: 60_000 })
  // A mean of six persons is drawn as withheld, not as zero; a group of six persons is not there at all.
  await page.getByRole('row', { name: '一级 20 不显示' }).waitFor()
  expect(await page.getByRole('row', { name: '未定级' }).count()).toBe(0)
  await look('zh-workbench-result')
  await page.getByText('图', { exact: true }).click()
  await page.locator('.chart svg').waitFor()
  await pick(page, '统计量', 'mean_fee')
  await page.locator('.chart').getByText('不显示').first().waitFor()
  await look('zh-workbench-chart')

  const file = async (label: string): Promise<Buffer> => {
    await page.getByRole('button', { name: /^下载/ }).click()
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: label }).click()
    return bytesOf(await waiting)
  }
  const result = await file('原样结果')
  const receipt = await file('回执文件')
  expect(JSON.parse(result.toString('utf8')).minGroup).toBe(10)
  await page.getByRole('link', { name: '查看运行详情' }).click()
  await page.waitForURL(/\/runs\//)
  await look('zh-run')
  const run = new URL(page.url()).pathname.split('/').at(-1)!
  await page.getByRole('link', { name: '运行记录', exact: true }).first().click()
  await look('zh-runs')
  await lead.close()
  return { run, result, receipt }
}

const bytesOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path())

async function audits(portal: Portal, files: Files): Promise<void> {
  const auditor = await visitor(portal)
  const { page, look } = auditor
  await signInAs(page, 'auditor')
  await look('zh-home-auditor')
  await page.getByRole('link', { name: '存证', exact: true }).first().click()
  await look('zh-evidence')
  await page.goto(`/evidence/trail/${files.run}`)
  await page.getByText('run.released').waitFor()
  for (const kind of ['run.granted', 'run.released']) await page.getByText(kind).waitFor()
  await look('zh-trail')

  await page.getByRole('link', { name: '验证回执' }).click()
  await look('zh-verify-empty')
  await drops(page, files.receipt)
  await page.getByRole('status').getByText('回执有效').waitFor()
  await page.getByText('由本空间的存证日志签名').waitFor()
  expect(await page.locator('.items').getByText('通过').count()).toBe(7)
  await page
    .getByTestId('result-file')
    .setInputFiles({ name: 'result.json', mimeType: 'application/json', buffer: files.result })
  await page.getByText('就是回执里的结果').waitFor()
  await look('zh-verify-good')

  const changed = Buffer.from(files.receipt)
  const place = changed.indexOf('run.released')
  changed[place + 4] = 's'.charCodeAt(0)
  await drops(page, changed)
  await page.getByRole('status').getByText('回执无效').waitFor()
  const verdict = (await page.getByRole('status').first().textContent()) ?? ''
  expect(verdict).toContain('证明不能把条目连到签名的树根')
  expect(await page.locator('.items').getByText('失败').count()).toBe(1)
  await look('zh-verify-bad')
  await auditor.close()
}

/** Drops a file on the page, as a hand would. */
async function drops(page: Page, bytes: Buffer): Promise<void> {
  const data = await page.evaluateHandle(
    `(() => {
      const data = new DataTransfer()
      const bytes = Uint8Array.from(atob(${JSON.stringify(bytes.toString('base64'))}), (one) => one.codePointAt(0))
      data.items.add(new File([bytes], 'run.receipt.json', { type: 'application/json' }))
      return data
    })()`,
  )
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: data })
}

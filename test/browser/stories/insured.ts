import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import { verifyReceipt } from '../../../src/safeguard/evidence/verifier/index.ts'
import { demoClient } from '../../support/client.ts'
import { type Portal, signInAs, type Visitor, visitor } from '../support/index.ts'

const PHONE = { width: 390, height: 844 } as const

interface Demo {
  readonly name: string
  readonly certno: string
  readonly about: string
}

/**
 * On a phone: an insured person sees who asks, gives less than was asked, sees the use with its receipt, withdraws; the
 * insurer's next call is denied.
 */
export async function insured(portal: Portal): Promise<void> {
  const insurer = await demoClient(portal.address, 'actuary')
  const { items } = await insurer.get<{ items: Demo[] }>('/insured/demo')
  const person = items.find((one) => one.about === 'asked')!
  const contracts = await insurer.get<{ items: { id: string; terms: { purpose: string } }[] }>('/contracts')
  const contract = contracts.items.find((one) => one.terms.purpose === 'enrolment_verification')!
  const verify = () =>
    insurer.raw('/verify/enrolment', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ contractId: contract.id, certno: person.certno, date: '2025-06-30' }),
    })
  expect((await verify()).status).toBe(403)

  const phone = await visitor(portal, PHONE)
  await comeIn(phone, 'asked')
  await phone.look('my-home')
  await phone.page.locator('[data-state="waiting"]').first().click()
  await phone.page.getByRole('heading', { name: '给哪些数据' }).waitFor()
  await phone.look('my-ask')
  await phone.page.getByRole('checkbox', { name: '参保险种与参保地' }).uncheck()
  await phone.look('my-ask-less')
  await phone.page.getByRole('button', { name: '同意，只给勾选的' }).click()
  await phone.page.getByText('已同意（部分）').first().waitFor()

  const answer = await verify()
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({ enrolled: true, insutypes: null, regions: null })

  await phone.page.getByRole('link', { name: '谁用了我的数据' }).click()
  await phone.page.locator('[data-use]').first().waitFor()
  await phone.look('my-uses')
  const receipt = phone.page.waitForEvent('download')
  await phone.page.getByRole('button', { name: '下载回执' }).first().click()
  const file = await readFile(await (await receipt).path())
  const vkey = (await (await insurer.raw('/evidence/key')).text()).trim()
  expect(verifyReceipt(file, { vkey }).ok).toBe(true)

  await phone.page.getByRole('link', { name: '待办与授权' }).click()
  await phone.page.locator('[data-state="limited"]').first().click()
  await phone.look('my-consent')
  await phone.page.getByRole('button', { name: '撤回授权' }).click()
  await phone.page.getByRole('dialog').getByRole('button', { name: '确定' }).click()
  await phone.page.getByText('已撤回').first().waitFor()
  await phone.look('my-withdrawn')
  expect((await verify()).status).toBe(403)

  await phone.page.getByRole('link', { name: '监护' }).click()
  await phone.look('my-guardians')
  await phone.page.getByRole('button', { name: '退出' }).click()
  await phone.page.waitForURL((url) => url.pathname === '/my/sign-in')
  await phone.close()

  await elsewhere(portal, person)
}

/** The asking body's view, and the phone in English and dark. */
async function elsewhere(portal: Portal, person: Demo): Promise<void> {
  const officer = await visitor(portal)
  await signInAs(officer.page, 'insurer-officer')
  await officer.visit('/consents', 'consents')
  await officer.page.getByRole('button', { name: '征求授权' }).click()
  const dialog = officer.page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: '依据的合约' }).click()
  await officer.page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click()
  await dialog.getByRole('textbox', { name: '参保人证件号码' }).fill(person.certno)
  await dialog.getByRole('textbox', { name: /写给参保人看的说明/ }).fill('理赔时需要核实参保状态。')
  await officer.look('consents-ask')
  await dialog.getByRole('button', { name: '发出请求' }).click()
  await dialog.waitFor({ state: 'detached' })
  await officer.page.getByText('待答复').first().waitFor()
  await officer.look('consents-asked')
  await officer.close()

  const phone = await visitor(portal, { ...PHONE, language: 'en', theme: 'dark' })
  await comeIn(phone, 'asked', 'en')
  await phone.look('my-home-en')
  await phone.page.locator('[data-state="waiting"]').first().click()
  await phone.page.getByRole('button', { name: 'I do not consent' }).waitFor()
  await phone.look('my-ask-en')
  await phone.close()
}

/** By name, number and the code that the demo shows. */
async function comeIn({ page, look }: Visitor, about: string, words: 'zh' | 'en' = 'zh'): Promise<void> {
  await page.goto('/my')
  await page.waitForURL((url) => url.pathname === '/my/sign-in')
  await page.locator(`[data-about="${about}"]`).click()
  if (words === 'zh') await look('my-sign-in')
  await page.getByRole('button', { name: words === 'zh' ? '下一步' : 'Next' }).click()
  const code = await page.locator('.my-code').textContent()
  await page.getByRole('textbox').fill(code!.trim())
  if (words === 'zh') await look('my-code')
  await page.getByRole('button', { name: words === 'zh' ? '进入' : 'Enter', exact: true }).click()
  await page.waitForURL((url) => url.pathname === '/my')
}

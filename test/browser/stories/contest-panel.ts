import { expect } from 'vitest'
import { docx } from '../../../src/contest/panel/blind/files.fixture.ts'
import { putWork, ROUND } from '../../../src/contest/panel/panel.fixture.ts'
import { putContest, smallScheme } from '../../../src/contest/submission/work.fixture.ts'
import type { UserActor } from '../../../src/kernel/actor.ts'
import type { Core } from '../../../src/safeguard/evidence/index.ts'
import { demoClient } from '../../support/client.ts'
import { type Portal, signInAs, visitor } from '../support/index.ts'

const PHONE = { width: 390, height: 844 } as const
const HOUR = 3_600_000
const EXPERTS = ['expert', 'expert2', 'expert3'] as const

/** A round that is over, with two works; one tells who made it. */
async function prepared(core: Core) {
  const row = await core.db
    .selectFrom('app_user')
    .select(['id', 'participant_id', 'roles'])
    .where('login', '=', 'organiser')
    .executeTakeFirstOrThrow()
  const organiser: UserActor = {
    kind: 'user',
    userId: row.id,
    participantId: row.participant_id,
    roles: row.roles,
  }
  const now = core.clock.now()
  const scheme = smallScheme({ opensAt: now - 3 * HOUR, closesAt: now - HOUR })
  const rounds = scheme.rounds.map((round) => ({
    ...round,
    review: { ...round.review, scoring: { ...round.review.scoring, reviewsPerWork: 2, fewest: 1 } },
  }))
  const contest = await putContest(core, { ...scheme, rounds }, now, organiser)
  await putWork(core, contest, {
    name: '示例甲队',
    members: ['司徒示例'],
    bodies: [{ name: '示例大学附属第九医院' }],
    fields: { summary: '由司徒示例完成的分析。' },
    files: [
      { field: 'report', name: '司徒示例.docx', bytes: docx('<w:p><w:r><w:t>九院的报告</w:t></w:r></w:p>') },
    ],
  })
  await putWork(core, contest, { name: '示例乙队', fields: { summary: '没有线索的摘要' } })
  return contest.id
}

/** The organiser sets the panel, experts declare, copies are cleaned, and the machine assigns. */
export async function contestPanel(portal: Portal, core: Core): Promise<void> {
  const id = await prepared(core)
  const at = `/contests/${id}/panel?round=${ROUND}`
  const organiser = await visitor(portal)
  const { page } = organiser
  await signInAs(page, 'organiser')
  await organiser.visit(at, 'panel-experts')
  for (const box of await page.getByRole('checkbox', { name: /在评审组$/ }).all())
    if (!(await box.isChecked())) await box.click()
  await page.getByRole('button', { name: /^保存评审组/ }).click()
  await page.getByText('未申报回避').first().waitFor()

  const expert = await visitor(portal, PHONE)
  await signInAs(expert.page, EXPERTS[0])
  await expert.visit('/desk/panels', 'panel-declare-phone')
  await expert.page.getByRole('button', { name: '开始申报' }).click()
  await expert.page.getByText('示例甲队').waitFor()
  await expert.look('panel-declaration-phone')
  await expert.page.getByRole('checkbox', { name: /示例乙队/ }).click()
  await expert.page.getByRole('textbox', { name: /示例乙队/ }).fill('共同项目')
  const declared = () => expert.page.getByText('已于').count()
  const before = await declared()
  await expert.page.getByRole('button', { name: '申报 1 支团队' }).click()
  await expert.page
    .getByRole('dialog')
    .getByRole('button', { name: /^确\s*定$/ })
    .click()
  await expect.poll(declared).toBeGreaterThan(before)
  await expert.close()
  const { items } = await (await demoClient(portal.address, 'organiser')).get<{ items: { login: string }[] }>(
    `/contests/${id}/panel/${ROUND}/experts`,
  )
  for (const { login } of items.filter((one) => one.login !== EXPERTS[0]))
    await (await demoClient(portal.address, login)).post(`/desk/panels/${id}/${ROUND}`, { conflicts: [] })

  await organiser.visit(`${at}&part=conflicts`, 'panel-conflicts')
  await page.getByText('本人申报').waitFor()

  await page.goto(`${at}&part=copies`)
  await page.getByRole('button', { name: '制作副本' }).click()
  await page.getByRole('link', { name: /作品/ }).first().waitFor({ timeout: 60_000 })
  await organiser.look('panel-copies')
  await page.locator('tr', { hasText: '待处理' }).getByRole('link').first().click()
  await page.getByText('司徒示例').first().waitFor()
  await organiser.look('panel-copy')
  await page
    .locator('li', { hasText: '司徒示例' })
    .getByRole('button', { name: /^隐\s*去$/ })
    .first()
    .click()
  await page.getByText(/由▇▇▇完成的分析/).waitFor()
  expect(await page.locator('main').innerText()).not.toContain('由司徒示例完成')

  await page.goto(`${at}&part=assignments`)
  await page.getByRole('button', { name: /^预\s*览$/ }).click()
  await page.getByText('评审人次').first().waitFor()
  await organiser.look('panel-preview')
  await assigns(portal, at)
}

/** Assigns what the preview shows, and looks at every part once more: narrow, dark, in English. */
async function assigns(portal: Portal, at: string): Promise<void> {
  const organiser = await visitor(portal)
  const { page } = organiser
  await signInAs(page, 'organiser')
  await page.goto(`${at}&part=assignments`)
  await page.getByRole('button', { name: /^预\s*览$/ }).click()
  await page.getByRole('button', { name: '分配 4 人次' }).click()
  await page
    .getByRole('button', { name: /^收\s*回$/ })
    .first()
    .waitFor()
  await organiser.look('panel-assignments')
  await organiser.close()

  const narrow = await visitor(portal, { language: 'en', theme: 'dark', width: 390 })
  await signInAs(narrow.page, 'organiser')
  for (const part of ['experts', 'conflicts', 'copies', 'assignments'])
    await narrow.visit(`${at}&part=${part}`, `en-panel-${part}-narrow`)
  await narrow.close()
}

import { expect } from 'vitest'
import { judgedScheme, putJudging, ROUND, SECRET } from '../../../src/contest/judging/judging.fixture.ts'
import type { Contest } from '../../../src/contest/scheme/index.ts'
import { putContest } from '../../../src/contest/submission/work.fixture.ts'
import type { UserActor } from '../../../src/kernel/actor.ts'
import type { Core } from '../../../src/safeguard/evidence/index.ts'
import { demoClient } from '../../support/client.ts'
import { pick, type Portal, signInAs, visitor } from '../support/index.ts'

const TABLET = { width: 820, height: 1180 } as const
const PHONE = { width: 390, height: 844 } as const
const HOUR = 3_600_000

const ANCHORS = [
  { points: 90, textZh: '价值突出，可直接推广', textEn: 'Outstanding, ready to spread' },
  { points: 70, textZh: '有明确价值，需要完善', textEn: 'Clear value, to be worked on' },
]

async function userOf(core: Core, login: string): Promise<UserActor> {
  const row = await core.db
    .selectFrom('app_user')
    .select(['id', 'participant_id', 'roles'])
    .where('login', '=', login)
    .executeTakeFirstOrThrow()
  return { kind: 'user', userId: row.id, participantId: row.participant_id, roles: row.roles }
}

/** A round in review: two works, three experts of the demo, everybody judges both. */
async function prepared(core: Core) {
  const now = core.clock.now() - 2 * HOUR
  const scheme = judgedScheme(now, { review: { appealDays: 3, closesAt: now + 12 * HOUR } })
  const [round] = scheme.rounds
  const [value, ...rest] = round!.review.rubric.criteria
  const criteria = [{ ...value!, titleZh: '应用价值', titleEn: 'Value', anchors: ANCHORS }, ...rest]
  const organiser = await userOf(core, 'organiser')
  const contest: Contest = await putContest(
    core,
    { ...scheme, rounds: [{ ...round!, review: { ...round!.review, rubric: { criteria } } }] },
    now,
    organiser,
  )
  const logins = ['expert', 'expert2', 'expert3']
  // Profiles that the demo made for its own contest are of the same pool: one is enough for each user.
  await core.db.deleteFrom('contest_panelist').execute()
  await core.db.deleteFrom('contest_relation').execute()
  await core.db.deleteFrom('contest_expert_body').execute()
  await core.db.deleteFrom('contest_expert').execute()
  const actors = await Promise.all(logins.map((login) => userOf(core, login)))
  return { contest, logins, ...(await putJudging(core, contest, actors, 2)) }
}

/** The desk on a tablet and a phone, then the organiser's side of the same round. */
export async function contestDesk(portal: Portal, core: Core): Promise<void> {
  const { contest, logins, at, works } = await prepared(core)
  const list = `/desk/${contest.id}/${ROUND}`

  const expert = await visitor(portal, TABLET)
  const { page } = expert
  await signInAs(page, 'expert')
  await expert.visit('/desk', 'desk')
  await page.getByRole('link', { name: '去评审' }).click()
  await page.getByText('已提交 0 / 2 份').first().waitFor()
  await expert.look('desk-round')
  await page.getByRole('link', { name: at(0, 0).code }).click()
  await page.getByRole('slider').first().waitFor()
  expect(await page.content()).not.toContain(SECRET.team)
  await page.getByRole('button', { name: /90 价值突出/ }).click()
  const fields = page.getByRole('spinbutton')
  expect(await fields.nth(0).inputValue()).toBe('90')
  await fields.nth(1).fill('40')
  await fields.nth(1).blur()
  await page.getByText(/已保存/).waitFor()
  await page.getByRole('textbox', { name: /评语/ }).fill('数据口径清楚，方法可复现。')
  await expert.look('desk-work-tablet')
  await page.getByRole('button', { name: '提交评分' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '提交评分' }).click()
  await page.getByText('提交后不能再改。').first().waitFor()
  await expert.look('desk-submitted')

  const phone = await visitor(portal, PHONE)
  await signInAs(phone.page, 'expert')
  await phone.visit('/desk', 'desk-phone')
  await phone.page.goto(`${list}/${at(0, 1).code}`)
  await phone.page.getByText('匿名作品').first().waitFor()
  await phone.look('desk-work-phone')
  await phone.page.getByText('评分表', { exact: true }).first().click()
  await phone.page.getByRole('slider').first().focus()
  await phone.page.keyboard.press('End')
  await phone.page.getByRole('spinbutton').nth(1).fill('20')
  await phone.page.getByRole('spinbutton').nth(1).blur()
  await phone.page.getByText(/已保存/).waitFor()
  await phone.look('desk-sheet-phone')
  // What was kept is there on another device.
  await page.goto(`${list}/${at(0, 1).code}`)
  await page.getByRole('slider').first().waitFor()
  await expect.poll(() => page.getByRole('spinbutton').first().inputValue(), { timeout: 15_000 }).toBe('100')

  for (const [e, login] of logins.entries()) {
    const client = await demoClient(portal.address, login)
    for (const w of [0, 1]) {
      const url = `${list}/works/${at(e, w).code}`
      const { sheet } = await client.get<{ sheet: { revision: number; state: string } }>(url)
      if (sheet.state !== 'submitted')
        await client.post(`${url}/submit`, {
          scores: { value: 60 + 10 * w + e, method: 30 },
          comment: `评语${e}`,
          revision: sheet.revision,
        })
    }
  }
  await page.goto(`${list}/${at(0, 0).code}`)
  await page.getByText('讨论', { exact: true }).first().click()
  await page
    .getByText(/专家\d（我）/)
    .first()
    .waitFor()
  await page.getByRole('textbox', { name: '说说你的看法' }).fill('同意，建议补充外部验证。')
  await page.getByRole('button', { name: '发言' }).click()
  await page.getByText('同意，建议补充外部验证。').first().waitFor()
  // A button at work is drawn faded.
  await page.locator('.ant-btn-loading').first().waitFor({ state: 'detached' })
  await expert.look('desk-discussion')

  const organiser = await visitor(portal)
  const board = organiser.page
  await signInAs(board, 'organiser')
  await organiser.visit(`/contests/${contest.id}/reviews`, 'judging-progress')
  await board.getByText('已提交 6 / 6 份评分表').first().waitFor()
  await organiser.visit(`/contests/${contest.id}/judging/${ROUND}?part=sheets&show=all`, 'judging-sheets')
  await board.goto(`/contests/${contest.id}/judging/${ROUND}?part=ranking`)
  await board.getByRole('button', { name: '排名并冻结' }).click()
  await board.getByRole('dialog').getByRole('button', { name: '排名并冻结' }).click()
  await board.getByText(/第 1 版，冻结于/).waitFor()
  // The second goes on instead of the first: only with a reason.
  const boxes = board.getByRole('checkbox', { name: /入围$/ })
  await boxes.nth(0).click()
  const why = board.getByRole('dialog')
  await pick(why, '原因', '队伍自愿退出')
  await why.getByRole('button', { name: '调整' }).click()
  await boxes.nth(1).click()
  await pick(board.getByRole('dialog'), '原因', '名额线上并列，经抽签决定')
  await board.getByRole('dialog').getByRole('button', { name: '调整' }).click()
  await board.getByRole('button', { name: '确定入围名单', exact: true }).click()
  await board.getByText('入围名单已确定').waitFor()
  await organiser.look('judging-ranking')
  await board.getByRole('button', { name: '公布', exact: true }).click()
  await board.getByRole('dialog').getByRole('button', { name: '公布' }).click()
  await board.getByText('已公布').first().waitFor()
  await organiser.visit(`/contests/${contest.id}/judging/${ROUND}?part=appeals`, 'judging-appeals')
  await board.goto(`/contests/${contest.id}/reviews`)
  await board.getByRole('button', { name: '用存证重算' }).click()
  await board.getByText(/第 1 版排名与存证重算一致/).waitFor()
  const on = await core.db
    .selectFrom('contest_shortlist')
    .select('team_id')
    .where('contest_id', '=', contest.id)
    .execute()
  expect(on).toHaveLength(1)
  expect(works.map(({ team }) => team.id)).toContain(on[0]!.team_id)
  for (const one of [expert, phone, organiser]) await one.close()
}

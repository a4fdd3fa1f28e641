import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { makeTeam } from '../../../src/contest/entry/entry.fixture.ts'
import { shortlist, withFinal } from '../../../src/contest/final/final.fixture.ts'
import { makeContest } from '../../../src/contest/scheme/contest.fixture.ts'
import type { Contest } from '../../../src/contest/scheme/index.ts'
import type { UserActor } from '../../../src/kernel/actor.ts'
import { uuid7 } from '../../../src/kernel/random.ts'
import type { Core } from '../../../src/safeguard/evidence/index.ts'
import { demoClient } from '../../support/client.ts'
import { checkAxe, overflow, pick, type Portal, shot, signInAs, visitor } from '../support/index.ts'

const TABLET = { width: 820, height: 1180 } as const
const PHONE = { width: 390, height: 844 } as const

async function userOf(core: Core, login: string): Promise<UserActor> {
  const row = await core.db
    .selectFrom('app_user')
    .select(['id', 'participant_id', 'roles'])
    .where('login', '=', login)
    .executeTakeFirstOrThrow()
  return { kind: 'user', userId: row.id, participantId: row.participant_id, roles: row.roles }
}

/** A contest whose short list is decided: two finalists of bodies that the demo knows, and a judge who has declared. */
async function prepared(core: Core): Promise<Contest> {
  const contest = await makeContest(core, {
    actor: await userOf(core, 'organiser'),
    code: `final-${core.clock.now().toString(36)}`,
    // One judge is enough for a score here.
    change: withFinal((scheme) => {
      const final = scheme.final!
      const defence = { ...final.defence, scoring: { ...final.defence.scoring, fewest: 1 } }
      return { ...scheme, final: { ...final, defence } }
    }),
  })
  const teams = []
  for (const [login, name] of [
    ['team-a-lead', '数愈'],
    ['team-b-lead', '衡策'],
  ] as const) {
    const { participantId } = await userOf(core, login)
    const body = await core.db
      .selectFrom('participant')
      .select(['uscc', 'name_zh'])
      .where('id', '=', participantId)
      .executeTakeFirstOrThrow()
    const bodies = [{ uscc: body.uscc, name: body.name_zh }]
    teams.push((await makeTeam(core, contest, { name, title: `${name}的作品`, members: 2, bodies })).team)
  }
  await shortlist(core, contest, teams)
  const now = core.clock.now()
  const expertId = uuid7(core.random, now)
  const { userId } = await userOf(core, 'expert')
  await core.db
    .insertInto('contest_expert')
    .values({
      id: expertId,
      organiser_id: contest.organiserId,
      user_id: userId,
      name: '顾教授',
      title: '教授',
      fields: [],
      max_load: 50,
      state: 'active',
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const expert = await core.db
    .selectFrom('contest_expert')
    .select('id')
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  await core.db
    .insertInto('contest_panelist')
    .values({
      contest_id: contest.id,
      round: 'final',
      expert_id: expert.id,
      salt: 'salt',
      added_at: now,
      declared_at: now,
    })
    .execute()
  return contest
}

/** An officer does over the API what is theirs, and waits for the job. */
async function admit(portal: Portal, core: Core, login: string, contest: string): Promise<void> {
  const client = await demoClient(portal.address, login)
  const { jobId } = await client.post<{ jobId: string }>(`/contests/${contest}/final/admission`)
  expect((await core.jobs.finished(jobId)).state).toBe('done')
}

/** The hall hangs in a room: looked at without the portal's frame. */
async function lookAt(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(300)
  expect(await overflow(page), `${page.url()} is wider than the window`).toBeLessThanOrEqual(1)
  await checkAxe(page)
  await shot(page, name)
}

/** The final, from the short list to the released ranking, by the people whose offices it takes. */
export async function contestFinal(portal: Portal, core: Core): Promise<void> {
  const { id } = await prepared(core)
  const organiser = await visitor(portal)
  const { page } = organiser
  await signInAs(page, 'organiser')
  await organiser.visit(`/contests/${id}/final`, 'final-empty')
  await page.getByRole('button', { name: /纳入末轮入围名单/ }).click()
  await page.getByText('登记单位').or(page.getByText('开立账号')).first().waitFor()

  await page.getByRole('tab', { name: '设置' }).click()
  await pick(page, '选择要约', '住院费用建模赛题数据')
  await page.getByRole('button', { name: /^添\s?加$/ }).click()
  await page
    .getByRole('textbox', { name: '具体用途' })
    .or(page.locator('#final-purpose'))
    .first()
    .fill('用去标识化的结算与诊断数据建立住院费用预测模型。')
  await pick(page, '答辩主持人', '汤敏')
  await organiser.look('final-settings')
  await page.getByRole('button', { name: /^保\s?存$/ }).click()
  await page.getByText('已保存').waitFor()

  for (const login of ['sysadmin', 'team-a-lead', 'team-b-lead', 'sh-officer', 'team-a-lead', 'team-b-lead'])
    await admit(portal, core, login, id)
  await organiser.visit(`/contests/${id}/final`, 'final-seats-due')
  await page
    .getByRole('button', { name: /办理我能办的（1/ })
    .or(page.getByRole('button', { name: /办理我能办的/ }))
    .first()
    .click()
  await expect
    .poll(async () => (await page.getByText('已就绪').count()) > 0, { timeout: 60_000, interval: 500 })
    .toBe(true)
  await organiser.visit(`/contests/${id}/final`, 'final-ready')

  await page.getByRole('tab', { name: '场地签到' }).click()
  await page
    .getByRole('button', { name: /^签\s?到$/ })
    .first()
    .click()
  await page
    .getByText(/在场 · /)
    .first()
    .waitFor()
  await organiser.look('final-checkin')

  await page.getByRole('tab', { name: '出场抽签' }).click()
  await page.getByRole('button', { name: '封存种子并公布承诺' }).click()
  await page
    .getByRole('textbox', { name: /说的词/ })
    .first()
    .fill('春江')
  await organiser.look('final-draw-bound')
  await page.getByRole('button', { name: '收词并抽签' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '收词并抽签' }).click()
  await page.getByText('已抽签').first().waitFor()
  await organiser.look('final-drawn')

  const hall = await visitor(portal, { width: 1600, height: 900 })
  await hall.page.goto(`/hall/${id}`)
  await hall.page.getByText('即将开始').waitFor()
  const judge = await visitor(portal, TABLET)
  await signInAs(judge.page, 'expert')
  await judge.visit('/desk', 'final-desk')
  await judge.page.goto(`/desk/live/${id}`)
  await judge.page.getByText('台上暂无队伍').waitFor()
  await judge.look('final-live-waiting')

  await organiser.visit(`/contests/${id}/stage`, 'final-stage-before')
  await page.getByRole('button', { name: '开始陈述' }).first().click()
  // Nobody reloads anything: the hall and the judge are told.
  await hall.page.getByText(/陈述$/).first().waitFor()
  await hall.page.getByRole('timer').waitFor()
  await lookAt(hall.page, 'final-hall')
  await judge.page.getByRole('slider').first().waitFor()
  await judge.look('final-live')
  const fields = judge.page.getByRole('spinbutton')
  await fields.nth(0).fill('88')
  await fields.nth(1).fill('9')
  await fields.nth(1).blur()
  await judge.page.getByRole('button', { name: '提交评分' }).click()
  await judge.page.getByRole('dialog').getByRole('button', { name: '提交评分' }).click()
  await judge.page.getByText('已提交并锁定').waitFor()
  await judge.look('final-live-locked')

  await page.getByText(/评委 1 \/ 1 已提交/).waitFor()
  await page.getByRole('button', { name: /^展\s?开$/ }).click()
  await page.getByRole('button', { name: '进入问答' }).click()
  await page.getByRole('button', { name: '进入评分' }).click()
  await organiser.look('final-stage')
  await page.getByRole('button', { name: /^结\s?束$/ }).click()
  await page
    .getByRole('button', { name: /^缺\s?席$/ })
    .first()
    .waitFor()
  // The other team does not come.
  await page
    .getByRole('button', { name: /^缺\s?席$/ })
    .first()
    .click()
  const why = page.getByRole('dialog')
  await pick(why, '原因', '队伍未到场')
  await why.getByRole('button', { name: /^缺\s?席$/ }).click()
  await page.getByRole('button', { name: '公布成绩' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '公布成绩' }).click()
  await page.getByText('成绩已公布').first().waitFor()
  await hall.page.getByRole('table').waitFor()
  await hall.page.getByRole('cell', { name: '88.80' }).waitFor()
  await lookAt(hall.page, 'final-hall-released')

  const anybody = await visitor(portal, PHONE)
  await anybody.page.goto(`/hall/${id}/draw`)
  await anybody.page.getByText('次序一致').waitFor()
  await lookAt(anybody.page, 'final-draw-verified')
  for (const one of [organiser, hall, judge, anybody]) await one.close()
}

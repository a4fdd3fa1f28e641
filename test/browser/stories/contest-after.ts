import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { makeTeam } from '../../../src/contest/entry/entry.fixture.ts'
import type { Member, Team } from '../../../src/contest/entry/index.ts'
import { makeContest } from '../../../src/contest/scheme/contest.fixture.ts'
import type { Contest } from '../../../src/contest/scheme/index.ts'
import type { UserActor } from '../../../src/kernel/actor.ts'
import type { Core } from '../../../src/safeguard/evidence/index.ts'
import { checkAxe } from '../support/axe.ts'
import { overflow, type Portal, signInAs, type Visitor, visitor } from '../support/index.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const PHONE = { width: 390, height: 844 } as const

export interface AwardedContest {
  readonly contest: Contest
  readonly winner: Team
  readonly captain: Member
}

/** A contest of the demo's organiser that is ranked, written down as its rooms would: three teams, two of them equal. */
export async function rankedContest(core: Core): Promise<AwardedContest> {
  const officer = await core.db
    .selectFrom('app_user')
    .select(['id', 'participant_id', 'roles'])
    .where('login', '=', 'organiser')
    .executeTakeFirstOrThrow()
  const actor: UserActor = {
    kind: 'user',
    userId: officer.id,
    participantId: officer.participant_id,
    roles: officer.roles,
  }
  const contest = await makeContest(core, {
    actor,
    code: 'browser-after',
    change: (scheme) => ({
      ...scheme,
      titleZh: '获奖演示赛',
      titleEn: 'Awards demo',
      final: null,
      awards: scheme.awards.map((award, at) => ({ ...award, count: 1, per: 'contest', recommend: at === 0 })),
    }),
  })
  const names = ['甲队', '乙队', '丙队'].map((name) => ({ name, title: `${name}的作品` }))
  const made = []
  for (const one of names)
    made.push(await makeTeam(core, contest, { ...one, members: [`${one.name}长（合成）`] }))
  const rows = made.map(({ team }, at) => ({
    teamId: team.id,
    workId: crypto.randomUUID(),
    division: team.division,
    rank: [1, 2, 2][at]!,
    divisionRank: [1, 2, 2][at]!,
    score: [91, 88, 88][at]!,
    raw: [91, 88, 88][at]!,
    calibrated: null,
    sheets: 5,
    median: null,
    lowest: null,
    spread: null,
    disagree: false,
  }))
  await core.db
    .insertInto('contest_ranking')
    .values({
      id: crypto.randomUUID(),
      contest_id: contest.id,
      round: contest.scheme.rounds.at(-1)!.code,
      number: 1,
      rows: JSON.stringify(rows),
      experts: '[]',
      inputs_digest: '0'.repeat(64),
      word: '',
      by_user: officer.id,
      created_at: core.clock.now(),
      on_ids: null,
      shortlisted_at: null,
      published_at: null,
    })
    .execute()
  return { contest, winner: made[0]!.team, captain: made[0]!.members[0]! }
}

/** From the ranking to a certificate that verifies offline: two officers, a public page, a phone. */
export async function contestAfter(portal: Portal, { contest, captain }: AwardedContest): Promise<void> {
  const first = await visitor(portal)
  await signInAs(first.page, 'organiser')
  await proposes(first, contest)
  await first.close()
  const second = await visitor(portal)
  await signInAs(second.page, 'organiser2')
  const number = await checks(second, contest)
  await second.visit(`/contests/${contest.id}/report`, 'zh-contest-report')
  await second.visit(`/contests/${contest.id}/closing`, 'zh-contest-closing')
  await second.visit('/follow-up', 'zh-follow-up')
  await second.close()

  const phone = await visitor(portal, PHONE)
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-certificate-'))
  try {
    await takesCertificate(phone, contest, captain, folder)
    await verifiesOffline(portal, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  await readsPublicPage(phone.page, contest, number)
  await phone.close()
}

async function proposes({ page, look, visit }: Visitor, { id }: Contest): Promise<void> {
  await visit(`/contests/${id}/awards`, 'zh-contest-awards-none')
  await page.getByRole('button', { name: '按排名提出名单' }).click()
  await page.getByRole('heading', { name: /并列待裁定/ }).waitFor()
  await look('zh-contest-awards-tie')
  await page.getByRole('checkbox', { name: /丙队/ }).check()
  await page.getByRole('textbox', { name: '裁定的理由（存证）' }).fill('现场评审意见一致')
  await page.getByRole('button', { name: /^裁\s*定$/ }).click()
  await page.getByText('并列待裁定').waitFor({ state: 'hidden' })
  await page.getByRole('row', { name: /丙队/ }).waitFor()
  await look('zh-contest-awards-proposed')
  // The proposer is told why this is not for them.
  await expect.poll(() => page.getByText('提出名单的人不能自己复核').count()).toBeGreaterThan(0)
}

async function checks({ page, look }: Visitor, { id }: Contest): Promise<string> {
  await page.goto(`/contests/${id}/awards`)
  await page.getByRole('button', { name: '复核通过' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '复核通过' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.getByText('已公布').first().waitFor()
  await page.getByRole('tab', { name: '已公布' }).click()
  const row = page.getByRole('row', { name: /甲队/ })
  await row.getByText('已颁发').waitFor({ timeout: 60_000 })
  await look('zh-contest-awards-published')
  return (await row.getByRole('link').first().textContent())!.trim()
}

async function takesCertificate(
  { page, look }: Visitor,
  { id }: Contest,
  captain: Member,
  folder: string,
): Promise<void> {
  await page.goto(`/enter/contests/${id}/result`)
  await page.getByRole('textbox', { name: '手机号' }).fill(captain.phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  const code = await page.locator('.my-code').textContent()
  await page.getByRole('textbox', { name: /验证码/ }).fill(code!.trim())
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('heading', { name: '我们的结果' }).waitFor()
  await look('enter-result')
  for (const [name, file] of [
    ['下载证书', 'certificate.pdf'],
    ['下载存证回执', 'receipt.json'],
  ] as const) {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name }).click()
    await writeFile(join(folder, file), await readFile(await (await download).path()))
  }
  await page.getByRole('textbox', { name: '成果展示' }).fill('我们用合成数据预测住院费用。')
  await page.getByRole('button', { name: '同意公开显示' }).click()
  await page.getByRole('button', { name: '停止显示' }).waitFor()
  await page.getByLabel('要验证什么').fill('在真实数据上验证')
  await page.getByLabel('需要哪些数据').fill('住院结算')
  await page.getByLabel(/订立合约的单位/).fill('91350100M000100Y43')
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByText('已申请').waitFor()
  await look('enter-result-asked')
}

/** As somebody does who has the two files and the key, and nothing of the space. */
async function verifiesOffline(portal: Portal, folder: string): Promise<void> {
  const key = await (await fetch(`${portal.address}/api/evidence/key`)).text()
  const at = (name: string) => join(folder, name)
  await writeFile(at('space.vkey'), key)
  const verify = (result: string) =>
    execFileSync(
      process.execPath,
      [
        join(ROOT, 'src/cli.ts'),
        'verify',
        at('receipt.json'),
        '--key',
        at('space.vkey'),
        '--result',
        at(result),
      ],
      { encoding: 'utf8', env: { PATH: process.env.PATH, XINYU_HOME: at('nowhere') } },
    )
  expect(verify('certificate.pdf')).toContain('certificate.issued')
  const forged = await readFile(at('certificate.pdf'))
  forged[forged.length - 30]! ^= 1
  await writeFile(at('forged.pdf'), forged)
  // Exit code 2: the file is another, and not that nothing could be said of it.
  expect(() => verify('forged.pdf')).toThrow(expect.objectContaining({ status: 2 }))
}

async function readsPublicPage(page: Page, { code }: Contest, number: string): Promise<void> {
  await page.goto(`/contest/${code}/certificates/${number}`)
  await page.getByText('✓ 有效').waitFor()
  await page.getByText('甲队长（合成）').waitFor()
  expect(await overflow(page)).toBeLessThanOrEqual(1)
  await checkAxe(page)
  await page.goto(`/contest/${code}/certificates/${number.slice(0, -1)}!`)
  await page.getByRole('heading', { name: /查无此证/ }).waitFor()
  await checkAxe(page)
}

/** The same pages narrow, dark, in English. */
export async function contestAfterNarrow(portal: Portal, { contest }: AwardedContest): Promise<void> {
  const narrow = await visitor(portal, { language: 'en', theme: 'dark', width: 390 })
  await signInAs(narrow.page, 'organiser')
  for (const part of [
    'awards',
    'awards?tab=published',
    'awards?tab=green',
    'awards?tab=interests',
    'report',
    'closing',
  ])
    await narrow.visit(`/contests/${contest.id}/${part}`, `en-contest-${part.replace('?tab=', '-')}-narrow`)
  await narrow.visit('/follow-up', 'en-follow-up-narrow')
  await narrow.close()
}

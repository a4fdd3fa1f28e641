import { readFile } from 'node:fs/promises'
import { expect } from 'vitest'
import {
  pdfBytes,
  type PutTeam,
  putContest,
  putTeams,
  smallScheme,
} from '../../../src/contest/submission/work.fixture.ts'
import type { Core } from '../../../src/safeguard/evidence/index.ts'
import { verifyReceipt } from '../../../src/safeguard/evidence/verifier/index.ts'
import { type Portal, signInAs, type Visitor, visitor } from '../support/index.ts'

const PHONE = { width: 390, height: 844 } as const
const HOUR_MS = 3_600_000

/** A contest of the demo's organiser whose first round is open, with two admitted teams. People are made up. */
async function prepared(core: Core): Promise<{ id: string; teams: PutTeam[] }> {
  const row = await core.db
    .selectFrom('app_user')
    .select(['id', 'participant_id', 'roles'])
    .where('login', '=', 'organiser')
    .executeTakeFirstOrThrow()
  const actor = { kind: 'user', userId: row.id, participantId: row.participant_id, roles: row.roles } as const
  const now = core.clock.now()
  const round = { opensAt: now - HOUR_MS, closesAt: now + 2 * HOUR_MS, maxBytes: 20_000_000 }
  const contest = await putContest(core, smallScheme(round), now, actor)
  return { id: contest.id, teams: await putTeams(core, contest, 2, now) }
}

async function captainOf(
  portal: Portal,
  team: PutTeam,
  reader: Parameters<typeof visitor>[1],
): Promise<Visitor> {
  const one = await visitor(portal, reader)
  const [name, value] = team.cookie.split('=') as [string, string]
  await one.page.context().addCookies([{ name, value, url: portal.address }])
  return one
}

const choose = (one: Visitor, bytes: Buffer, name = '作品报告.pdf') =>
  one.page
    .getByLabel('为“report”选择文件')
    .setInputFiles({ name, mimeType: 'application/pdf', buffer: bytes })

/**
 * On a phone: the form is kept while it is written, a file that was stopped goes on after a reload, a wrong file is told,
 * the work is handed in, its receipt verifies offline; the organiser sees who has not handed in and reminds.
 */
export async function contestWork(portal: Portal, core: Core): Promise<void> {
  const { id, teams } = await prepared(core)
  const path = `/enter/contests/${id}/work/first`
  const captain = await captainOf(portal, teams[0]!, PHONE)
  const { page } = captain
  await captain.visit(path, 'work-empty')
  await page.getByRole('textbox', { name: 'summary' }).fill('用合成的结算数据建立住院费用模型。')
  await page.getByText('草稿已保存').waitFor()

  await choose(captain, Buffer.from('not a pdf at all'))
  await page.getByText('文件内容与扩展名不符', { exact: false }).waitFor()
  await captain.look('work-refused')

  // The line is slow enough to stop the file in its second piece.
  const bytes = pdfBytes(9_000_000)
  await page.route('**/api/contest/files/*?offset=4194304', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    await route.continue().catch(() => {})
  })
  const second = page.waitForRequest(/offset=4194304/)
  await choose(captain, bytes)
  const pause = page.getByRole('button', { name: '暂停' })
  await expect
    .poll(async () => (await page.getByText(/正在上传/).count()) > 0, { timeout: 20_000 })
    .toBe(true)
  await second
  await pause.click()
  await page.getByRole('button', { name: '继续' }).waitFor()
  await captain.look('work-paused')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  page.once('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await page.getByText('再次选择同一个文件').waitFor()
  const offsets: string[] = []
  page.on('request', (request) => {
    const offset = /contest\/files\/[^?]+\?offset=(\d+)/.exec(request.url())?.[1]
    if (offset !== undefined) offsets.push(offset)
  })
  await choose(captain, bytes)
  await page.getByText('已收到').waitFor({ timeout: 60_000 })
  // What had come before the reload was not sent again.
  expect(offsets).not.toContain('0')

  await captain.look('work-ready')
  await page.getByRole('button', { name: '提交', exact: true }).click()
  await page.getByText('已提交，版本 1').waitFor()
  await captain.look('work-submitted')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载存证回执' }).click()
  const receipt = await readFile(await (await download).path())
  expect(verifyReceipt(receipt, { vkey: core.evidence.vkey() }).ok).toBe(true)

  await page.getByRole('textbox', { name: 'summary' }).fill('改过一次的说明。')
  await page.getByText('版本 1 提交之后又有改动', { exact: false }).waitFor()
  await page.getByRole('button', { name: '再次提交' }).click()
  await page.getByText('已提交，版本 2').waitFor()
  await captain.close()

  const organiser = await visitor(portal)
  await signInAs(organiser.page, 'organiser')
  await organiser.visit(`/contests/${id}/works`, 'works')
  await organiser.page.getByRole('button', { name: '提醒未提交的队伍' }).click()
  await organiser.page.getByRole('dialog').getByRole('button', { name: '提醒未提交的队伍' }).click()
  await organiser.page.getByText('已提醒 1 支队伍').waitFor()
  await organiser.page.getByRole('button', { name: '作品 0' }).click()
  await organiser.page.getByText('改过一次的说明。').waitFor()
  await organiser.look('works-one')
  await organiser.close()

  const other = await captainOf(portal, teams[1]!, { ...PHONE, language: 'en', theme: 'dark' })
  await other.page.goto(path)
  await other.page.getByText('The organiser reminded you', { exact: false }).waitFor()
  await other.look('work-reminded-en-dark')
  await other.close()
}

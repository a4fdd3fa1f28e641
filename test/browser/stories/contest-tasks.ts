import { exampleScheme, Scheme } from '../../../src/contest/scheme/index.ts'
import { STAY_COST, stayCost } from '../../../src/contest/scoring/index.ts'
import { type PutTeam, putContest, putTeams } from '../../../src/contest/submission/work.fixture.ts'
import type { Core } from '../../../src/safeguard/evidence/index.ts'
import { pick, type Portal, signInAs, type Visitor, visitor } from '../support/index.ts'

const PHONE = { width: 390, height: 844 } as const
const HOUR_MS = 3_600_000

/** A contest of the demo's organiser in its final, with two finalists. People are made up. */
async function prepared(core: Core): Promise<{ id: string; teams: PutTeam[] }> {
  const row = await core.db
    .selectFrom('app_user')
    .select(['id', 'participant_id', 'roles'])
    .where('login', '=', 'organiser')
    .executeTakeFirstOrThrow()
  const actor = { kind: 'user', userId: row.id, participantId: row.participant_id, roles: row.roles } as const
  const now = core.clock.now()
  const { opensAt } = exampleScheme('national-2025', 0).final!
  const example = exampleScheme('national-2025', now - opensAt - HOUR_MS)
  const task = { ...STAY_COST, cpuSeconds: 5 }
  const scheme = Scheme.parse({ ...example, final: { ...example.final!, tasks: [task] } })
  const contest = await putContest(core, scheme, now, actor)
  const teams = await putTeams(core, contest, 2, now)
  const rows = teams.map(({ teamId }) => ({
    contest_id: contest.id,
    team_id: teamId,
    participant_id: null,
    project_id: null,
    problem: null,
    created_at: now,
    updated_at: now,
  }))
  await core.db.insertInto('contest_finalist').values(rows).execute()
  return { id: contest.id, teams }
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

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })

const PROGRAM = `
def predict(rows):
    print('rows', len(rows))
    return [6000 + 900 * row['days'] + 9000 * row['surgery'] for row in rows]
`

/** The clock of a served demo stands for nobody: the moment of the answer is brought near instead. */
const answerSoon = (core: Core) =>
  core.db
    .updateTable('contest_task_run')
    .set({ answer_at: core.clock.now() })
    .where('kind', '=', 'hidden')
    .where('answered_at', 'is', null)
    .where('ended_at', 'is not', null)
    .executeTakeFirst()

/**
 * The organiser brings the data of a hidden test; a team hands a program in from a phone, reads its log, has it scored
 * on the hidden rows, and both see it on the board.
 */
export async function contestTasks(portal: Portal, core: Core): Promise<void> {
  const { id, teams } = await prepared(core)
  const data = stayCost(120, 20)
  const organiser = await visitor(portal)
  await signInAs(organiser.page, 'organiser')
  await organiser.visit(`/contests/${id}/tasks`, 'tasks-empty')
  await organiser.page.getByLabel('数据表（.csv）').setInputFiles(file('stays.csv', data.table))
  await organiser.page.getByLabel('公开样例', { exact: false }).setInputFiles(file('sample.csv', data.sample))
  await pick(organiser.page, '行编号列', 'stay')
  await pick(organiser.page, '答案列', 'cost')
  await organiser.page.getByRole('button', { name: '上传数据' }).click()
  await organiser.page.getByText('数据已就绪').waitFor()
  await organiser.look('tasks-ready')

  const captain = await captainOf(portal, teams[0]!, PHONE)
  const { page } = captain
  await captain.visit(`/enter/contests/${id}/tasks`, 'team-tasks')
  await page.getByText('住院费用预测', { exact: false }).click()
  await page.getByRole('heading', { name: '提交程序' }).waitFor()
  await captain.look('team-task')
  await page.getByLabel('程序文件', { exact: false }).setInputFiles(file('predict.py', PROGRAM))
  await page.getByRole('button', { name: '提交并在样例上运行' }).click()
  await page.getByText('已通过').waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: '查看日志' }).click()
  await page.getByText('rows 20').waitFor()
  await captain.look('team-task-sample')

  await page.getByRole('button', { name: '在隐藏数据上评测' }).click()
  await page.getByText(/排在第 1 位|结果将于/).waitFor()
  await captain.look('team-task-waits')
  for (let tries = 0; tries < 60; tries += 1) {
    const { numUpdatedRows } = await answerSoon(core)
    if (numUpdatedRows > 0n) break
    await page.waitForTimeout(500)
  }
  await page.getByText('已评分').waitFor({ timeout: 90_000 })
  await page.getByText('公开成绩', { exact: false }).first().waitFor()
  await captain.look('team-task-scored')
  await captain.close()

  await organiser.visit(`/contests/${id}/tasks`, 'tasks-run')
  await organiser.page.getByText('最终榜').first().click()
  await organiser.look('tasks-private-board')
  await organiser.close()

  const other = await captainOf(portal, teams[1]!, { ...PHONE, language: 'en', theme: 'dark' })
  await other.visit(`/enter/contests/${id}/tasks/stay_cost`, 'team-task-en-dark')
  await other.page.getByText('no score').waitFor()
  await other.close()
}

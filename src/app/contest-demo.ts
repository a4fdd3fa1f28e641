import type { UserActor } from '../kernel/actor.ts'
import { makeDemoEntries } from '../contest/entry/index.ts'
import { answer, ask, showPost, writePost } from '../contest/notices/index.ts'
import { makeDemoPanel } from '../contest/panel/index.ts'
import { makeDemoTask, STAY_COST } from '../contest/scoring/index.ts'
import {
  contestById,
  createContest,
  exampleScheme,
  publishContest,
  type Scheme,
} from '../contest/scheme/index.ts'
import type { Core } from '../safeguard/evidence/index.ts'

/** Address of the contest of the demo. */
export const DEMO_CONTEST = 'demo-2025'

const DAY_MS = 86_400_000

/**
 * A small contest of the form of 2025 in the demo space, held by the operator, open for entry. Each step looks first
 * whether it was done, so that a killed start goes on. Everything in it is invented.
 */
export async function makeDemoContest(core: Core): Promise<void> {
  const officer = await organiserOf(core)
  if (!officer) return
  const contestId = await demoContest(core, officer)
  await demoPosts(core, officer, contestId)
  await demoQuestion(core, officer, contestId)
  const contest = await contestById(core, contestId)
  await makeDemoEntries(core, officer, contest)
  await makeDemoPanel(core, officer, contest)
  await makeDemoTask(core, officer, contest)
}

/** The demo's organiser; null where the space is no demo. */
async function organiserOf({ db }: Core): Promise<UserActor | null> {
  const row = await db
    .selectFrom('app_user')
    .select(['id', 'participant_id', 'roles'])
    .where('login', '=', 'organiser')
    .executeTakeFirst()
  return row ? { kind: 'user', userId: row.id, participantId: row.participant_id, roles: row.roles } : null
}

async function demoContest(core: Core, officer: UserActor): Promise<string> {
  const known = await core.db
    .selectFrom('contest')
    .select(['id', 'state'])
    .where('code', '=', DEMO_CONTEST)
    .executeTakeFirst()
  const id =
    known?.id ??
    (await createContest(core, officer, { code: DEMO_CONTEST, scheme: demoScheme(core.clock.now()) }))
  if (known === undefined || known.state === 'draft') await publishContest(core, officer, id)
  return id
}

/** Entry opened a week ago and works are taken already, so that a visitor can do both. */
function demoScheme(now: number): Scheme {
  const scheme = exampleScheme('national-2025', midnight(now) - 7 * DAY_MS)
  return {
    ...scheme,
    titleZh: '智慧医保大赛（演示）',
    titleEn: 'Smart medical insurance contest (demo)',
    rounds: scheme.rounds.map((round) => ({
      ...round,
      submission: { ...round.submission, opensAt: scheme.entry.opensAt + DAY_MS },
    })),
    final: scheme.final && { ...scheme.final, tasks: [STAY_COST] },
  }
}

/** 00:00 of the day in Beijing: the contest's own time zone, which has no summer time. */
const midnight = (now: number): number => Math.floor((now + 8 * 3_600_000) / DAY_MS) * DAY_MS - 8 * 3_600_000

const POSTS = [
  {
    titleZh: '大赛报名开始（演示）',
    titleEn: 'Entry is open (demo)',
    textZh:
      '即日起可在线报名。队长注册并创建团队，邀请队员，签署声明后提交审核。\n\n- 一人只能参加一支团队\n- 报名须实名核验\n- 团队单位须填写统一社会信用代码',
    textEn:
      'Entry is open online. The captain makes the team, invites its members, and submits it when all have signed.\n\n- One person is in one team only\n- Real names are verified\n- Bodies are entered with their credit code',
    pinned: true,
  },
  {
    titleZh: '关于决赛数据环境的说明（演示）',
    titleEn: 'About the data of the final (demo)',
    textZh:
      '决赛在可信数据空间内进行。入围团队按项目获得“最小够用”的去标识化数据；结果须经双人审核才能带出。',
    textEn:
      'The final is held inside the trusted data space. Each finalist gets a minimal set of de-identified data for its project; results leave after two checkers.',
    pinned: false,
  },
]

async function demoPosts(core: Core, officer: UserActor, contestId: string): Promise<void> {
  const known = await core.db
    .selectFrom('contest_post')
    .select(['id', 'title_zh', 'state'])
    .where('contest_id', '=', contestId)
    .execute()
  for (const post of POSTS) {
    const found = known.find(({ title_zh }) => title_zh === post.titleZh)
    const id = found?.id ?? (await writePost(core, officer, contestId, post))
    if (found === undefined || found.state === 'draft') await showPost(core, officer, contestId, id, true)
  }
}

const QUESTION = '学生团队可以和企业联合报名吗？'

async function demoQuestion(core: Core, officer: UserActor, contestId: string): Promise<void> {
  const known = await core.db
    .selectFrom('contest_question')
    .select(['id', 'state'])
    .where('contest_id', '=', contestId)
    .where('text', '=', QUESTION)
    .executeTakeFirst()
  const id = known?.id ?? (await ask(core, contestId, { entrantId: null, address: 'demo' }, QUESTION))
  if (known === undefined || known.state === 'waiting')
    await answer(core, officer, contestId, id, {
      text: QUESTION,
      answerZh: '可以。一支团队最多由 5 家单位组成，请在报名时填写全部单位并指定牵头单位。',
      answerEn: 'Yes. A team may consist of up to 5 bodies; enter all of them and name the leading one.',
    })
}

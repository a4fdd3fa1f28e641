import { type Contest, contestByCode } from '../scheme/index.ts'
import type { ContestTools } from '../tools.ts'
import { publicResults } from '../after/index.ts'
import type { Site } from './html/site.ts'
import { QUESTIONS_A_PAGE } from './html/pages/questions.ts'
import { publicPosts, publicQuestions } from '../notices/index.ts'

export interface Loaded {
  readonly site: Site
  /** Published questions in all. */
  readonly questions: number
}

/** What the pages of a contest are made of, at one moment. @throws XinyuError NOT_FOUND */
export async function loadSite({ core, ports }: ContestTools, code: string, page: number): Promise<Loaded> {
  const contest = await contestByCode(core, code)
  const offset = (page - 1) * QUESTIONS_A_PAGE
  const [names, posts, questions, results, changes] = await Promise.all([
    organiserNames(core, contest),
    publicPosts(core, contest.id),
    publicQuestions(core, contest.id, { offset, limit: QUESTIONS_A_PAGE }),
    publicResults(core, contest.id),
    changesOf(core, contest),
  ])
  const site: Site = {
    contest,
    ...names,
    posts,
    questions: questions.items,
    results,
    changes,
    demo: ports.demo,
    now: core.clock.now(),
  }
  return { site, questions: questions.total }
}

export async function organiserNames(
  { db }: Pick<ContestTools['core'], 'db'>,
  { organiserId }: Pick<Contest, 'organiserId'>,
): Promise<{ organiserZh: string; organiserEn: string }> {
  const body = await db
    .selectFrom('participant')
    .select(['name_zh', 'name_en'])
    .where('id', '=', organiserId)
    .executeTakeFirst()
  return { organiserZh: body?.name_zh ?? '', organiserEn: body?.name_en ?? '' }
}

const MOST_CHANGES = 30

/** What was changed since the public knows of it. */
async function changesOf({ db }: Pick<ContestTools['core'], 'db'>, { id, publishedAt }: Contest) {
  return db
    .selectFrom('contest_scheme')
    .select(['at', 'reason'])
    .where('contest_id', '=', id)
    .where('at', '>=', publishedAt ?? 0)
    .where('reason', '<>', '')
    .orderBy('number', 'desc')
    .limit(MOST_CHANGES)
    .execute()
}

/** Contests that are announced, newest first. */
export async function announcedContests(
  db: ContestTools['core']['db'],
): Promise<{ code: string; titleZh: string; titleEn: string; changedAt: number }[]> {
  const rows = await db
    .selectFrom('contest')
    .innerJoin('contest_scheme as version', (join) =>
      join.onRef('version.contest_id', '=', 'contest.id').onRef('version.number', '=', 'contest.number'),
    )
    .select(['contest.code', 'contest.scheme', 'version.at', 'contest.published_at'])
    .where('contest.state', '<>', 'draft')
    .orderBy('contest.published_at', 'desc')
    .limit(MOST_LISTED)
    .execute()
  return rows.map(({ code, scheme, at, published_at }) => ({
    code,
    titleZh: scheme.titleZh,
    titleEn: scheme.titleEn,
    changedAt: Math.max(at, published_at ?? 0),
  }))
}

const MOST_LISTED = 200

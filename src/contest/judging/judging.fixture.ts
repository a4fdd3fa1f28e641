import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { uuid7 } from '../../kernel/random.ts'
import type { App } from '../../platform/http/index.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { type Core, evidenceRoutes } from '../../safeguard/evidence/index.ts'
import { signedIn, entrantClient, makeTeam, testServer, testTools } from '../entry/entry.fixture.ts'
import { entryMigrations, entryRoutes, type Team } from '../entry/index.ts'
import { keepBlind } from '../panel/blind/vault.ts'
import { panelMigrations } from '../panel/index.ts'
import { type Contest, Quota, type Scheme, schemeMigrations, type SchemeInput } from '../scheme/index.ts'
import { submissionMigrations } from '../submission/index.ts'
import { manifestHash } from '../submission/manifest.ts'
import { putContest, smallScheme } from '../submission/work.fixture.ts'
import type { SheetDraft } from './model.ts'
import { judgingMigrations, judgingRoutes } from './index.ts'

/** Names that no expert may ever be sent. */
export const SECRET = { team: '机密队', person: '机密人', title: '机密标题', file: '机密文件' } as const

export interface PutExpert {
  readonly id: string
  readonly name: string
  readonly actor: UserActor
}

export interface PutWork {
  readonly id: string
  readonly team: Team
  readonly phone: string
}

export interface JudgingSpace {
  readonly space: TestSpace
  readonly core: Core
  readonly app: App
  readonly contest: Contest
  readonly organiser: UserActor
  readonly experts: readonly PutExpert[]
  readonly works: readonly PutWork[]
  /** The code by which an expert knows a work. */
  code(expert: number, work: number): string
  assignment(expert: number, work: number): string
  /** `/desk/…/works/…` of an expert's work. */
  desk(expert: number, work: number): string
  /** `/contests/…/rounds/first`. */
  readonly base: string
  call(who: UserActor | null, method: 'GET' | 'POST' | 'PUT', url: string, body?: object): Promise<Answer>
  /** An expert hands in: every criterion has these points. */
  submit(expert: number, work: number, value: number, over?: Partial<SheetDraft>): Promise<Answer>
  /** A team's captain at the door. */
  team(work: number): Promise<ReturnType<typeof entrantClient>>
  stop(): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly raw: string
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it names
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read whatever comes
  readonly body: any
  readonly headers: Record<string, unknown>
}

type Review = SchemeInput['rounds'][number]['review']
export interface MadeJudging {
  readonly experts?: number
  readonly works?: number
  readonly review?: Partial<Review>
  readonly quota?: SchemeInput['rounds'][number]['quota']
}

const HOUR = 3_600_000
export const ROUND = 'first'
/** Codes whose order is neither that of works nor of teams nor of times. */
const CODES = ['K7', 'B2', 'X9', 'F4', 'Q1', 'C8']

/** Everybody judges everything; the review has just begun. Experts 0 and 1 are colleagues, 2 is of the organiser's body. */
export async function judgingSpace(made: MadeJudging = {}): Promise<JudgingSpace> {
  const space = await testSpace([
    schemeMigrations,
    entryMigrations,
    submissionMigrations,
    panelMigrations,
    judgingMigrations,
  ])
  const { core, clock } = space
  const now = clock.now()
  const organiser = user(['data_officer'])
  const contest = await putContest(core, judgedScheme(now, made), now, organiser)
  const colleague = randomUUID()
  const bodies = [colleague, colleague, organiser.participantId]
  const actors = Array.from({ length: made.experts ?? 3 }, (_, at) =>
    user(['expert'], bodies[at] ?? randomUUID()),
  )
  const { experts, works, at } = await putJudging(core, contest, actors, made.works ?? 3)
  // Calls at once are of different people.
  const caller = new AsyncLocalStorage<UserActor | null>()
  const tools = testTools(core)
  const app = await testServer(
    (server) => {
      entryRoutes(server, tools)
      judgingRoutes(server, tools)
      evidenceRoutes(server, core)
    },
    () => caller.getStore() ?? null,
  )
  const call: JudgingSpace['call'] = async (who, method, url, body) => {
    const answer = await caller.run(who, async () =>
      app.inject({ method, url: `/api${url}`, ...(body === undefined ? {} : { payload: body }) }),
    )
    const json = (answer.headers['content-type'] ?? '').includes('json')
    return {
      status: answer.statusCode,
      raw: answer.payload,
      body: json && answer.payload ? JSON.parse(answer.payload) : null,
      headers: answer.headers,
    }
  }
  const desk = (e: number, w: number) => `/desk/${contest.id}/${ROUND}/works/${at(e, w).code}`
  clock.advance(contest.scheme.rounds[0]!.review.opensAt + 1000 - now)
  return {
    space,
    core,
    app,
    contest,
    organiser,
    experts,
    works,
    code: (e, w) => at(e, w).code,
    assignment: (e, w) => at(e, w).id,
    desk,
    base: `/contests/${contest.id}/rounds/${ROUND}`,
    call,
    async submit(e, w, value, over = {}) {
      const who = experts[e]!.actor
      const { body } = await call(who, 'GET', desk(e, w))
      return call(who, 'POST', `${desk(e, w)}/submit`, {
        scores: { value, method: value / 2 },
        comment: '',
        privateNote: '',
        revision: body?.sheet?.revision ?? 0,
        ...over,
      })
    },
    team: async (w) => entrantClient(app, await signedIn(app, works[w]!.phone)),
    async stop() {
      await app.close()
      await space.stop()
    },
  }
}

/** Works with their blind copies, experts with their profiles, and everybody assigned to everything. */
export async function putJudging(core: Core, contest: Contest, actors: readonly UserActor[], count: number) {
  const now = core.clock.now()
  const works = await Promise.all(Array.from({ length: count }, (_, at) => putWork(core, contest, at, now)))
  const experts = await Promise.all(actors.map((actor, at) => putExpert(core, contest, actor, at)))
  const given = new Map<string, { id: string; code: string }>()
  for (const [e, expert] of experts.entries())
    for (const [w, work] of works.entries()) {
      // In the order in which they are made, as ids are.
      const id = uuid7(core.random, now + w)
      const code = `${CODES[w]}E${e}`
      given.set(`${e} ${w}`, { id, code })
      await core.db
        .insertInto('contest_assignment')
        .values({
          id,
          contest_id: contest.id,
          round: ROUND,
          expert_id: expert.id,
          work_id: work.id,
          team_id: work.team.id,
          code,
          state: 'assigned',
          by: 'machine',
          reason: '',
          created_at: now,
          ended_at: null,
        })
        .execute()
    }
  return { works, experts, at: (e: number, w: number) => given.get(`${e} ${w}`)! }
}

const user = (roles: UserActor['roles'], participantId: string = randomUUID()): UserActor => ({
  kind: 'user',
  userId: randomUUID(),
  participantId,
  roles,
})

/** Entry and submission are behind when the clock says `now` and an hour. */
export function judgedScheme(now: number, { review, quota }: MadeJudging = {}): Scheme {
  const scheme = smallScheme({ opensAt: now - 2 * HOUR, closesAt: now + HOUR })
  const [round, ...rest] = scheme.rounds
  const both = (text: string) => ({ titleZh: text, titleEn: text })
  return {
    ...scheme,
    rounds: [
      {
        ...round!,
        quota: Quota.parse({ total: 1, ...quota }),
        review: {
          ...round!.review,
          rubric: {
            criteria: [
              { code: 'value', ...both('value'), weight: 60, max: 100, anchors: [] },
              { code: 'method', ...both('method'), weight: 40, max: 50, anchors: [] },
            ],
          },
          scoring: { ...round!.review.scoring, reviewsPerWork: 3, fewest: 2, calibrate: 'report' },
          appealDays: 3,
          ...(review as Partial<Scheme['rounds'][number]['review']>),
        },
      },
      ...rest,
    ],
  }
}

async function putWork(core: Core, contest: Contest, at: number, now: number): Promise<PutWork> {
  const { team, members } = await makeTeam(core, contest, {
    name: `${SECRET.team}${at}`,
    title: `${SECRET.title}${at}`,
    members: [`${SECRET.person}${at}`],
  })
  const id = uuid7(core.random, now + at)
  const fields = { summary: `摘要 ${SECRET.person}${at}` }
  const files = [
    {
      id: uuid7(core.random, now),
      field: 'report',
      name: `${SECRET.file}${at}.pdf`,
      bytes: 10,
      digest: 'ab'.repeat(32),
      type: 'pdf',
    },
  ]
  const work = {
    workId: id,
    contestId: contest.id,
    teamId: team.id,
    round: ROUND,
    division: team.division,
    title: team.title,
    version: 1,
    submittedAt: now + at,
    fields,
    files,
  }
  const digest = manifestHash(work)
  await core.db
    .insertInto('contest_work')
    .values({
      id,
      contest_id: contest.id,
      team_id: team.id,
      round: ROUND,
      state: 'submitted',
      fields: JSON.stringify(fields),
      draft: 1,
      version: 1,
      submitted_at: now + at,
      digest,
      leaf: null,
      created_at: now,
      updated_at: now,
    })
    .execute()
  await core.db
    .insertInto('contest_work_version')
    .values({
      id: uuid7(core.random, now),
      work_id: id,
      version: 1,
      title: team.title,
      division: team.division,
      fields: JSON.stringify(fields),
      files: JSON.stringify(files),
      digest,
      scheme_number: 1,
      by_entrant: team.captainId,
      submitted_at: now + at,
      late: false,
      leaf: null,
    })
    .execute()
  await core.db
    .insertInto('contest_blind')
    .values({
      work_id: id,
      contest_id: contest.id,
      round: ROUND,
      version: 1,
      edition: 1,
      title: `匿名作品 ${CODES[at]}`,
      fields: JSON.stringify([{ code: 'summary', text: '摘要 ■■' }]),
      flags: '[]',
      redactions: '[]',
      kept: '[]',
      state: 'clear',
      at: now,
    })
    .execute()
  const copy = uuid7(core.random, now)
  const bytes = Buffer.from(`clean copy ${at}`)
  await core.db
    .insertInto('contest_blind_file')
    .values({
      id: copy,
      work_id: id,
      source_id: files[0]!.id,
      source_digest: files[0]!.digest,
      field: 'report',
      place: 1,
      type: 'pdf',
      bytes: bytes.length,
      digest: digestOf(bytes),
      state: 'clean',
      why: null,
      replaced: false,
      reason: '',
      key: await keepBlind(core, copy, bytes),
    })
    .execute()
  return { id, team, phone: members[0]!.phone }
}

async function putExpert(core: Core, contest: Contest, actor: UserActor, at: number): Promise<PutExpert> {
  const now = core.clock.now()
  const id = uuid7(core.random, now)
  const name = `专家姓名${String.fromCharCode(0x7532 + at)}`
  await core.db
    .insertInto('contest_expert')
    .values({
      id,
      organiser_id: contest.organiserId,
      user_id: actor.userId,
      name,
      title: '',
      fields: [],
      max_load: 50,
      state: 'active',
      created_at: now,
      updated_at: now,
    })
    .execute()
  await core.db
    .insertInto('contest_panelist')
    .values({
      contest_id: contest.id,
      round: ROUND,
      expert_id: id,
      salt: 'salt',
      added_at: now,
      declared_at: now,
    })
    .execute()
  return { id, name, actor }
}

import { pino } from 'pino'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { systemRandom, type UserActor } from '../../kernel/index.ts'
import { type App, createServer } from '../../platform/http/index.ts'
import { createJobs, migrations as jobMigrations } from '../../platform/jobs/index.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { testTools } from '../entry/entry.fixture.ts'
import { entryMigrations } from '../entry/index.ts'
import { type Contest, schemeMigrations } from '../scheme/index.ts'
import type { ContestTools } from '../tools.ts'
import { registerSubmissionJobs, submissionMigrations, submissionRoutes } from './index.ts'
import { type MadeRound, pdfBytes, type PutTeam, putContest, putTeams, smallScheme } from './work.fixture.ts'

export interface WorkSpace {
  readonly space: TestSpace
  readonly tools: ContestTools
  readonly organiser: UserActor
  readonly contest: Contest
  readonly teams: readonly PutTeam[]
  /** Teams that the short list of the first round names. */
  readonly goesOn: Set<string>
  /** Path of the work of a round. */
  readonly work: (round?: string) => string
  call(who: PutTeam | 'organiser', method: Method, url: string, body?: object | Buffer): Promise<Answer>
  /** A whole file at a form's field. */
  send(team: PutTeam, field: string, name: string, bytes: Buffer, round?: string): Promise<Answer>
  /** Fills the form so that nothing is missing. */
  fill(team: PutTeam, summary?: string): Promise<number>
  stop(): Promise<void>
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
export interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it names
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read whatever comes
  readonly body: any
  readonly raw: Buffer
  readonly headers: Record<string, unknown>
}

export async function workSpace(round: Partial<MadeRound> = {}, count = 3): Promise<WorkSpace> {
  const space = await testSpace([jobMigrations, schemeMigrations, entryMigrations, submissionMigrations])
  const { core, clock } = space
  const now = clock.now()
  const log = pino({ level: 'silent' })
  Object.assign(core, { jobs: createJobs({ db: core.db, clock, random: systemRandom, log }) })
  const organiser: UserActor = {
    kind: 'user',
    userId: crypto.randomUUID(),
    participantId: crypto.randomUUID(),
    roles: ['data_officer'],
  }
  const goesOn = new Set<string>()
  const tools = testTools(core, { goesOn: async () => goesOn })
  registerSubmissionJobs(core)
  await core.jobs.start()
  const app: App = await createServer({
    log,
    version: 'test',
    bodyLimitBytes: 1 << 20,
    ratePerMinute: 100_000,
    trustedProxies: [],
    authenticate: async ({ headers }) => (headers['x-organiser'] ? organiser : null),
    isSameOrigin: () => true,
  })
  submissionRoutes(app, tools)
  await app.ready()
  const contest = await putContest(
    core,
    smallScheme({ opensAt: now - 1000, closesAt: now + 3_600_000, ...round }),
    now,
    organiser,
  )
  const teams = await putTeams(core, contest, count, now)

  const call: WorkSpace['call'] = async (who, method, url, body) => {
    const raw = Buffer.isBuffer(body)
    const answer = await app.inject({
      method,
      url: `/api${url}`,
      headers: {
        ...(who === 'organiser' ? { 'x-organiser': '1' } : { cookie: who.cookie }),
        ...(raw ? { 'content-type': 'application/octet-stream' } : {}),
      },
      ...(body === undefined ? {} : { payload: body }),
    })
    const json = (answer.headers['content-type'] ?? '').includes('json')
    return {
      status: answer.statusCode,
      body: json && answer.body ? JSON.parse(answer.body) : answer.rawPayload,
      raw: answer.rawPayload,
      headers: answer.headers,
    }
  }
  const work = (code = 'first') => `/contest/contests/${contest.id}/work/${code}`
  const send: WorkSpace['send'] = async (team, field, name, bytes, code) => {
    const asked = { field, name, bytes: bytes.length, digest: digestOf(bytes) }
    const begun = await call(team, 'POST', `${work(code)}/files`, asked)
    if (begun.status !== 200) return begun
    const piece = await call(team, 'PUT', `/contest/files/${begun.body.id}?offset=0`, bytes)
    return piece.status === 200 ? call(team, 'POST', `/contest/files/${begun.body.id}/finish`) : piece
  }
  return {
    space,
    tools,
    organiser,
    contest,
    teams,
    goesOn,
    work,
    call,
    send,
    async fill(team, summary = '医保数据赋能的一个合成作品') {
      const { body } = await call(team, 'GET', work())
      const saved = await call(team, 'PUT', work(), { fields: { summary }, draft: body.draft })
      if (!body.files.some((file: { field: string }) => file.field === 'report'))
        await send(team, 'report', '报告.pdf', pdfBytes(3000))
      return saved.body.draft
    },
    async stop() {
      await app.close()
      await core.jobs.stop()
      await space.stop()
    },
  }
}

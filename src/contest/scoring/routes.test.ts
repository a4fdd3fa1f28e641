import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserActor } from '../../kernel/actor.ts'
import type { App } from '../../platform/http/index.ts'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { entrantClient, makeTeam, signedIn, testServer, testTools } from '../entry/entry.fixture.ts'
import { entryMigrations, entryRoutes } from '../entry/index.ts'
import { finalMigrations } from '../final/index.ts'
import { judgingMigrations } from '../judging/index.ts'
import { panelMigrations } from '../panel/index.ts'
import { makeContest, organiser } from '../scheme/contest.fixture.ts'
import { type Contest, schemeMigrations } from '../scheme/index.ts'
import { submissionMigrations } from '../submission/index.ts'
import type { ContestTools } from '../tools.ts'
import { STAY_COST, stayCost } from './demo.ts'
import { scoringOf } from './house.ts'
import type { Board, OrganiserTask, RunLog, TeamTask } from './model.ts'
import { scoringRoutes } from './routes.ts'
import { type Play, predicting, scriptedDriver } from './scoring.fixture.ts'
import { scoringMigrations } from './tables.ts'

let space: TestSpace
let app: App
let tools: ContestTools
let contest: Contest
let caller: UserActor | null
const officer = organiser()
const play: { now: Play } = { now: predicting((row) => 900 * Number(row.days)) }
type Client = ReturnType<typeof entrantClient>
let one: Client
let other: Client
let outside: Client
let guest: Client
const cookies: string[] = []
const at = () => `/contest/${contest.id}/tasks/stay_cost`

beforeAll(async () => {
  space = await testSpace([
    schemeMigrations,
    entryMigrations,
    submissionMigrations,
    panelMigrations,
    judgingMigrations,
    finalMigrations,
    scoringMigrations,
  ])
  const { core } = space
  contest = await makeContest(core, {
    actor: officer,
    change: (scheme) => ({ ...scheme, final: { ...scheme.final!, tasks: [STAY_COST] } }),
  })
  const elsewhere = await makeContest(core, {
    change: (scheme) => ({ ...scheme, final: { ...scheme.final!, tasks: [STAY_COST] } }),
  })
  space.clock.advance(contest.scheme.final!.opensAt + 1000 - core.clock.now())
  tools = testTools(core, { trials: scriptedDriver(play) })
  caller = null
  app = await testServer(
    (server) => {
      entryRoutes(server, tools)
      scoringRoutes(server, tools)
    },
    () => caller,
  )
  const come = async (where: Contest, finalist: boolean, name: string): Promise<Client> => {
    const { team, members } = await makeTeam(core, where, { name })
    const now = core.clock.now()
    const row = { contest_id: where.id, team_id: team.id, created_at: now, updated_at: now }
    if (finalist)
      await core.db
        .insertInto('contest_finalist')
        .values({ ...row, participant_id: null, project_id: null, problem: null })
        .execute()
    const cookie = await signedIn(app, members[0]!.phone)
    cookies.push(cookie)
    return entrantClient(app, cookie)
  }
  one = await come(contest, true, '甲队')
  other = await come(contest, true, '乙队')
  outside = await come(elsewhere, true, '外队')
  guest = await come(contest, false, '丙队')
})
afterAll(async () => {
  await scoringOf(tools).stop()
  await app.close()
  await space.stop()
})

/** A raw stream, as a browser sends a file. */
const bytes = (cookie: string, url: string, payload: Buffer, method: 'POST' | 'PUT' = 'POST') =>
  app.inject({
    method,
    url: `/api${url}`,
    headers: { cookie, 'content-type': 'application/octet-stream' },
    payload,
  })

describe('from the data to the board', () => {
  let artefact = ''
  let sample = ''
  let hidden = ''
  const settled = async () => {
    await scoringOf(tools).tick()
    await scoringOf(tools).settled()
    await scoringOf(tools).tick()
  }

  test('without data nothing can be handed in; the organiser brings them, with a sample', async () => {
    expect((await one.get<TeamTask>(at())).body).toMatchObject({ mayRun: false, task: { ready: false } })
    const { table, sample: rows } = stayCost(80, 10)
    const whole = Buffer.concat([Buffer.from(table), Buffer.from(rows)])
    const url = `/contests/${contest.id}/tasks/stay_cost/data?id=stay&answer=cost&sampleBytes=${Buffer.byteLength(rows)}`
    expect((await bytes('', url, whole, 'PUT')).statusCode).toBe(401)
    caller = { ...organiser(), participantId: crypto.randomUUID() }
    expect((await bytes('', url, whole, 'PUT')).json()).toMatchObject({ code: 'CONTEST_NOT_ORGANISER' })
    caller = officer
    const answer = await bytes('', url, whole, 'PUT')
    expect(answer.json<OrganiserTask>().data).toMatchObject({ rows: 80, sampleRows: 10, sampleMade: false })
    expect(answer.payload).not.toMatch(/S000/)
    caller = null
  })

  test('a program is handed in and runs on the sample, with its log', async () => {
    play.now = async (files, quiet) => ({ ...(await predicting(() => 5000)(files, quiet)), lines: ['hello'] })
    const handed = await bytes(cookies[0]!, `${at()}/artefacts?name=predict.py`, Buffer.from('x'))
    expect(handed.json<TeamTask>().runs).toHaveLength(1)
    await settled()
    const { runs } = (await one.get<TeamTask>(at())).body
    expect(runs[0]).toMatchObject({ kind: 'sample', state: 'scored', counted: false })
    ;[artefact, sample] = [runs[0]!.artefactId, runs[0]!.id]
    expect((await one.get<RunLog>(`${at()}/runs/${sample}/log`)).body.lines).toEqual([
      { stream: 'out', line: 'hello' },
    ])
  })

  test('it is scored on the hidden rows: asked, answered, on the board', async () => {
    const asked = await one.post<TeamTask>(`${at()}/runs`, { artefactId: artefact })
    expect(asked.body.quota).toMatchObject({ leftToday: 2 })
    hidden = asked.body.runs.find(({ kind }) => kind === 'hidden')!.id
    await settled()
    const before = (await one.get<TeamTask>(at())).body.runs.find(({ id }) => id === hidden)!
    expect(before).toMatchObject({ publicScore: null, problem: null, counted: false, leaf: null })
    space.clock.advance(600_000)
    await settled()
    const run = (await one.get<TeamTask>(at())).body.runs.find(({ id }) => id === hidden)!
    expect(run).toMatchObject({ state: 'scored', counted: true, privateScore: null, chosen: true })
    expect(run.publicScore).toBeGreaterThan(0)
    const board = (await other.get<Board>(`${at()}/board`)).body
    expect(board.rows.map(({ rank, mine, score }) => [rank, mine, score === null])).toEqual([
      [1, false, false],
      [2, true, true],
    ])
    expect(JSON.stringify(board)).not.toContain('甲队')
    expect((await one.get(`${at()}/runs/${hidden}/log`)).body.code).toBe('NOT_FOUND')
  })

  test('no other team sees or touches a run; who is not in the final, or in another contest, hands in nothing', async () => {
    expect((await other.get<TeamTask>(at())).body.runs).toEqual([])
    for (const client of [other, outside])
      for (const act of ['cancel', 'choose'])
        expect((await client.post(`${at()}/runs/${hidden}/${act}`)).body.code).toBe('NOT_FOUND')
    expect((await other.get(`${at()}/runs/${sample}/log`)).body.code).toBe('NOT_FOUND')
    expect((await other.post(`${at()}/runs`, { artefactId: artefact })).body.code).toBe('NOT_FOUND')
    expect((await outside.get(at())).body.code).toBe('NOT_FOUND')
    expect((await guest.get<TeamTask>(at())).body.mayRun).toBe(false)
    expect((await guest.post(`${at()}/runs`, { artefactId: artefact })).body.code).toBe(
      'CONTEST_TASK_NOT_FINALIST',
    )
    const nobody = entrantClient(app, '')
    expect((await nobody.get(at())).body.code).toBe('ENTRANT_NOT_SIGNED_IN')
  })

  test('the organiser sees exact scores; the release comes after the final', async () => {
    const url = `/api/contests/${contest.id}/tasks`
    caller = officer
    const runs = await app.inject({ method: 'GET', url: `${url}/stay_cost/runs` })
    const all = runs.json<{ items: { kind: string; privateExact: number | null }[]; total: number }>()
    expect(all.total).toBe(2)
    expect(all.items.find(({ kind }) => kind === 'hidden')!.privateExact).toBeGreaterThan(0)
    const board = await app.inject({ method: 'GET', url: `${url}/stay_cost/board?of=private` })
    expect(board.json<Board>().rows.map(({ name }) => name)).toEqual(['甲队', '乙队'])
    expect((await app.inject({ method: 'POST', url: `${url}/stay_cost/release` })).json()).toMatchObject({
      code: 'CONTEST_TASK_RELEASE_EARLY',
    })
    space.clock.advance(contest.scheme.final!.closesAt - space.core.clock.now())
    expect((await app.inject({ method: 'POST', url: `${url}/stay_cost/release` })).statusCode).toBe(200)
    caller = null
  })
})

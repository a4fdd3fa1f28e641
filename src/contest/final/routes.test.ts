import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserActor } from '../../kernel/actor.ts'
import type { App } from '../../platform/http/index.ts'
import { testServer, testTools } from '../entry/entry.fixture.ts'
import { takeFinalists } from './admission/take.ts'
import { commitDraw, makeDraw } from './draw/actions.ts'
import { type FinalSpace, finalSpace, makeJudges, noFinalPorts, preside } from './final.fixture.ts'
import { finalRoutes } from './routes.ts'
import { turnsOf } from './stage/turns.ts'

let space: FinalSpace
let app: App
let caller: UserActor | null = null
let judges: UserActor[]
beforeAll(async () => {
  space = await finalSpace(2)
  const { core, contest, officer } = space
  await takeFinalists(core, officer, contest.id)
  await preside(core, contest, officer)
  await commitDraw(core, officer, contest.id, 'contest')
  await makeDraw(core, officer, contest.id, [])
  judges = await makeJudges(core, contest, 1)
  app = await testServer(
    (one) => finalRoutes(one, testTools(core, { final: noFinalPorts })),
    () => caller,
  )
  await app.listen({ port: 0, host: '127.0.0.1' })
}, 60_000)
afterAll(async () => {
  await app?.close()
  await space?.stop()
})

async function call(who: UserActor | null, method: 'GET' | 'POST' | 'PUT', path: string, body?: object) {
  caller = who
  const answer = await app.inject({ method, url: `/api${path}`, ...(body ? { payload: body } : {}) })
  return { status: answer.statusCode, text: answer.payload, json: () => answer.json() }
}
const at = (path: string) => path.replace(':id', space.contest.id)

test('the hall and the draw are for everybody; the rest is for whose office it is', async () => {
  const { officer } = space
  const hall = await call(null, 'GET', at('/contest-front/hall/:id'))
  expect(hall.json()).toMatchObject({ current: null, over: 0, total: 2, released: null })
  // Ids of teams are of no use in the hall.
  expect(hall.text).not.toContain(space.teams[0]!.id)
  const draw = await call(null, 'GET', at('/contest-front/hall/:id/draw'))
  const [drawn] = draw.json().draws
  expect(drawn).toMatchObject({ state: 'drawn', verified: { commitment: true, root: true, order: true } })
  const receipt = await call(
    null,
    'GET',
    `${at('/contest-front/hall/:id/draw')}/${drawn.id}/receipt?of=commitment`,
  )
  expect(receipt.text).toContain(drawn.commit)
  expect(receipt.text).not.toContain(drawn.seed)
  for (const path of [
    '/contests/:id/stage',
    '/contests/:id/final',
    '/contests/:id/final/guests',
    '/desk/live/:id',
  ])
    expect((await call(null, 'GET', at(path))).status, path).toBe(401)
  expect((await call(judges[0]!, 'GET', at('/contests/:id/stage'))).status).toBe(403)
  const stranger: UserActor = { ...officer, userId: crypto.randomUUID(), participantId: crypto.randomUUID() }
  expect((await call(stranger, 'GET', at('/contests/:id/stage'))).status).toBe(403)
  expect(
    (
      await call({ ...officer, userId: crypto.randomUUID() }, 'GET', at('/contests/:id/stage/ranking'))
    ).json(),
  ).toMatchObject({
    code: 'CONTEST_NOT_PRESIDING',
  })
  expect((await call(officer, 'GET', at('/contests/:id/stage/ranking'))).status).toBe(200)
  const outsider: UserActor = { ...judges[0]!, userId: crypto.randomUUID() }
  expect((await call(outsider, 'GET', at('/desk/live/:id'))).status).toBe(404)
  expect((await call(outsider, 'GET', at('/desk/live/:id/events'))).status).toBe(404)
  expect((await call(outsider, 'GET', '/desk/live')).json()).toMatchObject({ total: 0 })
  expect((await call(judges[0]!, 'GET', '/desk/live')).json()).toMatchObject({ total: 1 })
  expect((await call(null, 'GET', `/contest-front/hall/${crypto.randomUUID()}`)).status).toBe(404)
})

test('a screen is told of the clock and of every change', async () => {
  const { core, contest, officer } = space
  const { port } = app.server.address() as { port: number }
  const gone = new AbortController()
  const answer = await fetch(`http://127.0.0.1:${port}/api/contest-front/hall/${contest.id}/events`, {
    signal: gone.signal,
  })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let told = ''
  const until = async (what: RegExp) => {
    while (!what.test(told)) told += (await reader.read()).value ?? ''
    const seen = told
    told = ''
    return seen
  }
  await until(/event: changed/)
  const [turn] = await turnsOf(core.db, contest.id)
  const moved = await call(officer, 'POST', at('/contests/:id/stage/move'), {
    turnId: turn!.id,
    seq: turn!.seq,
    move: 'start',
  })
  expect(moved.status).toBe(200)
  expect(await until(/event: changed/)).toMatch(
    /"state":"presenting".*"running":true|"running":true.*"state":"presenting"/,
  )
  // Each second, without anybody doing anything.
  expect(await until(/event: clock/)).toContain('"present":600000')
  gone.abort()
  const sheet = { turnId: turn!.id, scores: { value: 70, talk: 7 }, comment: '' }
  expect((await call(judges[0]!, 'POST', at('/desk/live/:id/sheet'), sheet)).status).toBe(200)
  expect((await call(judges[0]!, 'GET', at('/desk/live/:id'))).json()).toMatchObject({
    sheet: { state: 'submitted' },
    handedIn: 1,
  })
  const wrong = { ...sheet, scores: { value: 70, talk: 7, more: 1 } }
  expect((await call(judges[0]!, 'PUT', at('/desk/live/:id/sheet'), wrong)).status).toBe(400)
})

test('hostile input is refused before anything is looked at', async () => {
  const { officer } = space
  const many = { words: Array.from({ length: 2001 }, () => ({ teamId: crypto.randomUUID(), word: 'x' })) }
  expect((await call(officer, 'POST', at('/contests/:id/final/draw/make'), many)).status).toBe(400)
  expect(
    (await call(officer, 'POST', at('/contests/:id/stage/time'), { turnId: 'x', seq: 0, seconds: 1e9 }))
      .status,
  ).toBe(400)
  expect((await call(officer, 'PUT', at('/contests/:id/final'), { offers: 'all' })).status).toBe(400)
  expect((await call(officer, 'POST', at('/contests/:id/stage/release'))).json()).toMatchObject({
    code: 'STAGE_NOT_OVER',
  })
})

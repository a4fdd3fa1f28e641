import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserActor } from '../../../kernel/actor.ts'
import { takeFinalists } from '../admission/take.ts'
import { commitDraw, makeDraw } from '../draw/actions.ts'
import { type FinalSpace, finalSpace, makeJudges, noFinalPorts, preside } from '../final.fixture.ts'
import { finalRows } from '../ranking/combine.ts'
import { inputsHash } from '../ranking/inputs.ts'
import { finalRanking, releasedRanking, releaseRanking } from '../ranking/release.ts'
import { addTime, moveStage } from './actions.ts'
import { saveSheet, submitSheet } from './sheets.ts'
import type { Move } from './states.ts'
import { turnsOf } from './turns.ts'
import { hallView, instantView, judgeView, stageView } from './views.ts'

let space: FinalSpace
let judges: (UserActor & { expertId: string })[]
beforeAll(async () => {
  space = await finalSpace(3)
  const { core, contest, officer } = space
  await takeFinalists(core, officer, contest.id)
  await preside(core, contest, officer)
  await commitDraw(core, officer, contest.id, 'contest')
  await makeDraw(core, officer, contest.id, [])
  judges = await makeJudges(core, contest, 4)
}, 60_000)
afterAll(() => space?.stop())

const at = async (place: number) =>
  (await turnsOf(space.core.db, space.contest.id)).findLast((turn) => turn.place === place)!
const go = async (place: number, move: Move, reason?: string) => {
  const { id, seq } = await at(place)
  await moveStage(space.core, space.officer, space.contest.id, { turnId: id, seq, move, reason })
}
const sheet = async (place: number, value: number, talk: number) => ({
  turnId: (await at(place)).id,
  scores: { value, talk },
  comment: '',
})
const stage = () => stageView(space.core, space.officer, space.contest)

test('one team at a time has the stage; two who press at once move it once', async () => {
  const { core, contest, officer } = space
  const first = await at(1)
  const press = () =>
    moveStage(core, officer, contest.id, { turnId: first.id, seq: first.seq, move: 'start' })
  const both = await Promise.allSettled([press(), press()])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await at(1)).seq).toBe(1)
  await expect(go(2, 'start')).rejects.toMatchObject({ code: 'STAGE_TAKEN' })
  // Another data officer of the same body looks on.
  const other = { ...officer, userId: crypto.randomUUID() }
  const { id, seq } = await at(1)
  await expect(moveStage(core, other, contest.id, { turnId: id, seq, move: 'pause' })).rejects.toMatchObject({
    code: 'CONTEST_NOT_PRESIDING',
  })
  expect(await stageView(core, other, contest)).toMatchObject({ presiding: false, current: id })
})

test('the clock is that of the server and of the database: it goes on whoever reads it', async () => {
  const { core, contest, officer, clock } = space
  clock.advance(100_000)
  expect((await hallView(core, contest)).current!.clock).toEqual({
    present: 500_000,
    question: 300_000,
    running: true,
  })
  const { seq: before, id: turnId } = await at(1)
  await go(1, 'pause')
  // What was pressed on a page that shows the moment before does nothing, though it would be allowed now.
  await expect(
    moveStage(core, officer, contest.id, { turnId, seq: before, move: 'questions' }),
  ).rejects.toMatchObject({ code: 'STAGE_MOVED' })
  clock.advance(50_000)
  await go(1, 'resume')
  clock.advance(450_000)
  const { id, seq } = await at(1)
  await addTime(core, officer, contest.id, { turnId: id, seq, seconds: 30 })
  // A server that was killed and started again reads the same row: nothing of the clock lives in memory.
  expect((await stage()).turns[0]!.clock).toEqual({ present: 80_000, question: 300_000, running: true })
  await go(1, 'questions')
  clock.advance(10_000)
  expect((await stage()).turns[0]!.clock).toMatchObject({ present: 80_000, question: 290_000 })
})

test('judges score the team on the stage alone, once, and apart from those they may not judge', async () => {
  const { core, contest } = space
  const [one, two, three, apart] = judges as [
    UserActor,
    UserActor,
    UserActor,
    UserActor & { expertId: string },
  ]
  const turn = await at(1)
  await core.db
    .insertInto('contest_conflict')
    .values({
      id: crypto.randomUUID(),
      contest_id: contest.id,
      expert_id: apart.expertId,
      team_id: turn.team_id,
      kind: 'declared',
      by_rule: false,
      note: '',
      state: 'standing',
      created_at: core.clock.now(),
      lift_reason: null,
      lift_by: null,
      lift_at: null,
      lifted_by: null,
      lifted_at: null,
    })
    .execute()
  expect(await judgeView(core, apart, contest)).toMatchObject({ apart: true, sheet: null })
  await expect(submitSheet(core, apart, contest.id, await sheet(1, 50, 5))).rejects.toMatchObject({
    code: 'STAGE_APART',
  })
  await expect(saveSheet(core, one, contest.id, await sheet(2, 50, 5))).rejects.toMatchObject({
    code: 'STAGE_NOT_ON',
  })
  await expect(submitSheet(core, one, contest.id, await sheet(1, 50, 11))).rejects.toMatchObject({
    code: 'STAGE_SCORES',
  })
  const half = { turnId: turn.id, scores: { value: 50 }, comment: '' }
  await expect(submitSheet(core, one, contest.id, half)).rejects.toMatchObject({ code: 'STAGE_SCORES' })
  const nobody: UserActor = {
    kind: 'user',
    userId: crypto.randomUUID(),
    participantId: contest.organiserId,
    roles: ['expert'],
  }
  await expect(submitSheet(core, nobody, contest.id, await sheet(1, 50, 5))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })

  await saveSheet(core, one, contest.id, half)
  expect((await judgeView(core, one, contest)).sheet).toEqual({
    scores: { value: 50 },
    comment: '',
    state: 'draft',
  })
  // Two judges at once, and one of them twice: two sheets.
  const good = await sheet(1, 80, 8)
  await Promise.all([
    submitSheet(core, one, contest.id, good),
    submitSheet(core, one, contest.id, good),
    submitSheet(core, two, contest.id, good),
  ])
  const rows = await core.db.selectFrom('contest_live_score').selectAll().execute()
  expect(rows).toHaveLength(2)
  expect(rows.every(({ state, leaf }) => state === 'submitted' && leaf !== null)).toBe(true)
  await expect(submitSheet(core, one, contest.id, await sheet(1, 100, 10))).rejects.toMatchObject({
    code: 'STAGE_SHEET_LOCKED',
  })
  // What is noted about a judge is noted by the contest: colleagues of the judge read nothing of it.
  const told = await core.evidence.leavesAbout([turn.id])
  expect(told.filter(({ kind }) => kind === 'defence.sheet_submitted')).toHaveLength(2)
  const entries = await core.db
    .selectFrom('evidence_outbox')
    .select('entry')
    .where('kind', 'like', 'defence.sheet%')
    .execute()
  for (const { entry } of entries) expect(entry).not.toContain(contest.organiserId)

  await go(1, 'score')
  expect((await stage()).judges.map(({ apart: away, submitted }) => [away, submitted])).toEqual([
    [false, true],
    [false, true],
    [false, false],
    [true, false],
  ])
  await expect(go(1, 'finish')).rejects.toMatchObject({ code: 'STAGE_SHEETS_MISSING' })
  await submitSheet(core, three, contest.id, good)
  await go(1, 'finish')
  await expect(saveSheet(core, three, contest.id, good)).rejects.toMatchObject({ code: 'STAGE_SHEET_LOCKED' })
})

test('absent, repeated, and the ranking of the moment for the presiding officer alone', async () => {
  const { core, contest } = space
  await go(2, 'absent')
  await go(3, 'start')
  await submitSheet(core, judges[0]!, contest.id, await sheet(3, 10, 1))
  await expect(go(3, 'repeat')).rejects.toMatchObject({ code: 'STAGE_REASON' })
  await go(3, 'repeat', '投影中断')
  expect((await turnsOf(core.db, contest.id)).map(({ place, run, state }) => [place, run, state])).toEqual([
    [1, 1, 'done'],
    [2, 1, 'absent'],
    [3, 1, 'repeated'],
    [3, 2, 'waiting'],
  ])
  await go(3, 'start')
  await go(3, 'score')
  for (const judge of judges.slice(0, 3)) await submitSheet(core, judge, contest.id, await sheet(3, 90, 9))
  const instant = await instantView(core, noFinalPorts, contest)
  expect(instant).toMatchObject({ open: 1, released: false })
  // The sheet of the turn that is repeated is out of the count.
  expect(instant.rows.map(({ rank, score, sheets }) => [rank, score, sheets])).toEqual([
    [1, 90, 3],
    [2, 80, 3],
    [3, null, 0],
  ])
  // A conflict that comes to light later takes the sheet out of the count.
  const late = { contest_id: contest.id, expert_id: judges[0]!.expertId, team_id: (await at(3)).team_id }
  await core.db
    .insertInto('contest_conflict')
    .values({
      ...late,
      id: crypto.randomUUID(),
      kind: 'declared',
      by_rule: false,
      note: '',
      state: 'standing',
      created_at: core.clock.now(),
      lift_reason: null,
      lift_by: null,
      lift_at: null,
      lifted_by: null,
      lifted_at: null,
    })
    .execute()
  expect((await instantView(core, noFinalPorts, contest)).rows[0]).toMatchObject({ score: 90, sheets: 2 })
  expect((await hallView(core, contest)).released).toBeNull()
  expect(JSON.stringify(await hallView(core, contest))).not.toContain('score":')
})

test('released, the ranking is for all, final, and counted again from the evidence', async () => {
  const { core, contest, officer } = space
  await expect(releaseRanking(core, noFinalPorts, officer, contest.id)).rejects.toMatchObject({
    code: 'STAGE_NOT_OVER',
  })
  // One judge does not hand in: the presiding officer says why it ends all the same.
  await go(3, 'finish', '一位评委离席')
  expect(await finalRanking(core, contest.id)).toBeNull()
  const both = await Promise.allSettled([
    releaseRanking(core, noFinalPorts, officer, contest.id),
    releaseRanking(core, noFinalPorts, officer, contest.id),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const rows = (await finalRanking(core, contest.id))!
  expect(rows.map(({ rank, score }) => [rank, score])).toEqual([
    [1, 90],
    [2, 80],
    [3, null],
  ])
  const { leaf, inputs_digest: hash } = (await releasedRanking(core, contest.id))!
  const entry = await core.db
    .selectFrom('evidence_outbox as o')
    .select('o.id')
    .where('o.leaf', '=', leaf)
    .executeTakeFirstOrThrow()
  const { body } = (await core.evidence.payloads([entry.id])).get(entry.id)!
  const payload = JSON.parse(body) as { inputs: Parameters<typeof finalRows>[0] }
  expect(finalRows(payload.inputs)).toEqual(rows)
  expect(inputsHash(payload.inputs)).toBe(hash)
  expect((await hallView(core, contest)).released).toHaveLength(3)
  await expect(go(1, 'repeat', '再来')).rejects.toMatchObject({ code: 'STAGE_RELEASED' })
})

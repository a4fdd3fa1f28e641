import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goesOn, judgingDestroyers, rankingOf, shortlisted } from './index.ts'
import { type JudgingSpace, judgingSpace, ROUND } from './judging.fixture.ts'
import { rankingEvidence, recompute } from './ranking/recompute.ts'

const HOUR = 3_600_000
const code = (answer: { body: { code?: string } | null }) => answer.body?.code

describe('a sheet', () => {
  let j: JudgingSpace
  beforeAll(async () => {
    j = await judgingSpace()
  })
  afterAll(() => j?.stop())
  const sheet = (revision: number, scores: Record<string, number> = { value: 40 }) => ({
    scores,
    comment: '好',
    privateNote: '记',
    revision,
  })
  const at = (e: number, w: number) => `${j.desk(e, w)}/sheet`
  const who = (e: number) => j.experts[e]!.actor

  test('is not taken before the review opens', async () => {
    j.space.clock.advance(-2000)
    expect(code(await j.submit(0, 0, 50))).toBe('CONTEST_NOT_OPEN')
    j.space.clock.advance(2000)
  })

  test('is kept as a draft as empty as it is; a second window that is behind is told', async () => {
    const first = await j.call(who(0), 'PUT', at(0, 0), sheet(0))
    expect(first.body).toMatchObject({ revision: 1 })
    expect((await j.call(who(0), 'PUT', at(0, 0), sheet(1))).body.revision).toBe(2)
    const behind = await j.call(who(0), 'PUT', at(0, 0), sheet(1))
    expect([behind.status, code(behind)]).toEqual([409, 'SHEET_STALE'])
    const { body } = await j.call(who(0), 'GET', j.desk(0, 0))
    expect(body.sheet).toMatchObject({
      state: 'draft',
      scores: { value: 40 },
      privateNote: '记',
      revision: 2,
    })
  })

  test('two first saves at once: one of them is kept', async () => {
    const both = await Promise.all([1, 2].map(() => j.call(who(0), 'PUT', at(0, 1), sheet(0))))
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
  })

  test('holds what the rubric asks for and no more', async () => {
    const wrong: Record<string, number>[] = [{ value: 101 }, { other: 1 }, { value: 1.005 }, { value: -1 }]
    for (const scores of wrong)
      expect((await j.call(who(0), 'PUT', at(0, 2), sheet(0, scores))).status).toBe(400)
    const submit = `${j.desk(0, 2)}/submit`
    const half = await j.call(who(0), 'POST', submit, sheet(0))
    expect([half.status, code(half)]).toEqual([400, 'SHEET_INCOMPLETE'])
  })

  test('is submitted once, whoever is how quick, and does not change after', async () => {
    const whole = sheet(2, { value: 80, method: 25 })
    const both = await Promise.all([1, 2].map(() => j.call(who(0), 'POST', `${j.desk(0, 0)}/submit`, whole)))
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    for (const again of [
      await j.call(who(0), 'PUT', at(0, 0), sheet(3)),
      await j.call(who(0), 'POST', `${j.desk(0, 0)}/submit`, { ...whole, revision: 3 }),
    ])
      expect([again.status, code(again)]).toEqual([409, 'SHEET_SUBMITTED'])
    const kinds = (await j.core.evidence.leavesAbout([j.assignment(0, 0)])).map(({ kind }) => kind)
    expect(kinds).toEqual(['contest_sheet.submitted'])
  })

  test('is given back with a reason, counts no more, and is submitted again as a second edition', async () => {
    const url = `${j.base}/sheets/${j.assignment(0, 0)}/reopen`
    expect((await j.call(j.organiser, 'POST', url, { reason: '笔误' })).status).toBe(400)
    expect((await j.call(j.organiser, 'POST', url, { reason: '分数有笔误' })).status).toBe(200)
    const missing = await j.call(j.organiser, 'POST', url, { reason: '分数有笔误' })
    expect(code(missing)).toBe('SHEET_NOT_SUBMITTED')
    const view = await j.call(who(0), 'GET', j.desk(0, 0))
    expect(view.body.sheet).toMatchObject({ state: 'draft', reopened: '分数有笔误', editable: true })
    const live = await j.call(j.organiser, 'GET', `${j.base}/ranking?live=true`)
    expect(live.body.items.every((row: { sheets: number }) => row.sheets === 0)).toBe(true)
    expect((await j.submit(0, 0, 70)).body).toEqual({ edition: 2 })
    const editions = await j.core.db
      .selectFrom('contest_sheet_edition')
      .select(['edition', 'why', 'scores'])
      .where('assignment_id', '=', j.assignment(0, 0))
      .orderBy('edition')
      .execute()
    expect(editions).toEqual([
      { edition: 1, why: 'first', scores: { value: 80, method: 25 } },
      { edition: 2, why: 'reopened', scores: { value: 70, method: 35 } },
    ])
  })

  test('missing sheets are listed by expert, and each is asked once in twelve hours', async () => {
    const list = await j.call(j.organiser, 'GET', `${j.base}/sheets?show=missing&limit=200`)
    expect(list.body.total).toBe(8)
    const remind = () => j.call(j.organiser, 'POST', `${j.base}/remind-experts`)
    expect((await remind()).body).toEqual({ experts: 3 })
    expect((await remind()).body).toEqual({ experts: 0 })
    expect((await j.call(who(1), 'GET', '/desk')).body.items[0]).toMatchObject({ reminded: true, works: 3 })
    j.space.clock.advance(13 * HOUR)
    expect((await remind()).body).toEqual({ experts: 3 })
  })

  test('that comes after the review is over is late, and counts until the round is ranked', async () => {
    expect((await j.submit(1, 0, 50)).status).toBe(200)
    const late = await j.call(j.organiser, 'GET', `${j.base}/sheets?show=late`)
    expect(late.body).toMatchObject({ total: 1, items: [{ late: true, score: 50 }] })
  })
})

describe('from the last sheet to the appeal', () => {
  let j: JudgingSpace
  const post = (url: string, body: object = {}) => j.call(j.organiser, 'POST', `${j.base}${url}`, body)
  const talk = (e: number, w: number) => `${j.desk(e, w)}/discussion`
  beforeAll(async () => {
    j = await judgingSpace({ review: { tells: 'score', tellsComments: true } })
  })
  afterAll(() => j?.stop())

  test('a discussion opens with the last sheet of a work, for those whose sheet is in', async () => {
    await j.submit(0, 0, 80, { comment: '甲评' })
    await j.submit(1, 0, 60)
    const shut = await j.call(j.experts[0]!.actor, 'GET', talk(0, 0))
    expect(shut.body).toEqual({ open: false, sheets: [], remarks: [] })
    expect(code(await j.call(j.experts[0]!.actor, 'POST', talk(0, 0), { text: '早' }))).toBe(
      'DISCUSSION_CLOSED',
    )
    await j.submit(2, 0, 70)
    const open = await j.call(j.experts[0]!.actor, 'GET', talk(0, 0))
    expect(open.body.open).toBe(true)
    expect(open.body.sheets.map(({ seat }: { seat: number }) => seat)).toEqual([1, 2, 3])
    expect(open.body.sheets.map(({ score }: { score: number }) => score).toSorted()).toEqual([60, 70, 80])
    expect((await j.call(j.experts[1]!.actor, 'POST', talk(1, 0), { text: '再议' })).status).toBe(200)
    const said = await j.call(j.experts[0]!.actor, 'GET', talk(0, 0))
    expect(said.body.remarks).toMatchObject([{ own: false, text: '再议', day: '2026-01-05' }])
  })

  test('after that no sheet is given back; a re-score is opened with a reason and a time', async () => {
    const back = await post(`/sheets/${j.assignment(0, 0)}/reopen`, { reason: '想要改分' })
    expect(code(back)).toBe('SHEET_DISCUSSED')
    expect(code(await j.submit(0, 0, 75))).toBe('SHEET_SUBMITTED')
    const url = `/judged-works/${j.works[0]!.id}/rescore`
    const now = j.core.clock.now()
    expect(code(await post(url, { reason: '分歧过大', closesAt: now - 1 }))).toBe('RESCORE_TIME')
    expect((await post(url, { reason: '分歧过大', closesAt: now + HOUR / 2 })).status).toBe(200)
    expect(code(await post(url, { reason: '分歧过大', closesAt: now + HOUR / 2 }))).toBe('RESCORE_OPEN')
    expect((await j.submit(0, 0, 75, { comment: '甲评' })).body).toEqual({ edition: 2 })
    j.space.clock.advance(HOUR / 2)
    expect(code(await j.submit(1, 0, 75))).toBe('SHEET_SUBMITTED')
  })

  test('a round is not ranked before its time, and with gaps only with a word', async () => {
    for (const e of [0, 1]) await j.submit(e, 1, 90)
    await j.submit(0, 2, 100)
    expect(code(await post('/ranking', {}))).toBe('RANKING_TOO_EARLY')
    j.space.clock.advance(HOUR)
    const blank = await post('/ranking', {})
    expect(code(blank)).toBe('RANKING_WORD')
    expect(blank.body.zh).toContain('3 份')
    expect((await post('/ranking', { word: '专家临时请假' })).body).toEqual({ number: 1 })
    expect(code(await j.submit(1, 2, 50))).toBe('ROUND_FROZEN')
    expect(
      code(
        await j.call(j.experts[1]!.actor, 'PUT', `${j.desk(1, 2)}/sheet`, {
          scores: {},
          revision: 0,
        }),
      ),
    ).toBe('ROUND_FROZEN')
  })

  test('the order: means of the sheets in force, the thin work last and without a score', async () => {
    const rows = await rankingOf(j.core.db, j.contest.id, ROUND)
    expect(rows?.map((row) => [row.workId, row.rank, row.raw])).toEqual([
      [j.works[1]!.id, 1, 90],
      [j.works[0]!.id, 2, 68.333333],
      [j.works[2]!.id, 3, null],
    ])
  })

  test('a ranking is done again from the evidence alone, for the auditor too', async () => {
    const auditor = {
      ...j.organiser,
      participantId: 'ffffffff-ffff-4fff-8fff-ffffffffffff',
      roles: ['auditor'] as const,
    }
    const { status, body } = await j.call(auditor, 'GET', `${j.base}/recompute`)
    expect(status).toBe(200)
    expect(body).toMatchObject({ ok: true, number: 1, works: 3, sheets: 6, problems: [] })
  })

  test('and is not when a row of the table, a payload, or a sheet is another', async () => {
    const items = await rankingEvidence(j.core, j.contest.id)
    const rows = (await rankingOf(j.core.db, j.contest.id, ROUND))!
    const what = (given: typeof items, standing: readonly unknown[] = rows) =>
      recompute(given, { round: ROUND, standing }).problems.map((one) => one.what)
    expect(what(items)).toEqual([])
    expect(what(items, rows.with(0, { ...rows[0]!, rank: 2 }))).toEqual(['table_differs'])
    const without = items.filter(({ entry }) => !entry.includes(j.assignment(1, 1)))
    expect(what(without)).toEqual(['sheet_missing', 'inputs_differ', 'rows_differ'])
    const changed = items.map((item) =>
      item.entry.includes(j.assignment(1, 1))
        ? { ...item, payload: { ...item.payload!, body: item.payload!.body.replace('90', '91') } }
        : item,
    )
    expect(what(changed)[0]).toBe('payload_differs')
    const destroyed = items.map((item) =>
      item.entry.includes(j.assignment(1, 1)) ? { ...item, payload: null } : item,
    )
    expect(what(destroyed)[0]).toBe('payload_destroyed')
  })

  test('the short list follows rank and quota; what people change needs a reason and fits', async () => {
    const [first, second] = [j.works[1]!.team.id, j.works[0]!.team.id]
    const why = '抽签决定入围'
    const decide = (body: object) => post('/shortlist', { number: 1, ...body })
    expect(code(await decide({ add: [{ teamId: second, why }] }))).toBe('SHORTLIST_OVER_QUOTA')
    expect(code(await decide({ remove: [{ teamId: second, why }] }))).toBe('SHORTLIST_CHANGE')
    expect((await decide({ remove: [{ teamId: first, why: '无' }] })).status).toBe(400)
    expect(code(await post('/publish', { number: 1 }))).toBe('SHORTLIST_MISSING')
    const done = await decide({ remove: [{ teamId: first, why }], add: [{ teamId: second, why }] })
    expect(done.body).toEqual({ teams: 1 })
    expect([...(await shortlisted(j.core.db, j.contest.id, ROUND))]).toEqual([second])
    const { body } = await j.call(j.organiser, 'GET', `${j.base}/ranking`)
    expect(body.changes).toEqual({ add: [{ teamId: second, why }], remove: [{ teamId: first, why }] })
    expect(body.items.map((row: { on: boolean; why: string }) => [row.on, row.why])).toEqual([
      [false, why],
      [true, why],
      [false, ''],
    ])
    expect((await decide({})).body).toEqual({ teams: 1 })
    expect([...(await shortlisted(j.core.db, j.contest.id, ROUND))]).toEqual([first])
    expect(code(await post('/shortlist', { number: 2 }))).toBe('RANKING_STALE')
  })

  test('teams see their own result from the moment on, and no other', async () => {
    const now = j.core.clock.now()
    expect(code(await post('/publish', { number: 1, at: now - 1 }))).toBe('PUBLISH_TIME')
    expect((await post('/publish', { number: 1, at: now + HOUR })).body).toEqual({ at: now + HOUR })
    const url = `/contest/${j.contest.id}/rounds/${ROUND}/result`
    const [winner, loser] = [await j.team(1), await j.team(0)]
    expect((await winner.get<{ state: string }>(url)).body.state).toBe('pending')
    expect(await goesOn(j.core, j.contest.id, ROUND)).toEqual(new Set())
    expect(
      (await loser.post(url.replace('result', 'appeal'), { text: '我们对结果有异议请复核' })).body.code,
    ).toBe('APPEAL_CLOSED')
    j.space.clock.advance(HOUR)
    expect((await winner.get(url)).body).toMatchObject({
      state: 'published',
      on: true,
      rank: 1,
      of: 2,
      score: 90,
    })
    expect((await loser.get(url)).body).toMatchObject({
      on: false,
      rank: 2,
      score: 68.33,
      comments: ['甲评'],
    })
    expect((await (await j.team(2)).get(url)).body).toMatchObject({ on: false, rank: null, score: null })
    expect(await goesOn(j.core, j.contest.id, ROUND)).toEqual(new Set([j.works[1]!.team.id]))
    expect(code(await post('/publish', { number: 1 }))).toBe('RANKING_PUBLISHED')
    expect(code(await post('/shortlist', { number: 1 }))).toBe('RANKING_PUBLISHED')
  })

  test('an appeal is made once within the days, and decided once with a reason that the team reads', async () => {
    const url = `/contest/${j.contest.id}/rounds/${ROUND}`
    const team = await j.team(0)
    const text = '我们对结果有异议请复核'
    expect((await team.post(`${url}/appeal`, { text })).status).toBe(200)
    expect((await team.post(`${url}/appeal`, { text })).body.code).toBe('APPEAL_MADE')
    const { body } = await j.call(j.organiser, 'GET', `${j.base}/appeals`)
    expect(body).toMatchObject({ total: 1, items: [{ state: 'open', rank: 2, text }] })
    const decide = () =>
      post(`/appeals/${body.items[0].id}`, { decision: 'upheld', reason: '评分有误予以复核' })
    expect((await decide()).status).toBe(200)
    expect(code(await decide())).toBe('APPEAL_DECIDED')
    const own = await team.get<{ appeal: object }>(`${url}/result`)
    expect(own.body.appeal).toMatchObject({ state: 'upheld', reason: '评分有误予以复核' })
    j.space.clock.advance(73 * HOUR)
    const late = await (await j.team(2)).post(`${url}/appeal`, { text })
    expect(late.body.code).toBe('APPEAL_CLOSED')
  })

  test('after a re-score a second ranking stands beside the first, which stays what teams see', async () => {
    const reason = '申诉成立重新评分'
    const work = j.works[0]!.id
    await post(`/judged-works/${work}/rescore`, { reason, closesAt: j.core.clock.now() + HOUR })
    for (const e of [0, 1, 2]) expect((await j.submit(e, 0, 95)).status).toBe(200)
    expect((await post('/ranking', { word: '申诉后重新排名' })).body).toEqual({ number: 2 })
    const rows = await rankingOf(j.core.db, j.contest.id, ROUND)
    expect(rows?.[0]).toMatchObject({ workId: work, raw: 95 })
    const result = await (await j.team(0)).get(`/contest/${j.contest.id}/rounds/${ROUND}/result`)
    expect(result.body).toMatchObject({ on: false, rank: 2 })
    expect((await j.call(j.organiser, 'GET', `${j.base}/recompute`)).body).toMatchObject({
      ok: true,
      number: 2,
    })
  })

  test('what is destroyed with the contest: notes and drafts, not what was submitted', async () => {
    const [notes] = judgingDestroyers
    await j.core.db.updateTable('contest_sheet').set({ private_note: '私' }).execute()
    const held = await notes!.list(j.core, j.contest.id, null, 100)
    expect(held).toHaveLength(6)
    await notes!.destroy(
      j.core,
      j.contest.id,
      held.map(({ id }) => id),
    )
    expect(await notes!.list(j.core, j.contest.id, null, 100)).toEqual([])
    expect((await j.call(j.organiser, 'GET', `${j.base}/recompute`)).body.ok).toBe(true)
  })
})

test('a sheet that comes while the round is ranked is counted or refused, never lost', async () => {
  const j = await judgingSpace({ works: 1 })
  for (const e of [0, 1]) await j.submit(e, 0, 50)
  j.space.clock.advance(3 * HOUR)
  const { body } = await j.call(j.experts[2]!.actor, 'GET', j.desk(2, 0))
  const sheet = { scores: { value: 80, method: 40 }, revision: body.sheet.revision }
  const [ranked, handed] = await Promise.all([
    j.call(j.organiser, 'POST', `${j.base}/ranking`, { word: '评审已经截止' }),
    j.call(j.experts[2]!.actor, 'POST', `${j.desk(2, 0)}/submit`, sheet),
  ])
  expect(ranked.status).toBe(200)
  const rows = await rankingOf(j.core.db, j.contest.id, ROUND)
  expect(rows![0]!.sheets).toBe(handed.status === 200 ? 3 : 2)
  if (handed.status !== 200) expect(code(handed)).toBe('ROUND_FROZEN')
  await j.stop()
})

test('a sheet whose assignment ended does not count, and the others may talk', async () => {
  const j = await judgingSpace({ works: 1, review: { scoring: { reviewsPerWork: 2, fewest: 2 } } })
  for (const e of [0, 1]) await j.submit(e, 0, 50)
  const url = `${j.desk(0, 0)}/discussion`
  expect((await j.call(j.experts[0]!.actor, 'GET', url)).body.open).toBe(false)
  await j.core.db
    .updateTable('contest_assignment')
    .set({ state: 'withdrawn', ended_at: j.core.clock.now() })
    .where('id', '=', j.assignment(2, 0))
    .execute()
  const open = await Promise.all(
    [0, 1].map((e) => j.call(j.experts[e]!.actor, 'GET', `${j.desk(e, 0)}/discussion`)),
  )
  expect(open.map(({ body }) => [body.open, body.sheets.length])).toEqual([
    [true, 2],
    [true, 2],
  ])
  expect((await j.call(j.organiser, 'POST', `${j.base}/ranking`, {})).body).toEqual({ number: 1 })
  await j.stop()
})

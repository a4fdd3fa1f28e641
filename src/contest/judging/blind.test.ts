import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { drawn } from './discussion/rules.ts'
import { goesOn } from './index.ts'
import { type Answer, type JudgingSpace, judgingSpace, ROUND, SECRET } from './judging.fixture.ts'

/**
 * One test for each way in which judging could tell an expert whose work it is, or who else judges it and how. Each was
 * seen red with the leak put in.
 */

const HOUR = 3_600_000

/** Every address of the desk that an expert can read. */
const readable = (j: JudgingSpace, e: number): string[] => [
  '/desk',
  `/desk/${j.contest.id}/${ROUND}/works`,
  `/desk/${j.contest.id}/${ROUND}/export`,
  ...j.works.flatMap((_, w) => [j.desk(e, w), `${j.desk(e, w)}/discussion`]),
]

const answers = async (j: JudgingSpace, e: number): Promise<Answer[]> => {
  const all: Answer[] = []
  for (const url of readable(j, e)) all.push(await j.call(j.experts[e]!.actor, 'GET', url))
  return all
}

/** Everything that must not reach expert `e`, in any answer. */
async function secrets(j: JudgingSpace, e: number): Promise<string[]> {
  const others = j.experts.filter((_, at) => at !== e)
  const rows = await j.core.db
    .selectFrom('contest_work_version')
    .select(['submitted_at', 'digest', 'files'])
    .execute()
  return [
    ...Object.values(SECRET),
    ...j.works.flatMap(({ id, team, phone }) => [id, team.id, team.number!, team.captainId, phone]),
    ...j.works.flatMap((_, w) => j.experts.map((__, at) => j.assignment(at, w))),
    ...others.flatMap(({ id, name, actor }) => [id, name, actor.userId, actor.participantId]),
    j.experts[e]!.id,
    ...others.flatMap((one) => j.works.map((_, w) => j.code(j.experts.indexOf(one), w))),
    ...rows.flatMap(({ submitted_at, digest, files }) => [String(submitted_at), digest, files[0]!.id]),
  ].filter((one) => one !== j.experts[e]!.actor.participantId)
}

/** Paths of all members of a JSON value: `items[].code`. */
function paths(value: unknown, at = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => paths(one, `${at}[]`)))]
  if (typeof value !== 'object' || value === null) return [at]
  return Object.entries(value).flatMap(([key, one]) => paths(one, at === '' ? key : `${at}.${key}`))
}

describe('with every sheet in', () => {
  let j: JudgingSpace
  beforeAll(async () => {
    j = await judgingSpace()
    for (const w of [2, 0, 1]) for (const e of [2, 1, 0]) await j.submit(e, w, 50 + e, { comment: `评${e}` })
    for (const e of [1, 2])
      await j.call(j.experts[e]!.actor, 'POST', `${j.desk(e, 0)}/discussion`, { text: `话${e}` })
  })
  afterAll(() => j?.stop())

  test('API fields: an expert is sent these members and no others', async () => {
    const [desk, works, , work, discussion] = await answers(j, 0)
    expect(paths(desk!.body).toSorted()).toEqual(
      'closesAt contestEn contestId contestZh declared drafts frozen opening opensAt reminded round submitted titleEn titleZh works'
        .split(' ')
        .map((key) => `items[].${key}`)
        .concat('total'),
    )
    expect(paths(works!.body).toSorted()).toEqual(
      'code discussion ready reopened rescore state title'
        .split(' ')
        .map((key) => `items[].${key}`)
        .concat('total'),
    )
    expect(paths(work!.body).toSorted()).toEqual(
      [
        'code',
        'criteria[].code',
        'criteria[].max',
        'criteria[].titleEn',
        'criteria[].titleZh',
        'criteria[].weight',
        'discussion',
        'division',
        'divisionEn',
        'divisionZh',
        'fields[].code',
        'fields[].text',
        'fields[].titleEn',
        'fields[].titleZh',
        'files[].bytes',
        'files[].name',
        'files[].place',
        'files[].type',
        'rescoreUntil',
        'sheet.comment',
        'sheet.edition',
        'sheet.editable',
        'sheet.privateNote',
        'sheet.reopened',
        'sheet.revision',
        'sheet.savedAt',
        'sheet.scores.method',
        'sheet.scores.value',
        'sheet.state',
        'title',
      ].toSorted(),
    )
    expect(paths(discussion!.body).toSorted()).toEqual([
      'open',
      'remarks[].day',
      'remarks[].own',
      'remarks[].seat',
      'remarks[].text',
      'sheets[].comment',
      'sheets[].own',
      'sheets[].score',
      'sheets[].scores.method',
      'sheets[].scores.value',
      'sheets[].seat',
    ])
  })

  test('names, numbers, ids and times: none of a team, a work, an assignment or a colleague is in any answer', async () => {
    for (const e of [0, 1, 2]) {
      const text = (await answers(j, e)).map(({ raw }) => raw).join('\n')
      for (const secret of await secrets(j, e)) expect(text).not.toContain(secret)
    }
  })

  test('files: called by their place, with a name and headers that say nothing', async () => {
    const { body } = await j.call(j.experts[0]!.actor, 'GET', j.desk(0, 1))
    expect(body.files).toEqual([{ place: 1, name: '01.pdf', type: 'pdf', bytes: 12 }])
    const file = await j.call(j.experts[0]!.actor, 'GET', `${j.desk(0, 1)}/files/1`)
    expect([file.status, file.raw]).toEqual([200, 'clean copy 1'])
    expect(file.headers['content-disposition']).toBe('attachment; filename="01.pdf"')
    for (const name of ['etag', 'last-modified']) expect(file.headers).not.toHaveProperty(name)
    expect((await j.call(j.experts[0]!.actor, 'GET', `${j.desk(0, 1)}/files/2`)).status).toBe(404)
  })

  test('search looks at blind texts only', async () => {
    const find = async (q: string) =>
      (
        await j.call(
          j.experts[0]!.actor,
          'GET',
          `/desk/${j.contest.id}/${ROUND}/works?q=${encodeURIComponent(q)}`,
        )
      ).body.total
    const found = await Promise.all([...new Set(await secrets(j, 0))].map(find))
    expect(new Set(found)).toEqual(new Set([0]))
    expect(await find('匿名作品')).toBe(3)
    expect(await find(j.code(0, 1))).toBe(1)
  })

  test('order: by the own code, which is neither that of teams, works, assignments nor times', async () => {
    const { body } = await j.call(j.experts[0]!.actor, 'GET', `/desk/${j.contest.id}/${ROUND}/works`)
    const codes: string[] = body.items.map(({ code }: { code: string }) => code)
    expect(codes).toEqual([...codes].toSorted())
    const by = (key: (w: number) => string) =>
      [0, 1, 2].toSorted((a, b) => (key(a) < key(b) ? -1 : 1)).map((w) => j.code(0, w))
    expect(codes).not.toEqual(by((w) => j.works[w]!.team.number!))
    expect(codes).not.toEqual(by((w) => j.works[w]!.team.title))
    // Works were put, assigned and handed in in the order of the fixture.
    expect(codes).not.toEqual([0, 1, 2].map((w) => j.code(0, w)))
  })

  test('time stamps: a remark has a day, and nothing says when a colleague worked', async () => {
    const { raw, body } = await j.call(j.experts[0]!.actor, 'GET', `${j.desk(0, 0)}/discussion`)
    expect(raw).not.toMatch(/\d{12,}/)
    expect(raw).not.toMatch(/\d\d:\d\d/)
    expect(body.remarks.map(({ day }: { day: string }) => day)).toEqual(['2026-01-05', '2026-01-05'])
  })

  test('seats in a discussion are drawn: every expert may have every one, whatever name and id', () => {
    const seen = new Set<string>()
    let next = 7
    // A generator that repeats, so that the test does.
    const bytes = (length: number) =>
      Uint8Array.from({ length }, () => (next = (next * 1103515245 + 12345) % 2 ** 31) >>> 16)
    for (let round = 0; round < 200; round++) seen.add(drawn(['a', 'b', 'c'], bytes).join(''))
    expect([...seen].toSorted()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
  })

  test('bulk: an expert takes along the own sheets; the table with names is the organiser’s alone', async () => {
    const own = await j.call(j.experts[0]!.actor, 'GET', `/desk/${j.contest.id}/${ROUND}/export`)
    expect(own.raw).toContain('评0')
    expect(own.raw.split('\r\n').filter(Boolean)).toHaveLength(1 + 3)
    for (const other of ['评1', '评2', '话1']) expect(own.raw).not.toContain(other)
    await j.call(j.organiser, 'POST', `${j.base}/ranking`, {})
    const table = await j.call(j.organiser, 'GET', `${j.base}/ranking.csv`)
    expect(table.raw).toContain(SECRET.team)
    for (const url of ['ranking.csv', 'ranking', 'judging', 'sheets', 'appeals', 'recompute'])
      expect((await j.call(j.experts[0]!.actor, 'GET', `${j.base}/${url}`)).status).toBe(403)
  })

  test('audit log: neither colleagues of an expert nor of the organiser read of sheets, remarks or rankings there', async () => {
    for (const { actor } of j.experts) {
      const { body } = await j.call(actor, 'GET', '/evidence/entries?limit=100')
      const kinds = body.items.map(({ kind }: { kind: string }) => kind)
      // That a ranking was made is no secret of the body that made it; what it says is.
      expect(kinds.filter((kind: string) => !/^contest_(ranking|shortlist)\./.test(kind))).toEqual([])
      for (const { leaf } of body.items) {
        const entry = await j.call(actor, 'GET', `/evidence/entries/${leaf}`)
        expect(entry.raw).not.toContain(j.works[0]!.id)
        expect(entry.body.payload?.body ?? null).toBeNull()
      }
    }
  })

  test('an officer who judges in the round sees none of its scores', async () => {
    const both = { ...j.experts[2]!.actor, roles: ['expert', 'data_officer'] as const }
    for (const url of [
      'judging',
      'ranking',
      'sheets',
      'ranking.csv',
      `judged-works/${j.works[0]!.id}`,
      'recompute',
    ]) {
      const answer = await j.call(both, 'GET', `${j.base}/${url}`)
      expect([answer.status, answer.body?.code]).toEqual([403, 'JUDGING_OWN_PANEL'])
    }
  })
})

describe('before every sheet is in', () => {
  let j: JudgingSpace
  beforeAll(async () => {
    j = await judgingSpace({ experts: 4, review: { scoring: { reviewsPerWork: 4, fewest: 2 } } })
  })
  afterAll(() => j?.stop())
  const raws = async (e: number) => (await answers(j, e)).map(({ raw }) => raw)

  test('counts, states, times: whatever the others do, not one byte of an expert’s desk changes', async () => {
    await j.submit(0, 0, 50)
    const before = await raws(0)
    await j.submit(1, 0, 90, { comment: '好' })
    await j.submit(2, 0, 10)
    await j.submit(1, 1, 20)
    await j.submit(2, 2, 20)
    await j.submit(3, 1, 20)
    await j.call(j.experts[3]!.actor, 'PUT', `${j.desk(3, 0)}/sheet`, { scores: { value: 1 }, revision: 0 })
    expect(await raws(0)).toEqual(before)
  })

  test('the one whose sheet is missing is not told that all the others are in', async () => {
    const before = await raws(3)
    // Expert 2 was the last but one for work 1; nothing of it is at the desk of expert 0, who has not scored it.
    await j.submit(2, 1, 60)
    expect(await raws(3)).toEqual(before)
    const zero = await j.call(j.experts[0]!.actor, 'GET', `/desk/${j.contest.id}/${ROUND}/works`)
    expect(zero.body.items.filter(({ discussion }: { discussion: boolean }) => discussion)).toEqual([])
  })

  test('notices: a reminder says that own sheets are missing, and nothing of others', async () => {
    const before = (await j.call(j.experts[3]!.actor, 'GET', '/desk')).body.items[0]
    await j.call(j.organiser, 'POST', `${j.base}/remind-experts`)
    const after = (await j.call(j.experts[3]!.actor, 'GET', '/desk')).body.items[0]
    expect(after).toEqual({ ...before, reminded: true })
    for (const w of [0, 1, 2]) if (w !== 1) await j.submit(3, w, 30)
    const done = (await j.call(j.experts[3]!.actor, 'GET', '/desk')).body.items[0]
    expect(done.reminded).toBe(false)
  })
})

describe('what is not the reader’s', () => {
  let j: JudgingSpace
  beforeAll(async () => {
    j = await judgingSpace()
    await j.core.db
      .updateTable('contest_assignment')
      .set({ state: 'withdrawn', ended_at: 1 })
      .where('id', '=', j.assignment(0, 2))
      .execute()
  })
  afterAll(() => j?.stop())
  const sheet = { scores: { value: 1, method: 1 }, revision: 0 }
  const asked: readonly (readonly ['GET' | 'PUT' | 'POST', string, object?])[] = [
    ['GET', ''],
    ['GET', '/discussion'],
    ['GET', '/files/1'],
    ['PUT', '/sheet', sheet],
    ['POST', '/submit', sheet],
    ['POST', '/discussion', { text: '话' }],
    ['POST', '/decline', { reason: '时间不够', conflict: false }],
  ]

  test('error texts: foreign, taken back, never made, other round, other contest: one answer', async () => {
    const round = `/desk/${j.contest.id}/${ROUND}/works`
    const places = {
      foreign: `${round}/${j.code(1, 0)}`,
      takenBack: `${round}/${j.code(0, 2)}`,
      never: `${round}/ZZZZ`,
      round: `/desk/${j.contest.id}/second/works/${j.code(0, 0)}`,
      noRound: `/desk/${j.contest.id}/third/works/${j.code(0, 0)}`,
      contest: `/desk/${randomUUID()}/${ROUND}/works/${j.code(0, 0)}`,
    }
    for (const [method, path, body] of asked) {
      const said = new Set<string>()
      for (const place of Object.values(places)) {
        const answer = await j.call(j.experts[0]!.actor, method, place + path, body)
        const { requestId: _, ...problem } = answer.body
        said.add(JSON.stringify([answer.status, problem]))
      }
      expect([method, path, said.size]).toEqual([method, path, 1])
      expect([...said][0]).toContain('NOT_FOUND')
    }
  })

  test('the same for a user who is no expert of the contest at all', async () => {
    const stranger = { ...j.experts[0]!.actor, userId: randomUUID() }
    const own = await j.call(stranger, 'GET', j.desk(0, 0))
    const never = await j.call(stranger, 'GET', `/desk/${randomUUID()}/${ROUND}/works/ZZZZ`)
    expect([own.status, own.body.code, own.body.zh]).toEqual([never.status, never.body.code, never.body.zh])
    expect((await j.call(stranger, 'GET', '/desk')).body).toEqual({ items: [], total: 0 })
  })

  test('a team at its own door has no way to the desk, and a user none to the door', async () => {
    const team = await j.team(0)
    await j.call(null, 'GET', '/desk')
    expect((await team.get('/desk')).status).toBe(401)
    const result = await j.call(j.organiser, 'GET', `/contest/${j.contest.id}/rounds/${ROUND}/result`)
    expect(result.status).toBe(401)
  })
})

describe('publication', () => {
  let j: JudgingSpace
  beforeEach(async () => {
    j = await judgingSpace()
  })

  test('timing: until the moment all teams read the same, whatever is decided; then all at once', async () => {
    const url = `/contest/${j.contest.id}/rounds/${ROUND}/result`
    let teams = [await j.team(0), await j.team(1), await j.team(2)]
    const read = async () => new Set(await Promise.all(teams.map(async (team) => (await team.get(url)).raw)))
    // Their sessions do not last as long as a review.
    const later = async (ms: number) => {
      j.space.clock.advance(ms)
      teams = [await j.team(0), await j.team(1), await j.team(2)]
    }
    const before = await read()
    expect(before.size).toBe(1)
    for (const e of [0, 1, 2]) for (const w of [0, 1]) await j.submit(e, w, 40 + w)
    await later(2 * HOUR)
    const steps = [
      ['/ranking', { word: '第三件作品无人评' }],
      ['/shortlist', { number: 1 }],
      ['/publish', { number: 1, at: j.core.clock.now() + HOUR }],
    ] as const
    for (const [path, body] of steps) {
      expect((await j.call(j.organiser, 'POST', `${j.base}${path}`, body)).status).toBe(200)
      expect(await read()).toEqual(before)
      // A door that opens for some would tell them too.
      expect(await goesOn(j.core, j.contest.id, ROUND)).toEqual(new Set())
    }
    await later(HOUR)
    expect((await read()).size).toBe(3)
    await j.stop()
  })
})

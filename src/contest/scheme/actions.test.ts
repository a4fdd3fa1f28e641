import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { changeScheme, closeContest, createContest, extendDeadline, publishContest } from './actions.ts'
import { makeContest, organiser } from './contest.fixture.ts'
import { contestById, exampleScheme, schemeMigrations } from './index.ts'
import { contestView, listContests, listVersions } from './views.ts'

let space: TestSpace
beforeAll(async () => {
  space = await testSpace([schemeMigrations])
})
afterAll(() => space.stop())

const DAY_MS = 86_400_000
const PAGE = { offset: 0, limit: 50 }

describe('a contest', () => {
  test('is made in draft, seen by its body alone, announced, changed with reason, closed', async () => {
    const { core, clock } = space
    const actor = organiser()
    const contest = await makeContest(core, { actor, publish: false, startAt: clock.now() + DAY_MS })
    expect(contest).toMatchObject({ state: 'draft', number: 1, publishedAt: null })
    await expect(contestView(core, organiser(), contest.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await listContests(core, organiser(), PAGE)).total).toBe(0)
    expect((await listContests(core, actor, PAGE)).items).toMatchObject([{ id: contest.id, state: 'draft' }])

    // A draft needs no reason.
    const scheme = { ...contest.scheme, titleZh: '新名称' }
    expect(await changeScheme(core, actor, contest.id, { number: 1, scheme, reason: '' })).toBe(2)
    await publishContest(core, actor, contest.id)
    await expect(publishContest(core, actor, contest.id)).rejects.toMatchObject({ code: 'CONTEST_PUBLISHED' })
    await expect(
      changeScheme(core, actor, contest.id, { number: 2, scheme, reason: '' }),
    ).rejects.toMatchObject({
      code: 'CONTEST_REASON',
    })
    await expect(
      changeScheme(core, actor, contest.id, { number: 1, scheme, reason: '场地变更' }),
    ).rejects.toMatchObject({ code: 'CONTEST_SCHEME_STALE' })
    const stage = 'entry'
    const closesAt = scheme.entry.closesAt + DAY_MS
    expect(
      await extendDeadline(core, actor, contest.id, { stage, closesAt, shift: true, reason: '应参赛者要求' }),
    ).toBe(3)
    const versions = await listVersions(core, actor, contest.id, PAGE)
    expect(versions.items.map(({ number, reason }) => [number, reason])).toEqual([
      [3, '应参赛者要求'],
      [2, ''],
      [1, ''],
    ])
    expect(versions.items[0]!.differences[0]).toEqual({
      where: 'entry.closesAt',
      before: String(scheme.entry.closesAt),
      after: String(closesAt),
    })
    expect(versions.items[1]!.differences.map(({ where }) => where)).toEqual(['titleZh'])

    await closeContest(core, actor, contest.id, '因故取消')
    expect(await contestById(core, contest.id)).toMatchObject({ state: 'closed', number: 3 })
    await expect(
      changeScheme(core, actor, contest.id, { number: 3, scheme, reason: '再改一次' }),
    ).rejects.toMatchObject({ code: 'CONTEST_CLOSED' })
    await expect(closeContest(core, actor, contest.id, '再次关闭')).rejects.toMatchObject({
      code: 'CONTEST_CLOSED',
    })
    const noted = await core.db.selectFrom('evidence_outbox').select('kind').orderBy('leaf').execute()
    expect(noted.map(({ kind }) => kind)).toEqual([
      'contest.created',
      'contest.changed',
      'contest.published',
      'contest.changed',
      'contest.closed',
    ])
  })

  test('keeps its rules once they are in use', async () => {
    const { core, clock } = space
    const actor = organiser()
    const contest = await makeContest(core, { actor })
    clock.advance(31 * DAY_MS)
    const scheme = structuredClone(contest.scheme)
    scheme.rounds[0]!.submission.form.pop()
    await expect(
      changeScheme(core, actor, contest.id, { number: 1, scheme, reason: '简化表单' }),
    ).rejects.toMatchObject({ code: 'CONTEST_FIXED', params: { where: 'rounds.preliminary.form' } })
    expect(await contestById(core, contest.id)).toMatchObject({ number: 1 })
  })

  test('is changed by one of two who change it at once', async () => {
    const { core } = space
    const actor = organiser()
    const contest = await makeContest(core, { actor })
    const change = (titleZh: string) =>
      changeScheme(core, actor, contest.id, {
        number: 1,
        scheme: { ...contest.scheme, titleZh },
        reason: '更正名称',
      })
    const done = await Promise.allSettled([change('甲'), change('乙')])
    expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await contestById(core, contest.id)).number).toBe(2)
  })

  test('answers to data officers of its own body only, and has an address of its own', async () => {
    const { core } = space
    const actor = organiser()
    const contest = await makeContest(core, { actor, publish: false })
    const others = [organiser(), { ...actor, roles: ['developer' as const] }]
    for (const other of others)
      await expect(publishContest(core, other, contest.id)).rejects.toMatchObject({
        code: 'CONTEST_NOT_ORGANISER',
      })
    const scheme = exampleScheme('hainan', space.clock.now())
    await expect(createContest(core, actor, { code: contest.code, scheme })).rejects.toMatchObject({
      code: 'CONTEST_CODE_TAKEN',
    })
    await expect(publishContest(core, actor, crypto.randomUUID())).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  test('of another body is read by an auditor once it is announced', async () => {
    const { core } = space
    const auditor = { ...organiser(), roles: ['auditor' as const] }
    const actor = organiser()
    const draft = await makeContest(core, { actor, publish: false })
    const announced = await makeContest(core, { actor })
    await expect(contestView(core, auditor, draft.id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await contestView(core, auditor, announced.id)).state).toBe('published')
    const own = { ...auditor, participantId: actor.participantId }
    expect((await contestView(core, own, draft.id)).state).toBe('draft')
    const ids = async (reader: typeof auditor) =>
      (await listContests(core, reader, PAGE)).items.map(({ id }) => id)
    expect(await ids(auditor)).toContain(announced.id)
    expect(await ids(auditor)).not.toContain(draft.id)
    expect(await ids(own)).toContain(draft.id)
  })

  test('is not announced while something is missing, nor extended into a contradiction', async () => {
    const { core } = space
    const actor = organiser()
    const made = {
      actor,
      publish: false,
      change: <T extends object>(scheme: T) => ({ ...scheme, awards: [] }),
    }
    const contest = await makeContest(core, made)
    await expect(publishContest(core, actor, contest.id)).rejects.toMatchObject({
      code: 'CONTEST_LACKS',
      detail: { lacks: ['awards'] },
    })
    expect((await contestView(core, actor, contest.id)).lacks).toEqual(['awards'])
    const { closesAt } = contest.scheme.rounds[0]!.submission
    const late = { stage: 'submission:preliminary', closesAt: closesAt + 30 * DAY_MS, reason: '延期提交' }
    await expect(extendDeadline(core, actor, contest.id, { ...late, shift: false })).rejects.toMatchObject({
      code: 'CONTEST_ORDER',
    })
    expect(await extendDeadline(core, actor, contest.id, { ...late, shift: true })).toBe(2)
  })
})

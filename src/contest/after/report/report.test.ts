import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AfterSpace, afterSpace } from '../after.fixture.ts'
import { checkList, proposeList } from '../awards/actions.ts'
import { reportDocument } from './document.ts'
import { reportCsv, reportHtml } from './forms.ts'
import { reportNumbers } from './numbers.ts'
import { bodyKindOf, regionOf } from './regions.ts'
import { histogram, spreadOf } from './spread.ts'

let space: AfterSpace
beforeAll(async () => {
  space = await afterSpace()
}, 120_000)
afterAll(() => space?.stop())

describe('the report of a contest', () => {
  test('counts what there is, and names no person', async () => {
    const { after, core, first, second } = space
    const contest = await space.contest()
    const [track, other] = contest.scheme.divisions.map(({ code }) => code)
    const shared = { uscc: '9131000000000000XX', name: '共同单位' }
    const teams = await space.ranked(contest, [
      { division: track!, members: ['张一（合成）', '李二（合成）'], bodies: [shared, { name: '另一家' }] },
      { division: other!, members: ['王三（合成）'], bodies: [shared], title: '<b>题目</b>' },
      { division: other!, members: 3, score: null },
    ])
    await space.ranked(contest, [])
    const rest = [
      { state: 'rejected' as const, division: track! },
      { state: 'draft' as const, division: track! },
    ]
    const { makeTeam } = await import('../../entry/entry.fixture.ts')
    for (const one of rest) await makeTeam(core, contest, one)
    await core.db
      .updateTable('contest_member')
      .set({ student: true })
      .where('team_id', '=', teams[1]!.id)
      .execute()
    await rank(contest.id, teams)
    const listId = await proposeList(after, first, contest.id, { exclusions: [], decisions: [] })
    await checkList(after, second, contest.id, listId, { publishAt: null, origin: 'https://x.example' })

    const numbers = await reportNumbers(after, contest)
    const step = (code: string) => numbers.funnel.find((one) => one.step === code)?.teams
    expect([step('entered'), step('admitted'), step('awarded')]).toEqual([4, 3, 2])
    expect(numbers.people).toEqual({ teams: 3, members: 6, students: 1, studentTeams: 1 })
    expect(numbers.bodies).toMatchObject({ bodies: 3, teamsOfSeveral: 1 })
    expect(numbers.bodies.regions).toEqual([
      { code: '31', titleZh: '上海', titleEn: 'Shanghai', bodies: 3, teams: 3 },
    ])
    expect(numbers.divisions.find(({ code }) => code === track)).toMatchObject({
      entered: 2,
      admitted: 1,
      awarded: 1,
    })
    expect(numbers.scores.at(-1)).toMatchObject({ round: 'final', without: 1, scores: { count: 2 } })

    for (const lang of ['zh', 'en'] as const) {
      const report = reportDocument(numbers, lang)
      const said = reportHtml(report, lang) + reportCsv(report)
      expect(said).not.toMatch(/合成|<b>题目/)
      expect(said).toContain(lang === 'zh' ? '参赛漏斗' : 'Funnel')
      if (lang === 'en')
        expect(
          reportDocument(numbers, 'en')
            .tables.flatMap(({ head }) => head)
            .join(''),
        ).not.toMatch(/\p{Script=Han}/u)
    }
  })

  async function rank(contestId: string, teams: readonly { id: string; division: string }[]) {
    const rows = teams.map(({ id, division }, at) => ({
      teamId: id,
      division,
      rank: at + 1,
      score: at === 2 ? null : 90 - at,
    }))
    const { sources } = space.after
    const given = sources.ranking
    sources.ranking = async (core, contest) => (contest.id === contestId ? rows : given(core, contest))
  }
})

describe('numbers', () => {
  test('lie between the least and the most, whatever they are', () => {
    const Numbers = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(Numbers, (numbers) => {
        const found = spreadOf(numbers)!
        const { least, lower, middle, upper, most, mean } = found
        const order = [least, lower, middle, upper, most]
        expect([...order].sort((a, b) => a - b)).toEqual(order)
        expect(mean).toBeGreaterThanOrEqual(least)
        expect(mean).toBeLessThanOrEqual(most)
        expect(histogram(numbers).reduce((sum, one) => sum + one, 0)).toBe(numbers.length)
      }),
    )
    expect(spreadOf([])).toBeNull()
  })

  test('by hand', () => {
    expect(spreadOf([1, 2, 3, 4])).toEqual({
      count: 4,
      least: 1,
      lower: 1.75,
      middle: 2.5,
      upper: 3.25,
      most: 4,
      mean: 2.5,
      deviation: Math.sqrt(5 / 3),
    })
    expect(histogram([0, 9.99, 10, 100])).toEqual([2, 1, 0, 0, 0, 0, 0, 0, 0, 1])
  })

  test.each([
    ['91310000MA1FL00000', '31', 'company'],
    ['12330000470000000X', '33', 'institution'],
    ['11460000008173070N', '46', 'agency'],
    ['12100000400000000A', 'national', 'institution'],
    ['51110000500000000B', '11', 'association'],
    ['92999900000000000C', 'other', 'self_employed'],
  ])('%s is of %s and a %s', (uscc, region, kind) => {
    expect(regionOf(uscc)).toBe(region)
    expect(bodyKindOf(uscc)).toBe(kind)
  })
})

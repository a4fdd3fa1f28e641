import { describe, expect, test } from 'vitest'
import { EXAMPLE_NAMES, exampleScheme } from './examples.ts'
import { Scheme, stagesOf } from './index.ts'
import { barsOf } from './change-rules.ts'
import { lacksOf } from './publish-rules.ts'

const START = Date.UTC(2026, 2, 1) - 8 * 3_600_000
const DAY_MS = 86_400_000

describe.each(EXAMPLE_NAMES)('%s', (name) => {
  const scheme = exampleScheme(name, START)

  test('is a scheme that can be announced as it is', () => {
    expect(Scheme.parse(JSON.parse(JSON.stringify(scheme)))).toEqual(scheme)
    expect(lacksOf(scheme, START - 1)).toEqual([])
    expect(lacksOf(scheme, scheme.entry.closesAt)).toEqual(['entry_over'])
    expect(barsOf(scheme, scheme, START + 50 * DAY_MS)).toEqual([])
  })

  test('begins at its start, and moves with it as a whole', () => {
    expect(scheme.entry.opensAt).toBe(START)
    const later = stagesOf(exampleScheme(name, START + 1_000))
    for (const [at, stage] of stagesOf(scheme).entries()) {
      expect(stage.opensAt).toBeLessThan(stage.closesAt)
      expect(later[at]).toEqual({
        ...stage,
        opensAt: stage.opensAt + 1_000,
        closesAt: stage.closesAt + 1_000,
      })
    }
  })

  test('says in both languages what it says, and weighs to a hundred', () => {
    for (const { rubric } of [...scheme.rounds.map(({ review }) => review), scheme.final!.defence])
      expect(rubric.criteria.reduce((sum, { weight }) => sum + weight, 0)).toBe(100)
    const { defence, hiddenTest, review } = scheme.final!.weights
    expect(defence + hiddenTest + review).toBeCloseTo(1)
    const texts = JSON.stringify(scheme)
    expect(texts).not.toMatch(/"(?:title|text)En":"[^"]*\p{Script=Han}/u)
  })
})

describe('what the sources say', () => {
  test('2025: no tracks but 13 fields, two rounds, 180 finalists, 20 days inside', () => {
    const scheme = exampleScheme('national-2025', START)
    expect(scheme.divisionWord).toBe('field')
    expect(scheme.divisions.map(({ kind }) => kind)).toEqual(Array.from({ length: 13 }, () => 'field'))
    expect(scheme.rounds.map(({ code, quota }) => [code, quota.total])).toEqual([['preliminary', 180]])
    expect(scheme.final).toMatchObject({ workDays: 20 })
  })

  test('2024: three tracks, preliminary, semi-final and final, 70 finalists, 10, 24 and 36 prizes', () => {
    const scheme = exampleScheme('national-2024', START)
    expect(scheme.divisions.map(({ titleZh }) => titleZh)).toEqual([
      '智慧医保实践案例',
      '智慧医保创新应用',
      '医保数据要素赋能',
    ])
    expect(scheme.rounds.map(({ code }) => code)).toEqual(['preliminary', 'semi_final'])
    expect(scheme.rounds.at(-1)!.quota.total).toBe(70)
    expect(scheme.final).not.toBeNull()
    expect(scheme.awards.map(({ count, per }) => [count, per])).toEqual([
      [10, 'contest'],
      [24, 'contest'],
      [36, 'contest'],
    ])
  })

  test('Hainan: 5 + 1 tracks and a session for students; 1, 1 and 3 in each, 30,000 and 20,000 yuan', () => {
    const scheme = exampleScheme('hainan', START)
    expect(scheme.divisions.map(({ titleZh, kind, studentsOnly }) => [titleZh, kind, studentsOnly])).toEqual([
      ['文化旅游', 'track', false],
      ['医疗健康', 'track', false],
      ['金融服务', 'track', false],
      ['城市治理', 'track', false],
      ['绿色低碳', 'track', false],
      ['自贸港特色服务', 'track', false],
      ['高校在校生专场', 'session', true],
    ])
    expect(
      scheme.awards.map(({ count, per, prizeFen, recommend }) => [count, per, prizeFen, recommend]),
    ).toEqual([
      [1, 'division', 3_000_000, true],
      [1, 'division', 2_000_000, true],
      [3, 'division', 0, false],
    ])
  })
})

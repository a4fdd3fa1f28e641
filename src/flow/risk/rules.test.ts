import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Config } from '../../platform/config/index.ts'
import { ENVIRONMENTS, OUTPUT_KINDS, PURPOSES } from '../policy/index.ts'
import { CONSUMER_KINDS, JOINS, type RiskFacts, RiskForm, type RiskFormInput, SAFEGUARDS } from './model.ts'
import { groupOf, notNeededOf } from './needs.ts'
import { assess, levelOf } from './rules.ts'
import { approvalsFor, NEEDS, needOf, WEIGHTS } from './weights.ts'

const COLUMNS = {
  setl_d: {
    psn_no: 0.75,
    certno: 1,
    age: 0.5,
    brdy: 0.75,
    medfee_sumamt: 0.5,
    crter_name: 0.5,
    setl_time: 0.25,
  },
  fee_list_d: { hilist_code: 0.25, bilg_dr_name: 0.75, strange: null },
} as const

const facts = (over: Partial<RiskFacts> = {}): RiskFacts => ({
  purpose: 'actuarial_pricing',
  consumer: 'market',
  notices: 0,
  tables: Object.entries(COLUMNS).map(([name, columns]) => ({
    name,
    rows: name === 'setl_d' ? 1_000_000 : 9_000_000,
    persons: true,
    columns: Object.entries(columns).map(([column, grade]) => ({
      name: column,
      titleZh: column,
      titleEn: column,
      grade,
      level: grade === null ? null : `L${1 + grade * 4}`,
    })),
    from: '2016-01-01',
    to: '2025-12-31',
  })),
  ...over,
})

const form = (over: Partial<RiskFormInput> = {}): RiskForm =>
  RiskForm.parse({
    purposeDetail: 'Mean cost by age and sex, for one product.',
    people: 5,
    columns: ['setl_d.age', 'setl_d.medfee_sumamt'],
    environment: '02',
    outputs: ['table'],
    retentionDays: 365,
    safeguards: ['staff_bound', 'no_linking', 'no_export'],
    ...over,
  })

/** The settings as they are shipped. */
const COUNTS = Config.parse({}).flow
const policy: Parameters<typeof assess>[1] = { singlePerson: false, joinKeys: [] }
const pointsOf = (code: string, ...args: Parameters<typeof assess>) =>
  assess(...args).parts.find((part) => part.code === code)!.points

describe('worked by hand', () => {
  test('a statistic in the sandbox is a low risk: 11 + 0.3 + 0 + 5.3 + 5.6 + 1.6 + 0 + 4 + 0 + 0.8 + 0.2 + 2', () => {
    // grade 0.5 × 22 = 11 · breadth 2/60 × 8 = 0.27 · rows log10(1e6)/9 × 8 = 5.33 · environment 0.4 × 14 = 5.6 ·
    // table 0.2 × 8 = 1.6 · market 1 × 4 · retention 365/1825 × 4 = 0.8 · people 5/50 × 2 = 0.2 · safeguards 3/6 × 4 = 2
    const answer = assess(form(), policy, facts())
    expect(Object.fromEntries(answer.parts.map((part) => [part.code, part.points]))).toEqual({
      grade: 11,
      breadth: 0.3,
      single: 0,
      rows: 5.3,
      environment: 5.6,
      outputs: 1.6,
      joins: 0,
      consumer: 4,
      notices: 0,
      retention: 0.8,
      people: 0.2,
      safeguards: 2,
    })
    expect(answer).toMatchObject({ score: 30.8, level: 'low', weights: 1, needs: 1 })
  })

  test('single persons with certificate numbers, files, external joins, five years: a high risk', () => {
    // 22 + 0.4 + 12 + 5.3 + 14 + 8 + 8 + 4 + 2 (one notice of three) + 4 + 0.4 + 4 = 84.1
    const answer = assess(
      form({
        columns: ['setl_d.age', 'setl_d.medfee_sumamt', 'setl_d.certno'],
        environment: '07',
        outputs: ['table', 'file'],
        joins: 'external',
        retentionDays: 1825,
        people: 10,
        safeguards: [],
      }),
      { singlePerson: true, joinKeys: [] },
      facts({ notices: 1 }),
    )
    expect(answer).toMatchObject({ score: 84.1, level: 'high' })
    expect(approvalsFor(answer.level, COUNTS).map((one) => one.en)).toEqual([
      'data officer',
      'data officer 2',
    ])
  })

  test('one of ten years wants a tenth of the rows: log10(1e5) of 9', () => {
    const rows = { from: '2025-01-01', to: '2025-12-31', regions: [] }
    expect(pointsOf('rows', form({ rows }), policy, facts())).toBe(4.4)
  })

  test('who asks for tables that may be joined says "none" in vain: a quarter of 8', () => {
    const key = { table: 'setl_d', column: 'psn_no' }
    expect(pointsOf('joins', form(), { ...policy, joinKeys: [[key, key]] }, facts())).toBe(2)
  })

  test.each([
    [34.9, 'low', 1],
    [35, 'medium', 1],
    [59.9, 'medium', 1],
    [60, 'high', 2],
  ] as const)('%f points are %s: %i approve', (score, level, count) => {
    expect(levelOf(score)).toBe(level)
    expect(approvalsFor(level, COUNTS)).toHaveLength(count)
  })
})

describe('what a purpose does not need', () => {
  test('certificates, dates of birth and system fields for pricing, each with its reason; age and fees stay', () => {
    const asked = form({ columns: Object.keys(COLUMNS.setl_d).map((name) => `setl_d.${name}`) })
    const { columns, rows } = notNeededOf(asked, facts())
    expect(columns.map(({ field, kind }) => [field, kind])).toEqual([
      ['setl_d.certno', 'unneeded'],
      ['setl_d.brdy', 'unneeded'],
      ['setl_d.crter_name', 'unneeded'],
    ])
    expect(columns[1]!.zh).toContain('用年龄即可')
    expect(rows).toMatchObject([{ kind: 'years', from: '2020-12-31' }])
  })

  test('a column in no group is named, to be explained; another purpose needs other things', () => {
    const asked = form({ columns: ['fee_list_d.strange', 'fee_list_d.bilg_dr_name'] })
    expect(notNeededOf(asked, facts()).columns.map(({ kind }) => kind)).toEqual(['unknown', 'unneeded'])
    const supervision = notNeededOf(asked, facts({ purpose: 'fund_supervision' }))
    expect(supervision.columns.map(({ kind }) => kind)).toEqual(['unknown'])
  })

  test('rows within the usual years are enough', () => {
    const rows = { from: '2021-01-01', to: '2025-12-31', regions: [] }
    expect(notNeededOf(form({ rows }), facts()).rows).toEqual([])
  })
})

describe('the data behind it', () => {
  test('every purpose has needs, and every group that is needed exists', () => {
    for (const purpose of PURPOSES) {
      const need = needOf(purpose)
      expect(need, purpose).toBeDefined()
      for (const group of need!.groups) expect(Object.keys(NEEDS.groups)).toContain(group)
    }
    expect(
      Object.keys(NEEDS.purposes).filter((code) => !(PURPOSES as readonly string[]).includes(code)),
    ).toEqual([])
  })

  test('no national column name stands in two groups', () => {
    const all = Object.values(NEEDS.groups).flatMap((group) => group.columns)
    expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([])
    expect(groupOf('PSN_NAME')).toBe('identity')
    expect(groupOf('clr_optins')).toBe('clearing')
  })
})

describe('never lower', () => {
  const all = facts().tables.flatMap((table) => table.columns.map((column) => `${table.name}.${column.name}`))
  const anyForm = fc
    .record({
      columns: fc.subarray(all, { minLength: 1 }),
      environment: fc.constantFrom(...ENVIRONMENTS),
      outputs: fc.subarray([...OUTPUT_KINDS], { minLength: 1 }),
      joins: fc.constantFrom(...JOINS),
      people: fc.integer({ min: 1, max: 200 }),
      retentionDays: fc.integer({ min: 0, max: 4000 }),
      safeguards: fc.subarray([...SAFEGUARDS]),
    })
    .map(form)
  const anyFacts = fc.record({ consumer: fc.constantFrom(...CONSUMER_KINDS), notices: fc.nat(6) }).map(facts)
  const anyPolicy = fc.boolean().map((singlePerson) => ({ singlePerson, joinKeys: [] }))
  const everything = fc.tuple(anyForm, anyPolicy, anyFacts)
  const scoreOf = (...args: Parameters<typeof assess>) => assess(...args).score

  test('between 0 and 100, and the parts make the score', () => {
    fc.assert(
      fc.property(everything, (args) => {
        const { score, parts } = assess(...args)
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(100)
        expect(score).toBeCloseTo(
          parts.reduce((sum, part) => sum + part.points, 0),
          6,
        )
        for (const part of parts) expect(part.points).toBeLessThanOrEqual(part.max)
      }),
    )
  })

  test('by more columns', () => {
    fc.assert(
      fc.property(everything, fc.constantFrom(...all), ([one, terms, known], column) => {
        const more = { ...one, columns: [...new Set([...one.columns, column])] }
        expect(scoreOf(more, terms, known)).toBeGreaterThanOrEqual(scoreOf(one, terms, known))
      }),
    )
  })

  test('by a higher grade', () => {
    fc.assert(
      fc.property(
        everything,
        fc.constantFrom(...all),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ([one, terms, known], field, up) => {
          const raised = {
            ...known,
            tables: known.tables.map((table) => ({
              ...table,
              columns: table.columns.map((column) =>
                `${table.name}.${column.name}` === field && column.grade !== null
                  ? { ...column, grade: Math.max(column.grade, up) }
                  : column,
              ),
            })),
          }
          expect(scoreOf(one, terms, raised)).toBeGreaterThanOrEqual(scoreOf(one, terms, known))
        },
      ),
    )
  })

  test('by a weaker environment, more outputs, wider joins, single persons, notices, people, days, fewer safeguards', () => {
    const weaker = ENVIRONMENTS.toSorted((a, b) => WEIGHTS.environment[a] - WEIGHTS.environment[b])
    const joins = JOINS.toSorted((a, b) => WEIGHTS.joins[a] - WEIGHTS.joins[b])
    fc.assert(
      fc.property(everything, fc.nat(10), ([one, terms, known], step) => {
        const next = <T>(list: readonly T[], value: T) =>
          list[Math.min(list.length - 1, list.indexOf(value) + (step % 4))]!
        const worse: Parameters<typeof assess>[] = [
          [{ ...one, environment: next(weaker, one.environment) }, terms, known],
          [{ ...one, outputs: [...new Set([...one.outputs, OUTPUT_KINDS[step % 5]!])] }, terms, known],
          [{ ...one, joins: next(joins, one.joins) }, terms, known],
          [{ ...one, people: one.people + step }, terms, known],
          [{ ...one, retentionDays: one.retentionDays + step * 30 }, terms, known],
          [{ ...one, safeguards: one.safeguards.slice(1) }, terms, known],
          [one, { ...terms, singlePerson: true }, known],
          [one, terms, { ...known, notices: known.notices + step }],
        ]
        for (const [left, right, rest] of worse)
          expect(scoreOf(left, right, rest)).toBeGreaterThanOrEqual(scoreOf(one, terms, known))
      }),
    )
  })
})

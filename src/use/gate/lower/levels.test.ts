import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isXinyuError } from '../../../kernel/errors/index.ts'
import { COLUMN_LEVELS, type ColumnLevel, type GrantTerms } from '../../run/index.ts'
import { exampleTerms, type Fixture, openFixture } from '../fixture.ts'
import { isCoarse } from './coarse.ts'
import { lower } from './index.ts'

let fixture: Fixture
beforeAll(async () => {
  fixture = await openFixture({ warmChildren: 0 })
})
afterAll(() => fixture.close())

const columns = Object.fromEntries(
  COLUMN_LEVELS.map((level) => [`c_${level}`, { type: 'INTEGER', level, nullable: true }]),
)
const base = exampleTerms()
const terms: GrantTerms = {
  ...base,
  tables: [
    {
      name: 'p',
      versionId: base.tables[0]!.versionId,
      files: [],
      persons: true,
      columns: { ...columns, __insured: { type: 'UINTEGER', level: 'group', nullable: false } },
    },
    // Names with two underscores are ours in the printed SQL, whatever a contract may say.
    {
      name: '__rows0',
      versionId: base.tables[1]!.versionId,
      files: [],
      persons: false,
      columns: { __insured: { type: 'INTEGER', level: 'open', nullable: false } },
    },
    { name: 'q', versionId: base.tables[1]!.versionId, files: [], persons: false, columns },
  ],
  joinKeys: [
    [
      { table: 'p', column: 'c_join' },
      { table: 'q', column: 'c_join' },
    ],
  ],
}

/** The rule that refuses a text, or null. */
async function ruleOf(sql: string): Promise<string | null> {
  const parsed = await fixture.engine.parse(sql)
  if (!parsed.ok) throw new Error(parsed.message)
  try {
    lower(parsed.tree, sql, terms)
    return null
  } catch (error) {
    if (isXinyuError(error)) return (error.detail as unknown as { rule: string }).rule
    throw error
  }
}

/** For each use of a column: the text, and the rule that refuses it at each level; what is not named is allowed. */
const USES: Record<
  string,
  { sql: (column: string) => string; refused: Partial<Record<ColumnLevel, string>> }
> = {
  'a grouping key': {
    sql: (c) => `select ${c}, count(*) from p group by ${c}`,
    refused: {
      measure: 'level.measure.key',
      join: 'level.join.key',
      compare: 'level.compare.key',
      identity: 'level.identity.key',
      hidden: 'level.hidden.key',
    },
  },
  'a key of a grouping per person': {
    sql: (c) => `select count(*) from (select c_identity, ${c} as k from p group by c_identity, ${c}) t`,
    refused: {
      measure: 'level.measure.key',
      join: 'level.join.key',
      compare: 'level.compare.key',
      hidden: 'level.hidden.key',
    },
  },
  'a filter': {
    sql: (c) => `select count(*) from p where ${c} = 1`,
    refused: {
      measure: 'level.measure.filter',
      join: 'level.join.filter',
      compare: 'level.compare.filter',
      identity: 'level.identity.filter',
      hidden: 'level.hidden.filter',
    },
  },
  'a coarse filter': {
    sql: (c) => `select count(*) from p where ${c} >= 50`,
    refused: {
      measure: 'level.measure.filter',
      join: 'level.join.filter',
      identity: 'level.identity.filter',
      hidden: 'level.hidden.filter',
    },
  },
  'a coarse condition of CASE': {
    sql: (c) => `select count(case when ${c} between 50 and 65 then 1 end) from p`,
    refused: {
      measure: 'level.measure.filter',
      join: 'level.join.filter',
      identity: 'level.identity.filter',
      hidden: 'level.hidden.filter',
    },
  },
  'an argument of a function': {
    sql: (c) => `select abs(${c}), count(*) from p group by 1`,
    refused: {
      measure: 'level.measure.argument',
      join: 'level.join.argument',
      compare: 'level.compare.argument',
      identity: 'level.identity.argument',
      hidden: 'level.hidden.argument',
    },
  },
  'behind THEN, summed': {
    sql: (c) => `select sum(case when c_group = 1 then ${c} end) from p`,
    refused: {
      open: 'level.group.total',
      group: 'level.group.total',
      join: 'level.join.argument',
      compare: 'level.compare.argument',
      identity: 'level.identity.total',
      hidden: 'level.hidden.argument',
    },
  },
  'a sum': {
    sql: (c) => `select sum(${c}) from p`,
    refused: {
      open: 'level.open.total',
      group: 'level.group.total',
      join: 'level.join.total',
      compare: 'level.compare.total',
      identity: 'level.identity.total',
      hidden: 'level.hidden.total',
    },
  },
  'a sum over code tables': {
    sql: (c) => `select sum(${c}) from q`,
    refused: {
      group: 'level.group.total',
      join: 'level.join.total',
      compare: 'level.compare.total',
      identity: 'level.identity.total',
      hidden: 'level.hidden.total',
    },
  },
  'a count': {
    sql: (c) => `select count(${c}) from p`,
    refused: { join: 'level.join.count', compare: 'level.compare.count', hidden: 'level.hidden.count' },
  },
  'a distinct count': {
    sql: (c) => `select count(distinct ${c}) from p`,
    refused: {
      join: 'level.join.distinct',
      compare: 'level.compare.distinct',
      hidden: 'level.hidden.distinct',
    },
  },
  'shown of persons': {
    sql: (c) => `select ${c} from p`,
    refused: {
      open: 'select.ungrouped',
      group: 'select.ungrouped',
      measure: 'level.measure.shown',
      join: 'level.join.shown',
      compare: 'level.compare.shown',
      identity: 'level.identity.shown',
      hidden: 'level.hidden.shown',
    },
  },
  'shown of a code table': {
    sql: (c) => `select ${c} from q`,
    refused: {
      group: 'select.ungrouped',
      measure: 'level.measure.shown',
      join: 'level.join.shown',
      compare: 'level.compare.shown',
      identity: 'level.identity.shown',
      hidden: 'level.hidden.shown',
    },
  },
  'joined with itself': {
    sql: (c) => `select count(*) from p a join p b on a.${c} = b.${c}`,
    refused: Object.fromEntries(
      COLUMN_LEVELS.filter((level) => level !== 'identity').map((level) => [level, 'join.undeclared']),
    ),
  },
  'carried by a subquery': {
    sql: (c) => `select count(*) from (select ${c} as x from p) t`,
    refused: { hidden: 'level.hidden.shown' },
  },
}

describe.each(Object.entries(USES))('%s', (_, { sql, refused }) => {
  test.each(COLUMN_LEVELS)('%s', async (level) => {
    expect(await ruleOf(sql(`c_${level}`))).toBe(refused[level] ?? null)
  })
})

test('names of our own do not exist', async () => {
  expect(await ruleOf('select count(*) from __rows0')).toBe('table.unknown')
  expect(await ruleOf('select count(__insured) from p')).toBe('column.unknown')
})

test('a declared pair joins', async () => {
  expect(await ruleOf('select count(*) from p join q on p.c_join = q.c_join')).toBeNull()
  expect(await ruleOf('select count(*) from p join q on p.c_group = q.c_group')).toBe('join.undeclared')
})

/** A measure and a column of each level in one expression. */
test.each(COLUMN_LEVELS)('measure + %s', async (level) => {
  const rule = await ruleOf(`select sum(c_measure + c_${level}) from p`)
  const expected: Record<ColumnLevel, string | null> = {
    open: 'statistic.linear',
    group: 'statistic.linear',
    measure: null,
    join: 'level.join.argument',
    compare: 'level.compare.argument',
    identity: 'level.identity.argument',
    hidden: 'level.hidden.argument',
  }
  expect(rule).toBe(expected[level])
})

describe('the level of a statistic within one person', () => {
  const within = (inner: string, outer: string) =>
    ruleOf(`select ${outer} from (select c_identity, ${inner} as x from p group by c_identity) t`)
  test.each(['count(*)', 'count(c_measure)', 'count(distinct c_group)', 'min(c_group)', 'max(c_group)'])(
    '%s may be grouped by and filtered',
    async (inner) => {
      expect(await within(inner, "count(case when x >= 3 then 'x' end)")).toBeNull()
    },
  )
  test.each(['sum(c_measure)', 'avg(c_measure)', 'min(c_measure)', 'max(c_measure)'])(
    '%s is a measure still',
    async (inner) => {
      expect(await within(inner, 'sum(x), avg(x), median(x), stddev(x)')).toBeNull()
      expect(await within(inner, 'count(case when x > 3 then 1 end)')).toBe('level.measure.filter')
    },
  )
  test.each(['open', 'group', 'join', 'compare', 'identity', 'hidden'])(
    'sum(%s) is refused',
    async (level) => {
      expect(await within(`sum(c_${level})`, 'sum(x)')).toBe(`level.${level}.total`)
    },
  )
})

describe('the coarse grid', () => {
  const number = (value: string) =>
    isCoarse({ kind: 'literal', type: value.includes('.') ? 'decimal' : 'integer', value })
  test.each([
    '0',
    '7',
    '-3',
    '2.5',
    '0.25',
    '0.07',
    '10',
    '15',
    '60',
    '95',
    '100',
    '150',
    '1500',
    '25000',
    '-350',
    '1000000',
  ])('%s is on it', (value) => expect(number(value)).toBe(true))
  test.each(['11', '61', '99', '101', '105', '1510', '2.55', '12.5', '0.257', '-61', '1999'])(
    '%s is not',
    (value) => expect(number(value)).toBe(false),
  )
  test.each([
    ['date', '2024-02-01', true],
    ['date', '2024-02-02', false],
    ['timestamp', '2024-02-01 00:00:00', true],
    ['timestamp', '2024-02-01 00:00:01', false],
    ['timestamp', '2024-02-15 00:00:00', false],
    ['text', '50', false],
  ] as const)('%s %s: %s', (type, value, coarse) => {
    expect(isCoarse({ kind: 'literal', type, value })).toBe(coarse)
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isXinyuError } from '../../../kernel/errors/index.ts'
import type { Shown } from '../../check/index.ts'
import type { After, Plan } from '../plan/index.ts'
import { type Duck, finishSql, openDuck, planOf, type Released } from './testing/duck.ts'

let duck: Duck
beforeAll(async () => {
  duck = await openDuck()
})
afterAll(() => duck.close())

const TABLE: Released = {
  columns: [
    { name: 'sex', type: 'VARCHAR', role: 'key' },
    { name: 'yr', type: 'INTEGER', role: 'key' },
    { name: 'day', type: 'DATE', role: 'key' },
    { name: 'n', type: 'BIGINT' },
    { name: 'cost', type: 'DECIMAL(38,2)' },
  ],
  rows: [
    ['1', 2023, '2023-05-01', 10, 100.5],
    ['2', 2023, '2023-06-01', 20, 50],
    ['1', 2024, '2024-01-31', 30, null],
    [null, null, null, 60, 150.5],
  ],
}

const plan = async (sql: string): Promise<Plan> => planOf(await duck.tree(sql), sql, TABLE)
const rows = async (sql: string): Promise<readonly (readonly Shown[])[]> =>
  (await finishSql(sql, TABLE, duck)).rows

interface Refused {
  code: string
  message: string
  rule: string
  text: string
}

async function refused(sql: string): Promise<Refused> {
  try {
    await plan(sql)
  } catch (error) {
    if (!isXinyuError(error)) throw error
    const { rule, place } = error.detail as { rule: string; place: { offset: number; length: number } }
    return {
      code: error.code,
      message: error.message,
      rule,
      text: sql.slice(place.offset, place.offset + place.length),
    }
  }
  throw new Error(`not refused: ${sql}`)
}

describe('what is refused, with its name and its place', () => {
  test.each([
    ['SELECT md5(sex) FROM t', 'GATE_FUNCTION', 'function.md5', 'md5'],
    ['SELECT random() FROM t', 'GATE_FUNCTION', 'function.random', 'random'],
    ['SELECT getenv(sex) FROM t', 'GATE_FUNCTION', 'function.getenv', 'getenv'],
    ['SELECT n // 2 FROM t', 'GATE_FUNCTION', 'function.//', '/'],
    ["SELECT sex ILIKE 'x' FROM t", 'GATE_FUNCTION', 'function.~~*', 'ILIKE'],
    ['SELECT round(n, yr) FROM t', 'GATE_FUNCTION_FORM', 'function.form.round', 'yr'],
    ['SELECT power(n) FROM t', 'GATE_FUNCTION_FORM', 'function.form.power', 'power'],
    ['SELECT abs(sex) FROM t', 'GATE_TYPE', 'function.type.abs', 'sex'],
    ['SELECT n + sex FROM t', 'GATE_TYPE', 'function.type.add', 'sex'],
    ['SELECT upper(n) FROM t', 'GATE_TYPE', 'function.type.upper', 'n'],
    ["SELECT n LIKE '1%' FROM t", 'GATE_TYPE', 'function.type.lower', 'n'],
    ['SELECT left(sex, 1.5) FROM t', 'GATE_TYPE', 'function.type.left', '1.5'],
    ['SELECT sex = 1 FROM t', 'GATE_TYPES_DIFFER', 'types.differ', '1'],
    ['SELECT CASE WHEN n > 1 THEN sex ELSE n END FROM t', 'GATE_TYPES_DIFFER', 'types.differ', 'n'],
    ["SELECT n = 'many' FROM t", 'GATE_LITERAL', 'literal.integer', "'many'"],
    ["SELECT day > '2024-02-31' FROM t", 'GATE_LITERAL', 'literal.date', "'2024-02-31'"],
    [
      "SELECT CASE WHEN yr IS NULL THEN '合计' ELSE yr END FROM t",
      'GATE_LITERAL',
      'literal.integer',
      "'合计'",
    ],
    ['SELECT CASE WHEN n THEN 1 END FROM t', 'GATE_TYPE', 'function.type.and', 'n'],
    ['SELECT (SELECT 1) FROM t', 'GATE_EXPRESSION', 'expression.subquery', '('],
    ['SELECT cast(sex AS DATE) FROM t', 'GATE_EXPRESSION', 'expression.cast', 'cast'],
    ['SELECT [n] FROM t', 'GATE_FUNCTION', 'function.list_value', 'n'],
    ['SELECT n FROM t WHERE n', 'GATE_TYPE', 'having.type', 'n'],
    ['SELECT n FROM t WHERE rank() OVER (ORDER BY n) = 1', 'GATE_EXPRESSION', 'expression.window', 'rank'],
    ['SELECT sum(rank() OVER (ORDER BY n)) OVER () FROM t', 'GATE_EXPRESSION', 'expression.window', 'rank'],
    ['SELECT stddev(n) OVER () FROM t', 'GATE_FUNCTION', 'function.window.stddev', 'stddev'],
    ['SELECT nth_value(n, 2) OVER () FROM t', 'GATE_FUNCTION', 'function.window.nth_value', 'nth_value'],
    ['SELECT sum(sex) OVER () FROM t', 'GATE_TYPE', 'function.type.window.sum', 'sex'],
    ['SELECT ntile(n) OVER (ORDER BY n) FROM t', 'GATE_FUNCTION_FORM', 'function.form.window.ntile', 'ntile'],
    ['SELECT lag(n, yr) OVER (ORDER BY n) FROM t', 'GATE_FUNCTION_FORM', 'function.form.window.lag', 'lag'],
    ['SELECT lag(n IGNORE NULLS) OVER (ORDER BY n) FROM t', 'GATE_CLAUSE', 'clause.ignore_nulls', 'lag'],
    ['SELECT count(DISTINCT n) OVER () FROM t', 'GATE_CLAUSE', 'clause.distinct_over', 'count'],
    ['SELECT sum(n) OVER (ORDER BY yr GROUPS 1 PRECEDING) FROM t', 'GATE_CLAUSE', 'clause.groups', 'sum'],
    [
      'SELECT sum(n) OVER (ORDER BY yr ROWS yr PRECEDING) FROM t',
      'GATE_CLAUSE',
      'clause.rows_between',
      'sum',
    ],
    [
      'SELECT sum(n) OVER (ORDER BY day RANGE 1 PRECEDING) FROM t',
      'GATE_CLAUSE',
      'clause.range_between',
      'sum',
    ],
    [
      'SELECT sum(n) OVER (ORDER BY yr, n RANGE 1 PRECEDING) FROM t',
      'GATE_CLAUSE',
      'clause.range_between',
      'sum',
    ],
    [
      'SELECT sum(n) OVER (ORDER BY n ROWS UNBOUNDED PRECEDING EXCLUDE TIES) FROM t',
      'GATE_CLAUSE',
      'clause.exclude',
      'sum',
    ],
    ['SELECT n FROM t ORDER BY 2', 'GATE_ORDINAL', 'order.ordinal', '2'],
    ['SELECT n FROM t ORDER BY ALL', 'GATE_CLAUSE', 'clause.order_by_all', 'ALL'],
    ['SELECT DISTINCT sex FROM t ORDER BY n', 'GATE_ORDER', 'order.output', 'n'],
    ['SELECT DISTINCT ON (sex) n FROM t', 'GATE_CLAUSE', 'clause.distinct_on', 'DISTINCT'],
    ['SELECT n FROM t LIMIT 10%', 'GATE_CLAUSE', 'clause.limit_', '10'],
    ['SELECT n FROM t LIMIT 1 + 1', 'GATE_LIMIT', 'limit.constant', '+'],
    ['SELECT n FROM t LIMIT 1 OFFSET -1', 'GATE_LIMIT', 'offset.constant', '-'],
    [
      'SELECT n + 123456789012345678901234567890123456789 FROM t',
      'GATE_EXPRESSION',
      'expression.constant',
      '123456789012345678901234567890123456789',
    ],
  ])('%s', async (sql, code, rule, text) => {
    const found = await refused(sql)
    expect(found).toMatchObject({ code, rule })
    expect(found.text.toLowerCase()).toContain(text.toLowerCase())
  })

  test('a refusal of a function names it and says what there is', async () => {
    const { message } = await refused('SELECT md5(sex) FROM t')
    expect(message).toContain('md5')
    expect(message).toContain('coalesce')
  })

  test('nesting that no person writes, and expressions that double', async () => {
    const deep = `SELECT ${'-('.repeat(150)}n${')'.repeat(150)} FROM t`
    expect((await refused(deep)).code).toBe('GATE_TOO_DEEP')
    const between = Array.from({ length: 14 }).reduce<string>(
      (sql) => `(${sql} BETWEEN false AND true)`,
      '(n > 1)',
    )
    expect((await refused(`SELECT ${between} FROM t`)).code).toBe('GATE_TOO_DEEP')
  })
})

describe('what is lowered', () => {
  test('names, types and roles of the output', async () => {
    const sql =
      "SELECT sex AS s, coalesce(sex, '合计') AS a, n / 2 AS h, cost * 2 AS c, rank() OVER (ORDER BY sex) AS r, NULL AS x, n > 5 AS b FROM t"
    expect((await plan(sql)).output).toEqual([
      { name: 's', type: 'VARCHAR', role: 'key' },
      { name: 'a', type: 'VARCHAR', role: 'key' },
      { name: 'h', type: 'DOUBLE', role: 'statistic' },
      { name: 'c', type: 'DECIMAL(38,2)', role: 'statistic' },
      { name: 'r', type: 'BIGINT', role: 'statistic' },
      { name: 'x', type: 'INTEGER', role: 'key' },
      { name: 'b', type: 'BOOLEAN', role: 'statistic' },
    ])
  })

  test('window arguments that are expressions are appended once, and equal windows are one', async () => {
    const sql =
      'SELECT sum(n * 2) OVER (PARTITION BY sex), sum(n * 2) OVER (PARTITION BY sex) / 2, max(n * 2) OVER () FROM t'
    const { after } = await plan(sql)
    const ops: string[] = []
    for (let node: After = after; ; node = (node as { input: After }).input) {
      ops.push(node.op)
      if (node.op === 'released') break
    }
    expect(ops).toEqual(['select', 'window', 'window', 'select', 'released'])
  })

  test('quoted constants take the type of what they meet', async () => {
    expect(await rows("SELECT n FROM t WHERE day >= '2023-06-01' ORDER BY n")).toEqual([[20], [30]])
    expect(await rows("SELECT n FROM t WHERE n = '20'")).toEqual([[20]])
    expect(await rows("SELECT n FROM t WHERE yr BETWEEN '2023' AND 2023 ORDER BY n")).toEqual([[10], [20]])
  })

  test('share of the total, running total, change to the year before', async () => {
    expect(
      await rows('SELECT n, 100.0 * n / sum(n) OVER () FROM t WHERE sex IS NOT NULL ORDER BY n'),
    ).toEqual([
      [10, 1000 / 60],
      [20, 2000 / 60],
      [30, 50],
    ])
    expect(
      await rows('SELECT n, sum(n) OVER (ORDER BY day) FROM t WHERE day IS NOT NULL ORDER BY 1'),
    ).toEqual([
      [10, 10],
      [20, 30],
      [30, 60],
    ])
    expect(
      await rows("SELECT n - lag(n) OVER (ORDER BY yr) FROM t WHERE sex = '1' ORDER BY 1 NULLS FIRST"),
    ).toEqual([[null], [20]])
  })

  test('CAST to DECIMAL keeps so many digits', async () => {
    const sql =
      'SELECT cast(n / 7 AS DECIMAL(10,2)), cast(cost AS DECIMAL(10,1)), cast(sex AS DECIMAL(5,1)), n::DECIMAL(9,3) FROM t LIMIT 1'
    expect(await rows(sql)).toEqual([[1.43, 100.5, 1, 10]])
  })

  test('LIMIT and OFFSET after order, DISTINCT before it', async () => {
    expect(await rows('SELECT n FROM t ORDER BY n DESC LIMIT 2 OFFSET 1')).toEqual([[30], [20]])
    expect(await rows('SELECT DISTINCT sex FROM t ORDER BY sex NULLS FIRST')).toEqual([[null], ['1'], ['2']])
    expect(await rows('SELECT n FROM t OFFSET 3')).toEqual([[60]])
  })
})

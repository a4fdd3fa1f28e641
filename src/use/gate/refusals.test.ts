import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorText, isXinyuError } from '../../kernel/errors/index.ts'
import { exampleTerms, type Fixture, openFixture } from './fixture.ts'
import { createGate, type Gate } from './index.ts'

let fixture: Fixture
let gate: Gate
const terms = exampleTerms()

beforeAll(async () => {
  fixture = await openFixture({ warmChildren: 0 })
  gate = createGate(fixture.engine)
})
afterAll(() => fixture.close())

/** SQL with the refused piece in ⟦ ⟧, the code, and what else the refusal must say. */
type Case = readonly [
  sql: string,
  code: string,
  more?: { column?: string; table?: string; level?: string; rule?: string },
]

const FROM = 'from setl_d'
const CASES: Record<string, readonly Case[]> = {
  'statements other than one SELECT': [
    ["⟦copy⟧ setl_d to '/tmp/x.csv'", 'GATE_NOT_SELECT'],
    ["⟦copy⟧ (select 1) to '/tmp/x.csv'", 'GATE_NOT_SELECT'],
    ["⟦attach⟧ '/tmp/x.db'", 'GATE_NOT_SELECT'],
    ['⟦install⟧ httpfs', 'GATE_NOT_SELECT'],
    ['⟦load⟧ httpfs', 'GATE_NOT_SELECT'],
    ['⟦set⟧ threads = 4', 'GATE_NOT_SELECT'],
    ['⟦pragma⟧ database_list', 'GATE_NOT_SELECT'],
    ['⟦insert⟧ into setl_d values (1)', 'GATE_NOT_SELECT'],
    ['⟦delete⟧ from setl_d', 'GATE_NOT_SELECT'],
    ['⟦update⟧ setl_d set sex = 1', 'GATE_NOT_SELECT'],
    ['⟦create⟧ table x as select * from setl_d', 'GATE_NOT_SELECT'],
    ['⟦drop⟧ table setl_d', 'GATE_NOT_SELECT'],
    ['⟦explain⟧ analyze select count(*) from setl_d', 'GATE_NOT_SELECT'],
    ['⟦call⟧ pragma_version()', 'GATE_NOT_SELECT'],
    ["⟦export⟧ database '/tmp/x'", 'GATE_NOT_SELECT'],
    ['⟦pivot⟧ setl_d on sex using count(*)', 'GATE_NOT_SELECT'],
    [`select count(*) ${FROM}⟦;⟧ select count(*) ${FROM}`, 'GATE_ONE_STATEMENT'],
    [`select count(*) ${FROM} -- ; \n; ⟦copy⟧ (select 1) to 'x'`, 'GATE_NOT_SELECT'],
    ['⟦⟧', 'GATE_EMPTY'],
    ['⟦⟧-- only a comment', 'GATE_EMPTY'],
    ['⟦⟧/* select count(*) from setl_d */', 'GATE_EMPTY'],
  ],
  'clauses that the language does not have': [
    [
      `select sex, count(*) ${FROM} group by sex ⟦having⟧ count(*) <= 5`,
      'GATE_CLAUSE',
      { rule: 'clause.having' },
    ],
    [`select ⟦distinct⟧ sex ${FROM}`, 'GATE_CLAUSE'],
    [`select ⟦distinct⟧ on (sex) sex ${FROM}`, 'GATE_CLAUSE'],
    [`select sex ${FROM} group by sex ⟦union⟧ select sex ${FROM} group by sex`, 'GATE_CLAUSE'],
    [`select sex ${FROM} group by sex ⟦except⟧ select sex ${FROM} group by sex`, 'GATE_CLAUSE'],
    [`⟦with⟧ a as (select 1) select count(*) from a`, 'GATE_CLAUSE'],
    [`⟦with⟧ recursive a as (select 1 union all select 1 from a) select count(*) from a`, 'GATE_CLAUSE'],
    [`select sex, count(*) ${FROM} ⟦group⟧ by all`, 'GATE_CLAUSE'],
    [`select sex, count(*) ${FROM} group by ⟦rollup⟧(sex)`, 'GATE_CLAUSE'],
    [`select sex, count(*) ${FROM} group by ⟦cube⟧(sex)`, 'GATE_CLAUSE'],
    [`select sex, count(*) ${FROM} group by ⟦grouping⟧ sets ((sex), ())`, 'GATE_CLAUSE'],
    [`select sex, count(*) ${FROM} group by sex ⟦qualify⟧ row_number() over () = 1`, 'GATE_CLAUSE'],
    [`select count(*) ${FROM} ⟦tablesample⟧ 1%`, 'GATE_CLAUSE'],
    [`select count(*) ${FROM} using ⟦sample⟧ 1%`, 'GATE_CLAUSE'],
    [`select sex, count(*) ${FROM} group by sex limit 5 ⟦offset⟧ 3`, 'GATE_CLAUSE'],
    [`select sex, count(*) ${FROM} group by sex ⟦limit⟧ 10%`, 'GATE_CLAUSE'],
    [`select sex, count(*) ${FROM} group by sex ⟦order⟧ by all`, 'GATE_CLAUSE'],
    [`select ⟦count⟧(*) filter (where sex = '1') ${FROM}`, 'GATE_CLAUSE'],
    [`select ⟦sum⟧(cost order by cost) ${FROM}`, 'GATE_CLAUSE'],
    [`select count(*) from ⟦setl_d⟧ as t(a, b)`, 'GATE_CLAUSE'],
    [`select count(*) from setl_d ⟦at⟧ (version => 1)`, 'GATE_CLAUSE'],
    [`select sex, count(*) ${FROM} where sex = ⟦$1⟧ group by sex`, 'GATE_CLAUSE'],
  ],
  'sources that are not tables of the contract': [
    [`select count(*) from ⟦read_csv⟧('/etc/passwd')`, 'GATE_SOURCE', { rule: 'source.table_function' }],
    [`select count(*) from ⟦read_parquet⟧('/tmp/*.parquet')`, 'GATE_SOURCE'],
    [`select count(*) from ⟦query⟧('select * from setl_d')`, 'GATE_SOURCE'],
    [`select count(*) from ⟦query_table⟧('setl_d')`, 'GATE_SOURCE'],
    [`select count(*) from ⟦duckdb_settings⟧()`, 'GATE_SOURCE'],
    [`select count(*) from ⟦pragma_database_list⟧()`, 'GATE_SOURCE'],
    [`select count(*) from ⟦duckdb_logs⟧()`, 'GATE_SOURCE'],
    [`select count(*) from ⟦glob⟧('/etc/*')`, 'GATE_SOURCE'],
    [`select count(*) from ⟦range⟧(3)`, 'GATE_SOURCE'],
    [`select count(*) from setl_d⟦,⟧ unnest([1])`, 'GATE_JOIN_KIND'],
    [`select count(*) ⟦from⟧ (select * from setl_d)`, 'GATE_SOURCE'],
    [`⟦show⟧ tables`, 'GATE_SOURCE'],
    [`⟦describe⟧ setl_d`, 'GATE_SOURCE'],
    [`⟦summarize⟧ setl_d`, 'GATE_SOURCE'],
    [`⟦values⟧ (1)`, 'GATE_SOURCE'],
    [`⟦select 1⟧`, 'GATE_SOURCE'],
    [`select count(*) from ⟦'/etc/passwd'⟧`, 'GATE_TABLE_UNKNOWN', { table: '/etc/passwd' }],
    [`select count(*) from ⟦"x.parquet"⟧`, 'GATE_TABLE_UNKNOWN'],
    [`select count(*) from ⟦secrets⟧`, 'GATE_TABLE_UNKNOWN', { table: 'secrets' }],
    [`select count(*) from ⟦main.setl_d⟧`, 'GATE_TABLE_UNKNOWN', { table: 'main.setl_d' }],
    [`select count(*) from ⟦information_schema.tables⟧`, 'GATE_TABLE_UNKNOWN'],
    [`select count(*) from ⟦pg_catalog.pg_settings⟧`, 'GATE_TABLE_UNKNOWN'],
    [`select count(*) from ⟦sqlite_master⟧`, 'GATE_TABLE_UNKNOWN'],
  ],
  joins: [
    [`select count(*) from setl_d ⟦left⟧ join fee_d on setl_d.setl_id = fee_d.setl_id`, 'GATE_JOIN_KIND'],
    [`select count(*) from setl_d ⟦cross⟧ join fee_d`, 'GATE_JOIN_KIND'],
    [`select count(*) from setl_d⟦,⟧ fee_d`, 'GATE_JOIN_KIND'],
    [`select count(*) from setl_d ⟦natural⟧ join fee_d`, 'GATE_JOIN_KIND'],
    [`select count(*) from setl_d ⟦semi⟧ join fee_d on setl_d.setl_id = fee_d.setl_id`, 'GATE_JOIN_KIND'],
    [
      `select count(*) from setl_d a join fee_d f on a.hosp = ⟦f.item⟧`,
      'GATE_JOIN_UNDECLARED',
      { table: 'fee_d', column: 'item' },
    ],
    [
      `select count(*) from setl_d a join setl_d b on a.psn_no = ⟦b.psn_no⟧`,
      'GATE_JOIN_UNDECLARED',
      { column: 'psn_no', level: 'identity' },
    ],
    [`select count(*) from setl_d a join fee_d f on a.setl_id ⟦<⟧ f.setl_id`, 'GATE_JOIN_CONDITION'],
    [
      `select count(*) from setl_d a join fee_d f on a.setl_id = f.setl_id and a.sex ⟦=⟧ '1'`,
      'GATE_JOIN_CONDITION',
    ],
    [
      `select count(*) from setl_d a join fee_d f on a.setl_id = f.setl_id ⟦or⟧ a.hosp = f.setl_id`,
      'GATE_JOIN_CONDITION',
    ],
    [`select count(*) from setl_d a join fee_d f on ⟦a.setl_id⟧ = a.setl_id`, 'GATE_JOIN_CONDITION'],
    [`select count(*) from setl_d a join ⟦fee_d⟧ a on a.setl_id = a.setl_id`, 'GATE_ALIAS_TWICE'],
    [
      `select count(*) from setl_d a join fee_d f on a.setl_id = f.setl_id where ⟦setl_id⟧ = 1`,
      'GATE_COLUMN_AMBIGUOUS',
    ],
  ],
  levels: [
    [
      `select psn_no, count(*) ${FROM} group by ⟦psn_no⟧`,
      'GATE_COLUMN_LEVEL',
      { column: 'psn_no', level: 'identity' },
    ],
    [
      `select sex, count(*) ${FROM} where ⟦psn_no⟧ = 'P1' group by sex`,
      'GATE_COLUMN_LEVEL',
      { column: 'psn_no', level: 'identity' },
    ],
    [`select sum(⟦psn_no⟧) ${FROM}`, 'GATE_COLUMN_LEVEL', { column: 'psn_no', level: 'identity' }],
    [`select ⟦cost⟧ ${FROM}`, 'GATE_COLUMN_LEVEL', { column: 'cost', level: 'measure' }],
    [`select count(*) ${FROM} where ⟦cost⟧ > 100`, 'GATE_COLUMN_LEVEL', { column: 'cost', level: 'measure' }],
    [
      `select count(*) ${FROM} where sex = '1' and not (⟦cost⟧ between 1 and 2)`,
      'GATE_COLUMN_LEVEL',
      { column: 'cost' },
    ],
    [`select count(*) ${FROM} where ⟦cost⟧ is null`, 'GATE_COLUMN_LEVEL', { column: 'cost' }],
    [
      `select name, count(*) ${FROM} group by ⟦name⟧`,
      'GATE_COLUMN_LEVEL',
      { column: 'name', level: 'hidden' },
    ],
    [`select count(⟦name⟧) ${FROM}`, 'GATE_COLUMN_LEVEL', { column: 'name', level: 'hidden' }],
    [
      `select count(*) ${FROM} where ⟦name⟧ like '王%'`,
      'GATE_COLUMN_LEVEL',
      { column: 'name', level: 'hidden' },
    ],
    [
      `select count(*) ${FROM} where ⟦setl_id⟧ = 1`,
      'GATE_COLUMN_LEVEL',
      { column: 'setl_id', level: 'join' },
    ],
    [`select count(distinct ⟦setl_id⟧) ${FROM}`, 'GATE_COLUMN_LEVEL', { column: 'setl_id', level: 'join' }],
    [`select sum(⟦sex⟧) ${FROM}`, 'GATE_COLUMN_LEVEL', { column: 'sex', level: 'group' }],
    [`select count(*) ${FROM} where ⟦__insured⟧ = 7`, 'GATE_COLUMN_UNKNOWN', { column: '__insured' }],
    [
      `select t.__insured, count(*) from setl_d t group by ⟦t.__insured⟧`,
      'GATE_COLUMN_UNKNOWN',
      { column: '__insured' },
    ],
    [`select count(⟦"__INSURED"⟧) ${FROM}`, 'GATE_COLUMN_UNKNOWN'],
    [`select count(⟦id_card⟧) ${FROM}`, 'GATE_COLUMN_UNKNOWN', { column: 'id_card' }],
    [`select count(*) ${FROM} where ⟦rowid⟧ = 1`, 'GATE_COLUMN_UNKNOWN', { column: 'rowid' }],
    [`select count(*) ${FROM} where ⟦x.y.z⟧ = 1`, 'GATE_COLUMN_UNKNOWN'],
  ],
  'what a SELECT list may hold': [
    [`select ⟦*⟧ ${FROM}`, 'GATE_STAR'],
    [`select ⟦setl_d.*⟧ ${FROM}`, 'GATE_STAR'],
    [`⟦from setl_d⟧`, 'GATE_STAR'],
    [`select ⟦sex⟧ ${FROM}`, 'GATE_UNGROUPED', { column: 'sex', level: 'group' }],
    [
      `select ⟦year⟧(setl_date), count(*) ${FROM} group by setl_date`,
      'GATE_UNGROUPED',
      { column: 'setl_date' },
    ],
    [`select count(*) ${FROM} group by ⟦sex⟧`, 'GATE_KEY_NOT_SELECTED', { column: 'sex' }],
    [`select ⟦1⟧, count(*) ${FROM}`, 'GATE_EXPRESSION'],
    [`select ⟦'x'⟧ as a, count(*) ${FROM}`, 'GATE_EXPRESSION'],
    [`select ⟦(⟧select count(*) from setl_d), count(*) ${FROM}`, 'GATE_EXPRESSION'],
    [`select ⟦sum⟧(cost) over () ${FROM}`, 'GATE_EXPRESSION'],
    [`select ⟦min⟧(cost) ${FROM}`, 'GATE_EXTREME'],
    [`select ⟦max⟧(cost) ${FROM}`, 'GATE_EXTREME'],
    [`select ⟦median⟧(cost) ${FROM}`, 'GATE_FUNCTION'],
    [`select ⟦list⟧(cost) ${FROM}`, 'GATE_FUNCTION'],
    [`select ⟦any_value⟧(cost) ${FROM}`, 'GATE_FUNCTION'],
    [`select ⟦string_agg⟧(note, ',') ${FROM}`, 'GATE_FUNCTION'],
    [`select ⟦arg_max⟧(sex, cost) ${FROM}`, 'GATE_FUNCTION'],
    [`select ⟦current_setting⟧('threads') ${FROM}`, 'GATE_FUNCTION'],
    [`select ⟦version⟧() ${FROM}`, 'GATE_FUNCTION'],
    [`select ⟦getenv⟧('HOME') ${FROM}`, 'GATE_FUNCTION'],
    [`select ⟦random⟧() ${FROM}`, 'GATE_FUNCTION'],
    [`select ⟦sum⟧(distinct cost) ${FROM}`, 'GATE_FUNCTION_FORM'],
    [`select sum(cost ⟦+⟧ 1) ${FROM}`, 'GATE_EXPRESSION'],
    [`select sum(⟦case⟧ when sex = '1' then cost end) ${FROM}`, 'GATE_EXPRESSION'],
    [`select sum(cost⟦::⟧int) ${FROM}`, 'GATE_EXPRESSION'],
    [`select sum(⟦note⟧) ${FROM}`, 'GATE_TYPE', { column: 'note', level: 'measure' }],
    [`select sum(cost) ⟦/⟧ count(*) ${FROM}`, 'GATE_FUNCTION'],
    [`select ⟦year⟧(setl_date, 1) , count(*) ${FROM} group by 1`, 'GATE_FUNCTION_FORM'],
    [`select year(⟦sex⟧), count(*) ${FROM} group by 1`, 'GATE_TYPE', { column: 'sex' }],
    [`select ⟦upper⟧(sex), count(*) ${FROM} group by 1`, 'GATE_FUNCTION'],
    [`select ⟦date_trunc⟧('second', setl_time), count(*) ${FROM} group by 1`, 'GATE_FUNCTION_FORM'],
    [`select sex, count(*) ${FROM} group by sex, ⟦3⟧`, 'GATE_ORDINAL'],
    [`select sex, count(*) as n ${FROM} group by sex, ⟦n⟧`, 'GATE_GROUP_BY_STATISTIC'],
  ],
  conditions: [
    [`select count(*) ${FROM} where sex = ⟦1⟧`, 'GATE_LITERAL', { column: 'sex' }],
    [`select count(*) ${FROM} where hosp = ⟦'abc'⟧`, 'GATE_LITERAL', { column: 'hosp' }],
    [`select count(*) ${FROM} where setl_date = ⟦'2024-02-30'⟧`, 'GATE_LITERAL', { column: 'setl_date' }],
    [`select count(*) ${FROM} where sex = ⟦null⟧`, 'GATE_LITERAL', { column: 'sex' }],
    [`select count(*) ${FROM} where hosp = ⟦99999999999999999999999⟧`, 'GATE_LITERAL', { column: 'hosp' }],
    [`select count(*) ${FROM} where sex in ('1', ⟦2⟧)`, 'GATE_LITERAL', { column: 'sex' }],
    [`select count(*) ${FROM} where sex = ⟦hosp⟧`, 'GATE_TYPES_DIFFER'],
    [`select count(*) ${FROM} where sex ⟦in⟧ (select sex from setl_d)`, 'GATE_EXPRESSION'],
    [`select count(*) ${FROM} where ⟦exists⟧ (select 1 from setl_d)`, 'GATE_EXPRESSION'],
    [`select count(*) ${FROM} where sex ⟦~⟧ '1'`, 'GATE_FUNCTION'],
    [`select count(*) ${FROM} where sex ⟦ilike⟧ '1'`, 'GATE_FUNCTION'],
    [`select count(*) ${FROM} where ⟦regexp_matches⟧(sex, '1')`, 'GATE_FUNCTION'],
    [`select count(*) ${FROM} where sex ⟦is⟧ distinct from '1'`, 'GATE_EXPRESSION'],
    [`select count(*) ${FROM} where ⟦local⟧`, 'GATE_EXPRESSION'],
    [`select count(*) ${FROM} where ⟦true⟧`, 'GATE_EXPRESSION'],
    [`select count(*) ${FROM} where ⟦1⟧ = 1`, 'GATE_EXPRESSION'],
    [`select count(*) ${FROM} where hosp ⟦+⟧ 1 = 2`, 'GATE_FUNCTION'],
    [`select count(*) ${FROM} where ⟦cast⟧(hosp as varchar) = '1'`, 'GATE_EXPRESSION'],
    [`select count(*) ${FROM} where ⟦hosp⟧ like '1%'`, 'GATE_TYPE', { column: 'hosp' }],
    [`select count(*) ${FROM} where ⟦error⟧('x') = 'x'`, 'GATE_FUNCTION'],
    [`select count(*) ${FROM} where ⟦count⟧(*) > 5`, 'GATE_FUNCTION'],
  ],
  'order and limit': [
    [`select sex, count(*) ${FROM} group by sex order by ⟦3⟧`, 'GATE_ORDINAL'],
    [`select sex, count(*) ${FROM} group by sex order by ⟦hosp⟧`, 'GATE_UNGROUPED'],
    [`select sex, count(*) ${FROM} group by sex order by ⟦sum⟧(cost)`, 'GATE_ORDER'],
    [`select sex, count(*) ${FROM} group by sex order by ⟦cost⟧`, 'GATE_COLUMN_LEVEL', { column: 'cost' }],
    [`select sex, count(*) ${FROM} group by sex order by ⟦random⟧()`, 'GATE_FUNCTION'],
    [`select sex, count(*) ${FROM} group by sex limit ⟦(select 1)⟧`, 'GATE_LIMIT'],
    [`select sex, count(*) ${FROM} group by sex limit ⟦1.5⟧`, 'GATE_LIMIT'],
  ],
  'tricks with the text': [
    [
      `select count(*) ${FROM} where sex = '/*' and ⟦psn_no⟧ = '*/'`,
      'GATE_COLUMN_LEVEL',
      { column: 'psn_no' },
    ],
    [
      `select /* ' */ count(*) ${FROM} where ⟦"PSN_NO"⟧ = 'x' -- '`,
      'GATE_COLUMN_LEVEL',
      { column: 'psn_no' },
    ],
    [`select '性别😀' as "性别😀", psn_no ${FROM} group by ⟦psn_no⟧`, 'GATE_COLUMN_LEVEL'],
    [
      `-- 注释😀\nselect sex,\n  count(*)\n${FROM} where ⟦"psn_no"⟧ = '😀' group by sex`,
      'GATE_COLUMN_LEVEL',
      { column: 'psn_no' },
    ],
    [`select count(*) ${FROM} where ⟦姓名⟧ = 1`, 'GATE_COLUMN_UNKNOWN', { column: '姓名' }],
    [`select count(*) from ⟦"setl_d; drop table x"⟧`, 'GATE_TABLE_UNKNOWN'],
    [`select ⟦"sum(cost)"⟧ ${FROM}`, 'GATE_COLUMN_UNKNOWN'],
    [`⟦selec⟧ count(*) ${FROM}`, 'GATE_SYNTAX'],
    [`select count(*) ${FROM} where sex = 'it''s' and ⟦cost⟧ = 1`, 'GATE_COLUMN_LEVEL'],
    [`select count(*) ${FROM} where sex = $$a'b$$ and ⟦cost⟧ = 1`, 'GATE_COLUMN_LEVEL'],
  ],
}

async function refusal(sql: string) {
  try {
    await gate.prepare({ sql }, terms)
  } catch (error) {
    if (isXinyuError(error)) return error
    throw error
  }
  throw new Error(`was not refused: ${sql}`)
}

interface Detail {
  rule: string
  table?: string
  column?: string
  level?: string
  place: { line: number; column: number; offset: number; length: number }
  allowed: { zh: string; en: string }
}

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  test.each(cases.map(([sql, code, more = {}]) => ({ sql, code, more })))(
    '$sql → $code',
    async ({ sql: marked, code, more }) => {
      const start = marked.indexOf('⟦')
      const length = marked.indexOf('⟧') - start - 1
      const sql = marked.replace('⟦', '').replace('⟧', '')
      const error = await refusal(sql)
      expect(error.code).toBe(code)
      const { place, allowed, rule, ...named } = error.detail as unknown as Detail
      const lines = sql.slice(0, start).split('\n')
      const piece = sql.slice(place.offset, place.offset + place.length)
      const wanted = sql.slice(start, start + length)
      expect({
        offset: place.offset,
        line: place.line,
        column: place.column,
        starts: piece.startsWith(wanted) || wanted.startsWith(piece),
      }).toEqual({
        offset: start,
        line: lines.length,
        column: lines.at(-1)!.length + 1,
        starts: true,
      })
      expect(allowed.zh).toMatch(/\p{Script=Han}/u)
      expect(allowed.en.length).toBeGreaterThan(3)
      expect({ rule, ...named }).toMatchObject(more)
      const { zh, en, status } = errorText(error.code, error.params)
      expect(`${zh}${en}`).not.toMatch(/\{\w+\}|undefined/)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
    },
  )
})

test('at least 80 refusals', () => {
  expect(Object.values(CASES).flat().length).toBeGreaterThan(80)
})

describe('size and depth', () => {
  test('10,000 parentheses are a syntax error with a place', async () => {
    const error = await refusal(`select ${'('.repeat(10_000)}sex${')'.repeat(10_000)} from setl_d group by 1`)
    expect(error.code).toBe('GATE_SYNTAX')
  })
  test('deep NOT is refused', async () => {
    const error = await refusal(
      `select count(*) from setl_d where ${"(local = true and (sex = '1' or ".repeat(80)}sex = '2'${'))'.repeat(80)}`,
    )
    expect(error.code).toBe('GATE_TOO_DEEP')
  })
  test('1 MB of text is refused before it is parsed', async () => {
    const started = performance.now()
    const error = await refusal(`select count(*) from setl_d where sex in (${"'1',".repeat(250_000)}'2')`)
    expect(error.code).toBe('ENGINE_TEXT_TOO_LONG')
    expect(performance.now() - started).toBeLessThan(500)
  })
  test('too many tables', async () => {
    const joins = Array.from({ length: 8 }, (_, i) => `join fee_d f${i} on s.setl_id = f${i}.setl_id`).join(
      ' ',
    )
    expect((await refusal(`select count(*) from setl_d s ${joins}`)).code).toBe('GATE_TOO_MANY_TABLES')
  })
})

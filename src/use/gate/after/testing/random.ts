import fc, { type Arbitrary } from 'fast-check'
import type { Shown } from '../../../check/index.ts'

/** Random tables and random texts over them, of what the upper half has. */
export const COLUMNS = [
  { name: 'id', type: 'INTEGER' },
  { name: 'i', type: 'INTEGER' },
  { name: 'b', type: 'BIGINT' },
  { name: 'h', type: 'HUGEINT' },
  { name: 'd', type: 'DECIMAL(10,2)' },
  { name: 'e', type: 'DECIMAL(38,4)' },
  { name: 'f', type: 'DOUBLE' },
  { name: 's', type: 'VARCHAR' },
  { name: 'u', type: 'VARCHAR' },
  { name: 'dt', type: 'DATE' },
  { name: 'ts', type: 'TIMESTAMP' },
  { name: 'bo', type: 'BOOLEAN' },
] as const

const maybe = <T>(one: Arbitrary<T>) => fc.option(one, { nil: null, freq: 5 })
const points = fc.constantFrom('a', 'b', 'B', '%', '_', 'é', '中', '😀', '\uffee', ' ', '1', '.')

export const tableRows: Arbitrary<Shown[][]> = fc
  .array(
    fc.tuple(
      maybe(fc.integer({ min: -20, max: 20 })),
      maybe(fc.integer({ min: -1000, max: 1000 })),
      maybe(
        fc.constantFrom<Shown>(0, 5, -7, 9007199254740991, '9007199254740993', '-170000000000000000000', 12),
      ),
      maybe(fc.integer({ min: -5000, max: 5000 }).map((cents) => cents / 100)),
      maybe(fc.constantFrom<Shown>(0, 1.5, -2.25, 1e-4, '123456789012345678.0001', 99.9999, 2.5)),
      maybe(fc.constantFrom<Shown>(0, 0.5, -1.5, 2.5, 0.1, 1e20, -3.7, 1e-7, 12345.678)),
      maybe(fc.constantFrom<Shown>('a', 'b', 'ab', '', '10', '2.5', ' 7 ', 'x')),
      maybe(fc.string({ unit: points, maxLength: 6 })),
      maybe(fc.constantFrom<Shown>('2024-01-31', '2023-12-01', '1999-05-05')),
      maybe(fc.constantFrom<Shown>('2024-01-31T00:00:00', '2024-01-31T08:30:00.5', '2020-02-29T23:59:59')),
      maybe(fc.boolean()),
    ),
    { minLength: 0, maxLength: 14 },
  )
  .map((rows) => rows.map((row, id) => [id, ...row]))

/** The same rows for DuckDB. */
export function valuesOf(rows: readonly (readonly Shown[])[]): string {
  const text = (value: Shown, type: string) =>
    typeof value === 'object' ? `NULL::${type}` : `CAST('${String(value).replaceAll("'", "''")}' AS ${type})`
  const row = (values: readonly Shown[]) =>
    `(${values.map((one, i) => text(one, COLUMNS[i]!.type)).join(', ')})`
  const names = COLUMNS.map(({ name }) => name).join(', ')
  const empty = row(COLUMNS.map(() => null))
  return `(SELECT * FROM (VALUES ${[empty, ...rows.map(row)].join(', ')}) v(${names}) WHERE id IS NOT NULL) t`
}

const pick = (...texts: string[]) => fc.constantFrom(...texts)
const join = (...parts: (string | Arbitrary<string>)[]): Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((all) => all.join(''))

const {
  number,
  text,
  predicate: bool,
  date,
} = fc.letrec<Record<'number' | 'text' | 'predicate' | 'date', string>>((tie) => {
  const [n, t, p, d] = [tie('number'), tie('text'), tie('predicate'), tie('date')]
  const compare = pick(
    ' = ',
    ' <> ',
    ' < ',
    ' <= ',
    ' > ',
    ' >= ',
    ' IS DISTINCT FROM ',
    ' IS NOT DISTINCT FROM ',
  )
  return {
    number: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { arbitrary: pick('id', 'i', 'b', 'h', 'd', 'e', 'f', 'i', 'd', 'f'), weight: 6 },
      { arbitrary: pick('1', '2', '0', '-3', '1.5', '0.25', '-2.50', '1e2', '100'), weight: 3 },
      { arbitrary: join('(', n, pick(' + ', ' - ', ' * '), n, ')'), weight: 5 },
      { arbitrary: join('(', n, pick(' / ', ' % '), 'nullif(', n, ', 0))'), weight: 6 },
      { arbitrary: join(pick('-(', 'abs(', 'round(', 'floor(', 'ceil('), n, ')'), weight: 3 },
      { arbitrary: join('round(', n, ', ', pick('0', '1', '2', '-1', '5'), ')'), weight: 1 },
      { arbitrary: join(pick('least(', 'greatest(', 'coalesce(', 'nullif('), n, ', ', n, ')'), weight: 2 },
      { arbitrary: join('CASE WHEN ', p, ' THEN ', n, ' ELSE ', n, ' END'), weight: 2 },
      { arbitrary: join('CASE ', n, ' WHEN ', n, ' THEN ', n, ' END'), weight: 1 },
      { arbitrary: join('cast(', n, ' as double)'), weight: 1 },
      { arbitrary: join('length(', t, ')'), weight: 1 },
    ),
    text: fc.oneof(
      { maxDepth: 2, depthSize: 'small' },
      { arbitrary: pick('s', 'u', "'a'", "'中'", "'x_%'"), weight: 6 },
      { arbitrary: join('(', t, ' || ', fc.oneof(t, n, d, pick('bo')), ')'), weight: 2 },
      { arbitrary: join('concat(', t, ', ', fc.oneof(t, n), ')'), weight: 1 },
      { arbitrary: join(pick('lower(', 'upper('), t, ')'), weight: 2 },
      { arbitrary: join('left(', t, ', ', pick('2', '0', '-1', '9'), ')'), weight: 1 },
      {
        arbitrary: join(
          'substring(',
          t,
          ', ',
          pick('1', '2', '0', '-2', '-9'),
          pick('', ', 2', ', 9', ', -1', ', 0'),
          ')',
        ),
        weight: 2,
      },
      { arbitrary: join('cast(', fc.oneof(n, d, pick('bo')), ' as varchar)'), weight: 2 },
      { arbitrary: join('coalesce(', t, ', ', t, ')'), weight: 1 },
      { arbitrary: join('CASE WHEN ', p, ' THEN ', t, ' END'), weight: 1 },
    ),
    predicate: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { arbitrary: pick('bo', 'true', 'i IS NULL', 's IS NOT NULL'), weight: 2 },
      { arbitrary: join('(', n, compare, n, ')'), weight: 4 },
      { arbitrary: join('(', t, compare, t, ')'), weight: 2 },
      { arbitrary: join('(', d, compare, d, ')'), weight: 2 },
      { arbitrary: join('(', p, pick(' AND ', ' OR '), p, ')'), weight: 3 },
      { arbitrary: join('(NOT ', p, ')'), weight: 1 },
      { arbitrary: join('(', n, pick(' BETWEEN ', ' NOT BETWEEN '), n, ' AND ', n, ')'), weight: 1 },
      {
        arbitrary: join('(', n, pick(' IN (', ' NOT IN ('), n, ', ', n, pick('', ', NULL'), '))'),
        weight: 1,
      },
      {
        arbitrary: join(
          '(',
          t,
          pick(' LIKE ', ' NOT LIKE '),
          pick("'a%'", "'%b'", "'_'", "'%😀_%'", "'%%'", 's'),
          ')',
        ),
        weight: 1,
      },
      { arbitrary: join('(', p, pick(' IS TRUE', ' IS NOT FALSE', ' IS NULL'), ')'), weight: 1 },
    ),
    date: fc.oneof(
      { maxDepth: 1 },
      pick('dt', 'ts', "DATE '2024-01-31'", "TIMESTAMP '2024-01-31 08:30:00'"),
      join('coalesce(', d, ', ', d, ')'),
    ),
  }
})

export const predicate = bool

/** An expression of the list; what C computes in its own way stands outermost. */
export const item: Arbitrary<string> = fc.oneof(
  { arbitrary: number, weight: 6 },
  { arbitrary: text, weight: 4 },
  { arbitrary: predicate, weight: 3 },
  { arbitrary: date, weight: 1 },
  { arbitrary: join('sqrt(abs(', number, '))'), weight: 1 },
  { arbitrary: join('ln(abs(', number, ') + 1)'), weight: 1 },
  { arbitrary: join('exp(cast(', pick('i', 'id', '1.5'), ' as double) / 10)'), weight: 1 },
  {
    arbitrary: join('power(abs(', pick('i', 'd', 'f'), '), ', pick('2', '0.5', '3', '0'), ')'),
    weight: 1,
  },
  { arbitrary: join('cast(', pick('f', 'd', 'i', 'e', 'bo'), ' as bigint)'), weight: 1 },
)

const direction = pick(
  '',
  ' DESC',
  ' NULLS FIRST',
  ' DESC NULLS FIRST',
  ' ASC NULLS LAST',
  ' DESC NULLS LAST',
)

export const ordering: Arbitrary<string[]> = fc.array(
  fc.oneof(
    join(pick('i', 'd', 'e', 'f', 'h', 's', 'u', 'dt', 'ts', 'bo', '1'), direction),
    join(number, ' + 0', direction),
  ),
  { maxLength: 2 },
)

const partition = pick(
  '',
  'PARTITION BY bo ',
  'PARTITION BY s ',
  'PARTITION BY i % 3 ',
  'PARTITION BY bo, dt ',
)
const value = pick('i', 'd', 'f', 'b', 'h', 'd * 2', 'i + 0.5')
const any = pick('i', 'd', 'f', 's', 'u', 'dt', 'ts')
const tied = fc.oneof(pick(''), join('ORDER BY ', pick('i', 's', 'd', 'f', 'i % 2', 'u, bo'), direction))
const strict = join('ORDER BY ', pick('i', 's', 'd', 'f', 'u'), direction, ', id')
const rows = pick(
  '',
  ' ROWS BETWEEN 2 PRECEDING AND CURRENT ROW',
  ' ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING',
  ' ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING',
  ' ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING',
  ' ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING',
  ' ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING',
)
const peers = pick(
  '',
  ' RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING',
  ' RANGE BETWEEN CURRENT ROW AND CURRENT ROW',
  ' RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING',
)
const near = join('ORDER BY ', pick('i', 'd', 'f', 'i % 5', 'h'), direction)
const distance = pick(
  ' RANGE BETWEEN 3 PRECEDING AND CURRENT ROW',
  ' RANGE BETWEEN 1 PRECEDING AND 2 FOLLOWING',
  ' RANGE BETWEEN UNBOUNDED PRECEDING AND 2 FOLLOWING',
  ' RANGE BETWEEN 1 FOLLOWING AND 4 FOLLOWING',
  ' RANGE BETWEEN 5 PRECEDING AND 2 PRECEDING',
)
const filter = fc.oneof(
  { arbitrary: pick(''), weight: 4 },
  { arbitrary: join(' FILTER (WHERE ', predicate, ')'), weight: 1 },
)
const aggregate = fc.oneof(
  join(pick('sum(', 'avg(', 'count(', 'min(', 'max('), value, ')', filter),
  join(pick('count(', 'min(', 'max('), any, ')', filter),
  join('count(*)', filter),
)

/** Rows that sort equally have no order in DuckDB: what tells them apart is ordered by `id` too. */
export const windowItem: Arbitrary<string> = fc.oneof(
  join(aggregate, ' OVER (', partition, tied, ')'),
  join(aggregate, ' OVER (', partition, strict, rows, ')'),
  join(aggregate, ' OVER (', partition, join('ORDER BY ', pick('i', 's', 'd'), direction), peers, ')'),
  join(aggregate, ' OVER (', partition, near, distance, ')'),
  join(pick('rank()', 'dense_rank()', 'percent_rank()', 'cume_dist()'), ' OVER (', partition, tied, ')'),
  join(pick('row_number()', 'ntile(3)', 'ntile(1)', 'ntile(20)'), ' OVER (', partition, strict, ')'),
  join(
    pick('lag(', 'lead('),
    any,
    pick(')', ', 2)', ', 0)', ', -1)', ', 1, NULL)'),
    ' OVER (',
    partition,
    strict,
    ')',
  ),
  join(pick('lag(', 'lead('), 'i, ', pick('1', '3'), ', 7) OVER (', partition, strict, ')'),
  join(pick('first_value(', 'last_value('), any, ') OVER (', partition, strict, rows, ')'),
)

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../test/support/supply.ts'
import type { Cell } from '../../platform/engine/index.ts'
import { registerDataset, versionById } from '../catalog/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import { importVersions } from './import.ts'
import { runs } from '../../../test/support/runs.ts'

let space: SupplySpace
beforeAll(async () => {
  space = await supplySpace()
})
afterAll(() => space.stop())

type Text = string | null
interface Table {
  readonly columns: number
  readonly rows: readonly (readonly Text[])[]
  readonly lineEnd: '\n' | '\r\n'
  readonly bom: boolean
  readonly lastLineEnd: boolean
  readonly quoteAll: boolean
  readonly delimiter: ',' | ';' | '\t' | '|'
}

const PIECES = [
  'a',
  '0',
  '7',
  ' ',
  '"',
  ',',
  ';',
  '|',
  '\t',
  '\n',
  '\r',
  '\r\n',
  'é',
  '汉',
  '😀',
  "'",
  '\\',
  '-',
  'NULL',
]
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 5 }).map((pieces) => pieces.join(''))
const numberLike = fc.oneof(
  fc.integer().map(String),
  fc.constantFrom(
    '0',
    '-0',
    '007',
    '00.5',
    '1.50',
    '-0.00',
    '.5',
    '5.',
    '+1',
    '1e5',
    '1,000',
    ' 1',
    '1 ',
    '999999999999999999',
  ),
  fc.constantFrom('9999999999999999999', '0.123456789', '-71.25096856312933', 'NaN', 'inf', '0x10', '1_000'),
  fc.constantFrom(
    '2024-02-29',
    '2023-02-29',
    '2024-13-01',
    '9999-12-31',
    '0001-01-01',
    '2024-1-1',
    '1900-02-29',
  ),
  fc.constantFrom(
    '2024-02-29 23:59:59',
    '2024-02-29T23:59:59.5',
    '2024-02-29T23:59:59Z',
    '2024-02-30T00:00:00Z',
    '2024-01-01 24:00:00',
  ),
)

const tableOf = (cell: fc.Arbitrary<Text>, uniform: boolean): fc.Arbitrary<Table> =>
  fc.integer({ min: 2, max: 4 }).chain((columns) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
        maxLength: uniform ? 3 : 8,
      }),
      lineEnd: fc.constantFrom('\n' as const, '\r\n' as const),
      bom: fc.boolean(),
      lastLineEnd: fc.boolean(),
      quoteAll: fc.boolean(),
      delimiter: fc.constantFrom(',' as const, ';' as const, '\t' as const, '|' as const),
    }),
  )

const NAMES = ['alpha', 'beta', 'gamma', 'delta']

function csvOf(table: Table): string {
  const { delimiter, lineEnd } = table
  const field = (cell: Text) => {
    if (cell === null) return ''
    if (cell === '' || table.quoteAll || /["\r\n]/.test(cell) || cell.includes(delimiter)) {
      return `"${cell.replaceAll('"', '""')}"`
    }
    return cell
  }
  const lines = [NAMES.slice(0, table.columns), ...table.rows].map((row) => row.map(field).join(delimiter))
  return `${table.bom ? '\ufeff' : ''}${lines.join(lineEnd)}${table.lastLineEnd ? lineEnd : ''}`
}

/** Lands all tables in one go and reads every cell back as text. */
async function roundTrip(tables: readonly Table[], declared: boolean) {
  const officer = space.officer()
  const dir = await space.folder(`csv-${uuid7(space.core.random, Date.now())}`)
  const works = []
  for (const [i, table] of tables.entries()) {
    const folder = join(dir, String(i))
    await mkdir(folder)
    // Marks of the engine's file patterns in a name must be taken literally.
    const path = join(folder, `t[${i}]*?.csv`)
    await writeFile(path, csvOf(table))
    const schema = declared ? Object.fromEntries(NAMES.map((name) => [name, 'VARCHAR'])) : {}
    const datasetId = await registerDataset(space.core, officer, {
      code: `t${i}`,
      titleZh: 't',
      titleEn: 't',
      schema,
    })
    works.push({ importId: uuid7(space.core.random, Date.now()), datasetId, paths: [path] })
  }
  const landed = await importVersions(space.core, officer, works)
  const results = []
  for (const { versionId, rows, rejected } of landed) {
    const version = (await versionById(space.core, versionId))!
    const select = version.columns.map((column) => `CAST("${column.name}" AS VARCHAR)`).join(', ')
    results.push({ versionId, rows, rejected, columns: version.columns, select })
  }
  const limits = { timeMs: 30_000, memoryBytes: 512 * 1024 * 1024, maxRows: 10_000 }
  const parts = results.map(({ select, columns }, i) => {
    const padded = [...columns.map(() => ''), ...NAMES].slice(columns.length, 4).map(() => 'NULL')
    return `SELECT ${i} AS t, row_number() OVER () AS r, ${[select, ...padded].join(', ')} FROM t${i}`
  })
  const answer = await space.core.engine.query({
    sql: `SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY 1, 2`,
    tables: Object.fromEntries(
      results.map(({ versionId }, i) => [
        `t${i}`,
        [join(space.core.home, 'versions', versionId, 'part-0.parquet')],
      ]),
    ),
    limits,
  })
  return results.map((result, i) => ({
    ...result,
    cells: answer.rows.filter((row) => row[0] === i).map((row) => row.slice(2, 2 + result.columns.length)),
  }))
}

/** True when `stored` says exactly what `written` says under the type. */
function same(type: string, written: Text, stored: Cell): boolean {
  if (type === 'VARCHAR') return stored === written
  if (written === null || written === '') return stored === null
  const back = String(stored)
  if (type === 'TIMESTAMP') return back === written.replace('T', ' ').replace('Z', '')
  if (type === 'DATE') return back === written
  const canonical = (number: string) =>
    number
      .replace(/^-(?=0*\.?0*$)/, '')
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '')
  return canonical(back) === canonical(written)
}

describe('what a CSV file says is what lands', () => {
  test('text: quotes, delimiters, line ends, blanks, characters of all lengths; "" is empty, nothing is NULL', {
    timeout: 120_000,
  }, async () => {
    const cell = fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom<Text[]>(null, '') },
      { weight: 3, arbitrary: text },
    )
    const tables = fc.sample(tableOf(cell, false), runs(150))
    const results = await roundTrip(tables, true)
    results.forEach((result, i) => {
      expect(result.cells, JSON.stringify(csvOf(tables[i]!))).toEqual(tables[i]!.rows)
      expect(result.rows + result.rejected).toBe(tables[i]!.rows.length)
    })
  })

  test('inferred types never change what a value says', { timeout: 120_000 }, async () => {
    const cell = fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom<Text[]>(null, '') },
      { weight: 6, arbitrary: numberLike },
    )
    const tables = fc.sample(tableOf(cell, true), runs(150))
    const results = await roundTrip(tables, false)
    const types = new Set<string>()
    results.forEach((result, i) => {
      tables[i]!.rows.forEach((row, r) =>
        row.forEach((written, c) => {
          const type = result.columns[c]!.type
          types.add(type.replace(/\(.*/, ''))
          const stored = result.cells[r]![c]!
          expect(
            same(type, written, stored),
            `${type}: ${JSON.stringify(written)} → ${JSON.stringify(stored)}`,
          ).toBe(true)
        }),
      )
    })
    expect(types).toContain('BIGINT')
    expect(types).toContain('DECIMAL')
    expect(types).toContain('DATE')
  })
})

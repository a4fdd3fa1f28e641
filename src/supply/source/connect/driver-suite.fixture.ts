import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Batch, Cell, Connection, ReadWork, SourceTable } from './source.ts'

/** What a driver's test brings: a real server with the table of this suite, and a way to change it. */
export interface DriverUnderTest {
  /** Name by which the driver offers the table. */
  readonly table: string
  connect(signal?: AbortSignal): Promise<Connection>
  /** Inserts rows, or replaces those of the same `rid`; cells in the order of `SUITE_COLUMNS`. */
  put(rows: readonly SuiteRow[]): Promise<void>
  remove(rids: readonly number[]): Promise<void>
  end(): Promise<void>
}

export type SuiteRow = readonly Cell[]

/**
 * The table of the suite: `rid` whole number and key, `psn_no` and `psn_name` text, `amt` decimal (16,2), `begndate`
 * date, `updt_time` date and time (the watermark), `memo` text that may be NULL or empty.
 */
export const SUITE_COLUMNS = ['rid', 'psn_no', 'psn_name', 'amt', 'begndate', 'updt_time', 'memo'] as const

/** More rows than two batches hold. */
const ROWS = 11_000
const pad = (n: number) => String(n).padStart(2, '0')
const timeOf = (n: number) =>
  `2025-0${1 + (n % 6)}-${pad(1 + (n % 28))} ${pad(n % 24)}:${pad(n % 60)}:${pad((n * 7) % 60)}`
/** What databases, CSV and JSON like to spoil: four-byte characters, quotes, line ends, backslashes, leading zeros. */
const MEMOS = [
  null,
  '',
  '𠮷野家',
  '他说"好"',
  'a,b;c\td',
  '两\n行',
  'C:\\x\\',
  '007',
  ' 前后 ',
  "O'Neil",
  '😀',
  '%_',
]

export const suiteRow = (
  n: number,
  changes: Partial<Record<(typeof SUITE_COLUMNS)[number], Cell>> = {},
): SuiteRow => {
  const row = {
    rid: String(n),
    psn_no: `3100${String(n % 700).padStart(6, '0')}`,
    psn_name: ['张三', '李四𬎆', '欧阳·买买提'][n % 3]!,
    amt: n % 10 === 0 ? `-${n}.50` : `${9_999_999 + n}.${pad(n % 100)}`,
    begndate: `2024-${pad(1 + (n % 12))}-${pad(1 + (n % 28))}`,
    updt_time: timeOf(n),
    memo: MEMOS[n % MEMOS.length]!,
    ...changes,
  }
  return SUITE_COLUMNS.map((name) => row[name])
}

/**
 * What every driver must do, on a real server. `open` gives null, with the reason, where there is no such server here.
 */
export function driverSuite(
  name: string,
  open: () => Promise<DriverUnderTest>,
  options: { readonly skip?: string | null; readonly emptyIsNull?: boolean } = {},
): void {
  const skip = options.skip ?? null
  describe.skipIf(skip !== null)(`driver ${name}${skip === null ? '' : ` (skipped: ${skip})`}`, () => {
    let under: DriverUnderTest
    const all = new Map<number, SuiteRow>()
    const put = async (rows: readonly SuiteRow[]) => {
      for (const row of rows) all.set(Number(row[0]), row)
      await under.put(rows)
    }
    beforeAll(async () => {
      under = await open()
      await put(Array.from({ length: ROWS }, (_, i) => suiteRow(i + 1)))
    }, 120_000)
    afterAll(() => under.end())

    const withTable = async <T>(
      body: (connection: Connection, table: SourceTable) => Promise<T>,
    ): Promise<T> => {
      const connection = await under.connect()
      try {
        const table = (await connection.tables()).find((one) => one.name === under.table)!
        return await body(connection, table)
      } finally {
        await connection.close()
      }
    }
    const work = (table: SourceTable, more: Partial<ReadWork>): ReadWork => ({
      table,
      mode: 'snapshot',
      watermark: 'updt_time',
      after: null,
      signal: new AbortController().signal,
      ...more,
    })
    const collect = async (
      batches: AsyncIterable<Batch>,
    ): Promise<{ rows: Cell[][]; cursor: string | null }> => {
      const rows: Cell[][] = []
      let cursor: string | null = null
      for await (const batch of batches) {
        rows.push(...batch.rows.map((row) => [...row]))
        cursor = batch.cursor
      }
      return { rows, cursor }
    }
    const sorted = (rows: Iterable<SuiteRow>) => [...rows].sort((a, b) => Number(a[0]) - Number(b[0]))

    test('offers the table with its columns, key and watermark', async () => {
      await withTable(async (_, table) => {
        expect(table.columns.map((column) => column.name)).toEqual(SUITE_COLUMNS)
        expect(table.key).toEqual(['rid'])
        expect(table.watermarks).toContain('updt_time')
      })
    })

    test('reads every cell exactly as text, and NULL apart from an empty text', async () => {
      const { rows } = await withTable((connection, table) => collect(connection.read(work(table, {}))))
      expect(rows).toHaveLength(all.size)
      expect(sorted(rows)).toEqual(sorted(all.values()))
    })

    test('goes on after any cursor: nothing lost, nothing twice', async () => {
      const whole = await withTable(async (connection, table) => {
        const seen: Batch[] = []
        for await (const batch of connection.read(work(table, {}))) seen.push(batch)
        return seen
      })
      expect(whole.length).toBeGreaterThan(1)
      const first = whole[0]!
      const rest = await withTable((connection, table) =>
        collect(connection.read(work(table, { after: first.cursor }))),
      )
      expect(sorted([...first.rows, ...rest.rows])).toEqual(sorted(all.values()))
      // Killed after the last row and before its end was noted: nothing may come again.
      const none = await withTable((connection, table) =>
        collect(connection.read(work(table, { after: whole.at(-1)!.cursor }))),
      )
      expect(none.rows).toEqual([])
    })

    test('after a snapshot an increment gives what changed since, with the overlap', async () => {
      const { cursor } = await withTable((connection, table) => collect(connection.read(work(table, {}))))
      const later = suiteRow(17, { updt_time: '2025-07-01 00:00:00', memo: '改过' })
      const added = suiteRow(ROWS + 1, { updt_time: '2025-07-01 00:00:01' })
      await put([later, added])
      const changed = await withTable((connection, table) =>
        collect(connection.read(work(table, { mode: 'increment', after: cursor, overlap: 0 }))),
      )
      expect(changed.rows).toContainEqual(later)
      expect(changed.rows).toContainEqual(added)
      expect(changed.rows.length).toBeLessThan(100)

      const none = await withTable((connection, table) =>
        collect(connection.read(work(table, { mode: 'increment', after: changed.cursor, overlap: 0 }))),
      )
      // A driver may give the rows of the last moment again; older ones never.
      expect(none.rows.every((row) => row[5]! >= '2025-07-01 00:00:01')).toBe(true)
      // Committed late, with a time before the cursor: only the overlap finds it.
      const late = suiteRow(ROWS + 2, { updt_time: '2025-06-30 23:59:50' })
      await put([late])
      const found = await withTable((connection, table) =>
        collect(connection.read(work(table, { mode: 'increment', after: changed.cursor, overlap: 60 }))),
      )
      expect(found.rows).toContainEqual(late)
    })

    test('tells all keys that exist', async () => {
      await under.remove([3, 4])
      all.delete(3)
      all.delete(4)
      const keys = await withTable(async (connection, table) => {
        const found: string[] = []
        for await (const batch of connection.keys(table, new AbortController().signal))
          found.push(...batch.map((key) => key[0]!))
        return found
      })
      expect(keys.sort()).toEqual([...all.keys()].map(String).sort())
    })

    test('gives the rows of given keys, of those that exist', async () => {
      const asked = ['10', '3', '999999', '11000']
      const found = await withTable(async (connection, table) => {
        const rows: SuiteRow[] = []
        const keys = asked.map((rid) => [rid])
        for await (const batch of connection.rows(table, keys, new AbortController().signal))
          rows.push(...batch)
        return rows
      })
      expect(sorted(found)).toEqual([10, 11_000].map((rid) => all.get(rid)))
    })

    test('stops when told', async () => {
      const stop = new AbortController()
      await withTable(async (connection, table) => {
        const read = async () => {
          for await (const _ of connection.read(work(table, { signal: stop.signal })))
            stop.abort(new Error('enough'))
        }
        await expect(read()).rejects.toThrow('enough')
      })
    })

    test('is closed soon when all is stopped in the middle of a read', { timeout: 10_000 }, async () => {
      const stop = new AbortController()
      const connection = await under.connect(stop.signal)
      const table = (await connection.tables()).find((one) => one.name === under.table)!
      const read = async () => {
        for await (const _ of connection.read(work(table, { signal: stop.signal })))
          stop.abort(new Error('stopped'))
      }
      await expect(read()).rejects.toThrow('stopped')
      await connection.close()
    })
  })
}

import type { ColumnLevel, ColumnRef, GrantedTable, GrantTerms } from '../../run/index.ts'

/** Tables as `name: 'level TYPE: column column; …'`; a table whose name ends with `*` has insured persons. */
export type Sheet = Readonly<Record<string, string>>

/** Terms of a contract over these tables; `files` are the Parquet files of each. k is 10, as in the first products. */
export function contractOf(
  sheet: Sheet,
  joins: readonly string[],
  files: Readonly<Record<string, readonly string[]>> = {},
): GrantTerms {
  return {
    tables: Object.entries(sheet).map(([name, lines], at): GrantedTable => {
      const table = name.replace('*', '')
      return {
        name: table,
        versionId: `0190c1a4-0000-7000-8000-${String(at).padStart(12, '0')}`,
        files: files[table] ?? [],
        persons: name.endsWith('*'),
        columns: columnsOf(lines),
      }
    }),
    joinKeys: joins.map((line) => {
      const [left, right] = line.split(' = ').map(refOf)
      return [left!, right!]
    }),
    rules: {
      minGroup: 10,
      minInstitutions: 0,
      dominance: null,
      pPercent: null,
      rounding: 'none',
      smallGroups: 'withhold',
    },
    institutions: [],
    history: true,
    limits: { timeMs: 20_000, memoryBytes: 1 << 30, maxRows: 10_000 },
  }
}

/** The columns of a sheet's table, in order, with their types: what its Parquet file holds. */
export function typesOf(lines: string): readonly (readonly [name: string, type: string])[] {
  return Object.entries(columnsOf(lines)).map(([name, { type }]) => [name, type])
}

function columnsOf(lines: string): GrantedTable['columns'] {
  const columns = lines.split(';').flatMap((line) => {
    const [head, names] = line.split(': ')
    const [level, ...type] = head!.trim().split(' ')
    const made = { type: type.join(' '), level: level as ColumnLevel, nullable: true }
    return names!
      .trim()
      .split(/\s+/)
      .map((name) => [name, made] as const)
  })
  return Object.fromEntries(columns)
}

function refOf(text: string): ColumnRef {
  const [table, column] = text.split('.')
  return { table: table!, column: column! }
}

import type { GrantTerms } from '../../run/index.ts'
import type { Choice } from './choice.ts'
import type { Data, Kind, Level, Row, TableName, Value } from './model.ts'

/** Four tables that have every level and every kind: settlements, fee lines, a register of persons, a code table. */
export interface ColumnDef {
  readonly name: string
  readonly type: string
  readonly kind: Kind
  readonly level: Level
  readonly nullable: boolean
}
const column = (name: string, type: string, level: Level, nullable = false): ColumnDef => {
  const kind: Kind = type.startsWith('DECIMAL')
    ? 'decimal'
    : ({
        VARCHAR: 'text',
        INTEGER: 'integer',
        BIGINT: 'integer',
        DOUBLE: 'double',
        DATE: 'date',
        TIMESTAMP: 'timestamp',
        BOOLEAN: 'boolean',
      }[type] as Kind)
  return { name, type, kind, level, nullable }
}

export const TABLES: Readonly<Record<TableName, { persons: boolean; columns: readonly ColumnDef[] }>> = {
  setl_d: {
    persons: true,
    columns: [
      column('setl_id', 'BIGINT', 'join'),
      column('psn_no', 'VARCHAR', 'identity'),
      column('sex', 'VARCHAR', 'group'),
      column('med_type', 'VARCHAR', 'group', true),
      column('hosp', 'INTEGER', 'group'),
      column('yr', 'INTEGER', 'group', true),
      column('setl_date', 'DATE', 'group'),
      column('setl_time', 'TIMESTAMP', 'group', true),
      column('local', 'BOOLEAN', 'group'),
      column('age', 'INTEGER', 'compare', true),
      column('begndate', 'DATE', 'compare'),
      column('cost', 'BIGINT', 'measure'),
      column('fund', 'DECIMAL(12,2)', 'measure', true),
      column('score', 'DOUBLE', 'measure', true),
    ],
  },
  fee_d: {
    persons: true,
    columns: [
      column('setl_id', 'BIGINT', 'join'),
      column('item', 'VARCHAR', 'group'),
      column('amount', 'BIGINT', 'measure', true),
    ],
  },
  psn_b: {
    persons: true,
    columns: [
      column('psn_no', 'VARCHAR', 'identity'),
      column('town', 'VARCHAR', 'group', true),
      column('paid', 'BIGINT', 'measure', true),
    ],
  },
  hosp_b: {
    persons: false,
    columns: [
      column('hosp', 'INTEGER', 'open'),
      column('等级', 'VARCHAR', 'open'),
      column('beds', 'INTEGER', 'measure', true),
    ],
  },
}

/** Pairs that the contract declares. */
export const PAIRS: readonly (readonly [string, string])[] = [
  ['setl_d.setl_id', 'fee_d.setl_id'],
  ['setl_d.hosp', 'hosp_b.hosp'],
  ['setl_d.psn_no', 'psn_b.psn_no'],
]

/** Few persons, many ties, missing values; `wild` adds non-finite numbers and lines that name another's settlement. */
export function drawData(c: Choice, wild: boolean): Data {
  const people = 1 + c.below(30)
  const maybe = (percent: number, value: Value): Value => (c.chance(percent) ? null : value)
  const scores = [0.5, 1.25, -3, 8, ...(wild ? [Number.NaN, Number.POSITIVE_INFINITY] : [])]
  const date = (low: number) =>
    `${low + c.below(3)}-${c.one(['01', '02', '06', '12'])}-${c.one(['01', '15', '28'])}`
  const setl = c.many(0, 110, (index): Row => {
    const person = c.below(people)
    const day = date(2022)
    return {
      person,
      values: [
        index,
        `P${person}`,
        c.one(['1', '2', "o'x", '女']),
        maybe(20, c.one(['11', '21', ' b '])),
        1 + c.below(3),
        maybe(5, Number(day.slice(0, 4))),
        day,
        maybe(10, `${day}T${c.one(['00', '09', '23'])}:30:00`),
        c.chance(50),
        maybe(10, c.below(90)),
        date(2021),
        c.below(5050) - 50,
        maybe(20, c.below(4000) / 4),
        maybe(20, c.one(scores)),
      ],
    }
  })
  const fee = c
    .many(0, 60, (): Row[] => {
      const one = setl[c.below(Math.max(1, setl.length))]
      if (!one) return []
      const person = wild && c.chance(5) ? c.below(people) : one.person
      return [{ person, values: [one.values[0]!, c.one(['a', 'B', '女c']), maybe(20, c.below(100))] }]
    })
    .flat()
  const psn = Array.from({ length: people }, (_, person): Row[] =>
    c.many(0, 2, () => ({
      person,
      values: [`P${person}`, maybe(15, c.one(['东', '西'])), maybe(10, c.below(300))],
    })),
  ).flat()
  const hosp = [1, 2, 2, 4]
    .slice(0, 2 + c.below(3))
    .map((code): Row => ({ person: null, values: [code, code === 1 ? '三级' : '二级', maybe(20, 5 * code)] }))
  return { setl_d: setl, fee_d: fee, psn_b: psn, hosp_b: hosp }
}

/** What the contract lets a query see; `files` are named by the caller. */
export function proofTerms(minGroup: number, more: Partial<GrantTerms['rules']> = {}): GrantTerms {
  const pair = (text: string) => {
    const [table = '', name = ''] = text.split('.')
    return { table, column: name }
  }
  return {
    tables: Object.entries(TABLES).map(([name, { persons, columns }], at) => ({
      name,
      versionId: `0190c1a4-0000-7000-8000-00000000000${at}`,
      files: [`/${name}.parquet`],
      persons,
      columns: Object.fromEntries(
        columns.map((one) => [one.name, { type: one.type, level: one.level, nullable: one.nullable }]),
      ),
    })),
    joinKeys: PAIRS.map(([a, b]) => [pair(a), pair(b)] as const),
    rules: {
      minGroup,
      minInstitutions: 0,
      dominance: null,
      pPercent: null,
      rounding: 'none',
      smallGroups: 'withhold',
      ...more,
    },
    institutions: ['hosp'],
    history: false,
    limits: { timeMs: 20_000, memoryBytes: 1 << 30, maxRows: 100_000 },
  }
}

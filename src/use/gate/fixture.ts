import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { systemClock } from '../../kernel/clock.ts'
import { createEngine, type DuckEngine, engineSettings } from '../../platform/engine/index.ts'
import type { CheckRules } from '../check/index.ts'
import type { ColumnLevel, GrantTerms } from '../run/index.ts'

/** What the tests of the gate stand on: the real engine in a folder of its own, and tables written by DuckDB. */
export interface Fixture {
  readonly engine: DuckEngine
  readonly folder: string
  /** Writes one Parquet file from a SELECT and returns its path. */
  parquet(name: string, select: string): Promise<string>
  close(): Promise<void>
}

export async function openFixture(settings: Parameters<typeof engineSettings>[0] = {}): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-gate-'))
  const log = { warn: () => {}, info: () => {} }
  const engine = createEngine({
    config: { engine: engineSettings(settings) },
    home: folder,
    log,
    clock: systemClock,
  })
  await engine.start()
  return {
    engine,
    folder,
    async parquet(name, select) {
      const path = join(folder, `${name}.parquet`)
      const instance = await DuckDBInstance.create(':memory:')
      const connection = await instance.connect()
      await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`)
      connection.closeSync()
      instance.closeSync()
      return path
    },
    async close() {
      await engine.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The minimum group alone, k = 10. */
export const EXAMPLE_RULES: CheckRules = {
  minGroup: 10,
  minInstitutions: 0,
  dominance: null,
  pPercent: null,
  rounding: 'none',
  smallGroups: 'withhold',
}

/** Terms of a contract over settlements, fee lines and a code table of hospitals, with every level. */
export function exampleTerms(
  files: Record<string, string[]> = {},
  rules: Partial<CheckRules> = {},
  history = false,
): GrantTerms {
  const column = (type: string, level: ColumnLevel, nullable = false) => ({ type, level, nullable })
  return {
    tables: [
      {
        name: 'setl_d',
        versionId: '0190c1a4-0000-7000-8000-000000000001',
        files: files.setl_d ?? [],
        persons: true,
        columns: {
          setl_id: column('BIGINT', 'join'),
          psn_no: column('VARCHAR', 'identity'),
          sex: column('VARCHAR', 'group'),
          med_type: column('VARCHAR', 'group', true),
          hosp: column('INTEGER', 'group'),
          yr: column('INTEGER', 'group'),
          setl_date: column('DATE', 'group'),
          setl_time: column('TIMESTAMP', 'group'),
          local: column('BOOLEAN', 'group'),
          rate: column('DECIMAL(5,2)', 'group'),
          cost: column('BIGINT', 'measure'),
          fund: column('DECIMAL(12,2)', 'measure', true),
          score: column('DOUBLE', 'measure', true),
          note: column('VARCHAR', 'measure', true),
          name: column('VARCHAR', 'hidden'),
          age: column('INTEGER', 'compare'),
        },
      },
      {
        name: 'fee_d',
        versionId: '0190c1a4-0000-7000-8000-000000000002',
        files: files.fee_d ?? [],
        persons: true,
        columns: {
          setl_id: column('BIGINT', 'join'),
          item: column('VARCHAR', 'group'),
          amount: column('BIGINT', 'measure', true),
        },
      },
      {
        name: 'hosp_b',
        versionId: '0190c1a4-0000-7000-8000-000000000003',
        files: files.hosp_b ?? [],
        persons: false,
        columns: {
          hosp: column('INTEGER', 'group'),
          等级: column('VARCHAR', 'open'),
          beds: column('INTEGER', 'measure'),
        },
      },
    ],
    joinKeys: [
      [
        { table: 'setl_d', column: 'setl_id' },
        { table: 'fee_d', column: 'setl_id' },
      ],
      [
        { table: 'setl_d', column: 'hosp' },
        { table: 'hosp_b', column: 'hosp' },
      ],
    ],
    rules: { ...EXAMPLE_RULES, ...rules },
    institutions: ['hosp'],
    history,
    limits: { timeMs: 20_000, memoryBytes: 1 << 30, maxRows: 10_000 },
  }
}

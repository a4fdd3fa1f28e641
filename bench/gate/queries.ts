import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { GrantedColumn, GrantTerms } from '../../src/use/run/step.ts'

/** A query as the user writes it, and what bare DuckDB is asked when it has to count persons beside it. */
export interface BenchQuery {
  readonly name: string
  readonly sql: string
  readonly persons: string
}

const DISTINCT = 'count(distinct __insured) as persons'
const of = (name: string, text: (persons: string, person: string) => string): BenchQuery => ({
  name,
  sql: text('', ''),
  persons: text(`, ${DISTINCT}`, ', __insured'),
})

export const QUERIES: readonly BenchQuery[] = [
  of('whole table', (p) => `select count(*), sum(fee)${p} from setl_d`),
  of(
    'rollup of province and year (186)',
    (p) => `select prov, yr, count(*), sum(fee)${p} from setl_d group by rollup (prov, yr)`,
  ),
  of(
    'bands of age by CASE (4)',
    (p) =>
      `select case when age < 18 then '0-17' when age < 45 then '18-44' when age < 65 then '45-64' else '65+' end as band, count(*), avg(fee)${p} from setl_d group by 1 order by 1`,
  ),
  of(
    'left join with a code table (3)',
    (p) =>
      `select h.level, count(*), sum(s.fee)${p} from setl_d s left join hosp_b h on s.hosp = h.hosp group by h.level`,
  ),
  {
    name: 'visits per person (about 20)',
    sql: 'select n, count(*) as persons, avg(total) as cost from (select psn_no, count(*) as n, sum(fee) as total from setl_d group by psn_no) as one group by n order by n',
    persons:
      'select n, count(*), avg(total), count(distinct __insured) from (select psn_no, __insured, count(*) as n, sum(fee) as total from setl_d group by psn_no, __insured) as one group by n order by n',
  },
  of(
    'median by kind of visit (7)',
    (p) => `select med_type, count(*), median(fee)${p} from setl_d group by med_type`,
  ),
  of(
    'rank of diagnoses by a window (1,500)',
    (p) =>
      `select dise, sum(fee) as cost, rank() over (order by sum(fee) desc) as place${p} from setl_d group by dise order by place limit 20`,
  ),
  of(
    'hospitals of more than 1,000 visits (9,000)',
    (p) => `select hosp, count(*), avg(fee)${p} from setl_d group by hosp having count(*) > 1000`,
  ),
  of(
    'several measures by year (5)',
    (p) =>
      `select yr, count(*), sum(fee), avg(fund), stddev(fee), corr(fee, fund)${p} from setl_d group by yr`,
  ),
  of(
    'diagnosis and province (46,500)',
    (p) => `select dise, prov, count(*), sum(fee)${p} from setl_d group by dise, prov`,
  ),
  of(
    'filters (31)',
    (p) =>
      `select prov, count(*), avg(fund)${p} from setl_d where yr = 2023 and med_type in ('11', '21') and age between 30 and 59 group by prov`,
  ),
  of(
    'persons by month (60)',
    (p) =>
      `select date_trunc('month', setl_date) as month, count(*), count(distinct psn_no)${p} from setl_d group by 1 order by 1`,
  ),
]

export interface BenchFiles {
  readonly setl: string
  readonly hosp: string
}

const settlements = (rows: number) => {
  const persons = Math.max(1, Math.floor(rows / 5))
  return `SELECT (hash(range) % ${persons})::UINTEGER AS __insured, (hash(range) % ${persons})::BIGINT AS psn_no,
    (hash(range + 1) % 9000)::INTEGER AS hosp,
    ['11', '12', '21', '22', '31', '51', '52'][1 + (hash(range + 2) % 7)::INTEGER] AS med_type,
    2020 + (range % 5)::INTEGER AS yr, date '2020-01-01' + (hash(range + 6) % 1826)::INTEGER AS setl_date,
    (hash(hash(range) % ${persons}) % 100)::INTEGER AS age,
    'P' || lpad((hash(range + 5) % 31)::VARCHAR, 2, '0') AS prov, 'D' || (hash(range + 8) % 1500)::VARCHAR AS dise,
    (hash(range + 3) % 1000000)::BIGINT AS fee,
    CASE WHEN hash(range + 4) % 10 = 0 THEN NULL ELSE (hash(range + 4) % 50000)::BIGINT END AS fund FROM range(${rows})`
}
const HOSPITALS = `SELECT range::INTEGER AS hosp, ['一级', '二级', '三级'][1 + (range % 3)::INTEGER] AS level FROM range(9000)`

/** Parquet files, and views of them for the bare queries. */
export async function writeTables(
  bare: DuckDBConnection,
  folder: string,
  rows: number,
  name = 'setl_d',
): Promise<BenchFiles> {
  const files = { setl: join(folder, `${name}.parquet`), hosp: join(folder, 'hosp_b.parquet') }
  await bare.run(`COPY (${settlements(rows)}) TO '${files.setl}' (FORMAT parquet, COMPRESSION zstd)`)
  await bare.run(`COPY (${HOSPITALS}) TO '${files.hosp}' (FORMAT parquet)`)
  await bare.run(`CREATE OR REPLACE VIEW ${name} AS SELECT * FROM read_parquet('${files.setl}')`)
  await bare.run(`CREATE OR REPLACE VIEW hosp_b AS SELECT * FROM read_parquet('${files.hosp}')`)
  return files
}

const column = (type: string, level: GrantedColumn['level'], nullable = false): GrantedColumn => ({
  type,
  level,
  nullable,
})

export function benchTerms({ setl, hosp }: BenchFiles): GrantTerms {
  return {
    tables: [
      {
        name: 'setl_d',
        versionId: 'bench-setl',
        files: [setl],
        persons: true,
        columns: {
          psn_no: column('BIGINT', 'identity'),
          hosp: column('INTEGER', 'group'),
          med_type: column('VARCHAR', 'group'),
          yr: column('INTEGER', 'group'),
          setl_date: column('DATE', 'group'),
          age: column('INTEGER', 'group'),
          prov: column('VARCHAR', 'group'),
          dise: column('VARCHAR', 'group'),
          fee: column('BIGINT', 'measure'),
          fund: column('BIGINT', 'measure', true),
        },
      },
      {
        name: 'hosp_b',
        versionId: 'bench-hosp',
        files: [hosp],
        persons: false,
        columns: { hosp: column('INTEGER', 'open'), level: column('VARCHAR', 'open') },
      },
    ],
    joinKeys: [
      [
        { table: 'setl_d', column: 'hosp' },
        { table: 'hosp_b', column: 'hosp' },
      ],
    ],
    rules: {
      minGroup: 10,
      minInstitutions: 0,
      dominance: null,
      pPercent: null,
      rounding: 'none',
      smallGroups: 'withhold',
    },
    institutions: [],
    history: false,
    limits: { timeMs: 300_000, memoryBytes: 4 * 2 ** 30, maxRows: 1_000_000 },
  }
}

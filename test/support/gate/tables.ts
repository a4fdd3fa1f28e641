import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateDemo } from '../../../src/demo/generate.ts'
import { CLAIMS, CLAIMS_JOINS } from '../../../src/use/gate/corpus/claims.ts'
import { contractOf, type Sheet, typesOf } from '../../../src/use/gate/corpus/contract.ts'
import { SYNPUF, SYNPUF_JOINS } from '../../../src/use/gate/corpus/synpuf.ts'
import type { GrantTerms } from '../../../src/use/run/index.ts'
import type { Library } from './library.ts'

const BUREAUS = ['310000', '320000', '330000', '340000']
const CODE_TABLES = new Set(['hilist_b', 'diag_list_b', 'admdvs_b'])

/** The demo's tables of all four bureaus in the library, and a contract over them. */
export async function loadClaims(library: Library, persons: number): Promise<GrantTerms> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-claims-'))
  try {
    await generateDemo({ dir: folder, persons, seed: 7 })
    await load(library, CLAIMS, 'psn_no', (table) =>
      CODE_TABLES.has(table)
        ? [join(folder, 'dictionary', `${table}.csv`)]
        : BUREAUS.map((code) => join(folder, code, `${table}.csv`)),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return contractOf(CLAIMS, CLAIMS_JOINS)
}

/** DE-SynPUF from its folder. */
export async function loadSynpuf(library: Library, folder: string): Promise<GrantTerms> {
  await load(library, SYNPUF, 'DESYNPUF_ID', (table) => [join(folder, `${table}.csv`)])
  return contractOf(SYNPUF, SYNPUF_JOINS)
}

/** Each insured person gets one dense number, the same in all tables, as landing gives them. */
async function load(
  library: Library,
  sheet: Sheet,
  person: string,
  filesOf: (table: string) => readonly string[],
): Promise<void> {
  const csv = (table: string) => readCsv(filesOf(table))
  const tables = Object.entries(sheet).map(([name, lines]) => ({ name, table: name.replace('*', ''), lines }))
  const known = tables
    .filter(({ name }) => name.endsWith('*'))
    .map(({ table }) => `SELECT "${person}" AS id FROM ${csv(table)}`)
  await library.table(
    'known persons',
    `SELECT id, (row_number() OVER (ORDER BY id))::UINTEGER AS __insured FROM (${known.join(' UNION ')})`,
  )
  for (const { name, table, lines } of tables) {
    const columns = typesOf(lines).map(
      ([column, type]) => `TRY_CAST(t."${column}" AS ${type}) AS "${column}"`,
    )
    const persons = name.endsWith('*')
    const insured = persons ? ', k.__insured' : ''
    const join = persons ? ` JOIN "known persons" k ON t."${person}" = k.id` : ''
    await library.table(table, `SELECT ${columns.join(', ')}${insured} FROM ${csv(table)} t${join}`)
  }
}

/** All columns as text. Their names are given: guessing the shape of a hundred columns takes DuckDB a second a file. */
function readCsv(files: readonly string[]): string {
  const header = readFileSync(files[0]!, 'utf8').split(/\r?\n/, 1)[0]!.split(',')
  const columns = header.map((name) => `'${name}': 'VARCHAR'`).join(', ')
  const list = files.map((file) => `'${file}'`).join(', ')
  return `read_csv([${list}], auto_detect = false, header = true, delim = ',', quote = '"', escape = '"', columns = {${columns}})`
}

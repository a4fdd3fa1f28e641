import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hashSql } from '../../../safeguard/crypto/hashing/index.ts'
import { type ChildTools, openDuck, rethrow } from '../child/duck.ts'
import { quoteName, quotePath, quoteText, trimmed } from '../child/sql.ts'
import { CERTNO_SYSTEM, NAME_SYSTEM, NARROW, saltOf, WIDE } from './salts.ts'

export interface PersonsInput {
  readonly staging: string
  readonly keyFile: string
  readonly files: readonly string[]
  readonly system: string
  /** Columns of the register: the insured one, 证件号码 and 姓名. */
  readonly columns: { readonly psn: string; readonly certno: string; readonly name: string }
}

/** Where the rows lie below `staging`: one JSON object a line. */
export const PERSONS_FILE = 'persons.jsonl'

/** One line a person of a register: keyed hashes and the dense number, nothing readable. */
export async function run(input: PersonsInput, tools: ChildTools): Promise<{ rows: number }> {
  try {
    const key = await readFile(input.keyFile)
    const folders = input.files.map((file) => dirname(file))
    const duck = await openDuck(tools, input.staging, [input.staging, ...folders])
    const { psn, certno, name } = input.columns
    const hash = (system: string, value: string) =>
      `CAST(substr(${hashSql(`${quoteText(saltOf(key, system))} || ${value}`)}, 1, 32) AS UUID)`
    const from = `read_parquet([${input.files.map(quotePath).join(', ')}])`
    const rows = await duck.copy(
      `COPY (
         SELECT DISTINCT ${hash(CERTNO_SYSTEM, 'c')} AS cert_key, ${hash(NAME_SYSTEM, 'c || chr(10) || m')} AS name_key,
                ${hash(input.system, 'p')} AS psn_key, n AS insured
         FROM (SELECT ${plainSql(certno)} AS c, ${plainSql(name)} AS m, ${trimmed(`CAST(${quoteName(psn)} AS VARCHAR)`)} AS p,
                      __insured AS n FROM ${from})
         WHERE c <> '' AND m <> '' AND p <> ''
       ) TO ${quoteText(join(input.staging, PERSONS_FILE))} (FORMAT json)`,
    )
    return { rows }
  } catch (error) {
    rethrow(error, 'persons')
  }
}

/** `plainText` of `salts.ts`; full-width digits and X are what forms filled in by hand hold. */
const plainSql = (column: string): string =>
  `upper(regexp_replace(translate(CAST(${quoteName(column)} AS VARCHAR), ${quoteText(WIDE)}, ${quoteText(NARROW)}), '[\\s\\x{00a0}\\x{3000}\\x{feff}-]', '', 'g'))`

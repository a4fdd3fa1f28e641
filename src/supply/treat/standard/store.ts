import type { Core } from '../../../safeguard/evidence/index.ts'
import { shippedDictionaries, shippedDictionary } from './library.ts'
import type { Dictionary, DictionaryCode } from './model.ts'

interface Row {
  code: string
  number: number
  title_zh: string
  title_en: string
  basis: string
  codes: DictionaryCode[]
}

const dictionaryOf = (row: Row): Dictionary => ({
  code: row.code,
  version: row.number,
  titleZh: row.title_zh,
  titleEn: row.title_en,
  basis: row.basis,
  codes: row.codes,
})

/**
 * A dictionary as it was at a time (ms; now when left out), or undefined. Before the space has loaded any, the one that
 * comes with the program.
 */
export async function dictionary(
  core: Pick<Core, 'db'>,
  code: string,
  at?: number,
): Promise<Dictionary | undefined> {
  let query = core.db.selectFrom('dictionary_version').selectAll().where('code', '=', code)
  if (at !== undefined) query = query.where('created_at', '<=', at)
  const row = await query.orderBy('number', 'desc').limit(1).executeTakeFirst()
  return row ? dictionaryOf(row) : shippedDictionary(code)
}

/** One version by its number. */
export async function dictionaryVersion(
  core: Pick<Core, 'db'>,
  code: string,
  number: number,
): Promise<Dictionary | undefined> {
  const row = await core.db
    .selectFrom('dictionary_version')
    .selectAll()
    .where('code', '=', code)
    .where('number', '=', number)
    .executeTakeFirst()
  if (row) return dictionaryOf(row)
  const shipped = shippedDictionary(code)
  return shipped?.version === number ? shipped : undefined
}

/** Every dictionary as it is now, by code. */
export async function dictionaries(core: Pick<Core, 'db'>): Promise<Map<string, Dictionary>> {
  const rows = await core.db
    .selectFrom('dictionary_version')
    .distinctOn('code')
    .selectAll()
    .orderBy('code')
    .orderBy('number', 'desc')
    .execute()
  const all = new Map(shippedDictionaries().map((one) => [one.code, one]))
  for (const row of rows) all.set(row.code, dictionaryOf(row))
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** All versions of one, newest first, without their codes. */
export const dictionaryHistory = (core: Pick<Core, 'db'>, code: string) =>
  core.db
    .selectFrom('dictionary_version')
    .select(['number', 'basis', 'note', 'shipped', 'user_id', 'created_at'])
    .where('code', '=', code)
    .orderBy('number', 'desc')
    .execute()

/** The register of data elements, by code. */
export const dataElements = (core: Pick<Core, 'db'>) =>
  core.db.selectFrom('data_element').selectAll().orderBy('code').execute()

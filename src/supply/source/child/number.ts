import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { hashSql, suite } from '../../../safeguard/crypto/hashing/index.ts'
import { type ChildTools, type Duck, openDuck, rethrow } from './duck.ts'
import { landAll } from './land.ts'
import { type NumberInput, type NumberOutput, STAGED } from './messages.ts'
import { quotePath, quoteText } from './sql.ts'

const LAST_NUMBER = 4_294_967_295

/**
 * Second phase, under the registry's lock: every distinct value gets its person's number, known or next. The registry
 * holds only a keyed hash (its first 128 bits) and the number, so that it tells no identifier to who reads the disk.
 */
export function run(input: NumberInput, tools: ChildTools): Promise<NumberOutput> {
  const file = input.land?.tables[0]?.files[0]?.name ?? 'insured'
  return number(input, tools).catch((error: unknown) => rethrow(error, file))
}

async function number(input: NumberInput, tools: ChildTools): Promise<NumberOutput> {
  const spill = join(input.staging, STAGED.spill)
  const sources = input.land?.tables.flatMap((table) => table.paths) ?? []
  const opened = [...input.registry, ...sources].map((file) => dirname(file))
  const duck = await openDuck(tools, spill, [input.staging, ...opened])
  await hashKeys(duck, input)
  const known =
    input.registry.length === 0
      ? 'SELECT 0::UBIGINT AS hi, 0::UBIGINT AS lo, 0::UINTEGER AS n WHERE false'
      : `SELECT hi, lo, n FROM read_parquet([${input.registry.map(quotePath).join(', ')}])`
  await duck.connection.run(
    `CREATE TEMP TABLE found AS SELECT k.t, k.raw, k.hi, k.lo, r.n FROM keyed k LEFT JOIN (${known}) r USING (hi, lo)`,
  )
  await duck.connection.run('DROP TABLE keyed')
  // In the order of the hash: a number tells nothing about when or where a person first appeared.
  await duck.connection.run(
    `CREATE TEMP TABLE fresh AS
     SELECT hi, lo, ${input.lastNumber} + row_number() OVER (ORDER BY hi, lo) AS n
     FROM (SELECT DISTINCT hi, lo FROM found WHERE n IS NULL)`,
  )
  const added = Number((await duck.rows('SELECT count(*) AS n FROM fresh'))[0]!['n'])
  if (input.lastNumber + added > LAST_NUMBER) throw new XinyuError('INSURED_NUMBERS_USED_UP')
  if (added > 0) {
    const target = quoteText(join(input.staging, STAGED.generation))
    await duck.copy(
      `COPY (SELECT hi, lo, n::UINTEGER AS n FROM fresh) TO ${target} (FORMAT parquet, COMPRESSION zstd)`,
    )
  }
  const persons: number[] = []
  for (const [t, { folder }] of input.tables.entries()) {
    const target = quoteText(join(folder, STAGED.map))
    await duck.copy(
      `COPY (SELECT f.raw, coalesce(f.n, g.n)::UINTEGER AS n FROM found f LEFT JOIN fresh g USING (hi, lo) WHERE f.t = ${t})
       TO ${target} (FORMAT parquet, COMPRESSION snappy)`,
    )
    // Not the number of values: one person may be written with and without blanks.
    const [row] = await duck.rows(
      `SELECT count(*) AS n FROM (SELECT DISTINCT hi, lo FROM found WHERE t = ${t})`,
    )
    persons.push(Number(row!['n']))
  }
  await duck.connection.run('DROP TABLE found')
  return { persons, added, landed: input.land ? await landAll(duck, input.land, tools) : null }
}

/** One row for each table and distinct value: what the registry knows the person by. */
async function hashKeys(duck: Duck, input: NumberInput): Promise<void> {
  const key = await readFile(input.keyFile)
  await duck.connection.run('CREATE TEMP TABLE keyed (t INTEGER, raw VARCHAR, hi UBIGINT, lo UBIGINT)')
  for (const [t, { folder, system }] of input.tables.entries()) {
    // One secret for each system, so that equal values of two systems have nothing in common; short, for one block.
    const salt = quoteText(suite().mac(key, system).toString('hex').slice(0, 32))
    await duck.connection.run(
      `INSERT INTO keyed SELECT ${t}, raw, ('0x' || h[1:16])::UBIGINT, ('0x' || h[17:32])::UBIGINT
       FROM (SELECT raw, ${hashSql(`${salt} || v`)} AS h FROM read_parquet(${quotePath(join(folder, STAGED.keys))}))`,
    )
  }
}

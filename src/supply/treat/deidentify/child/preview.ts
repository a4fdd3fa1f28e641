import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type ChildTools, openDuck } from '../../../source/child/index.ts'
import { projectKeys } from '../hmac.ts'
import { type IdentitySource, makePersons } from './persons.ts'
import { NUMBER, type Transformed, transform, type TransformWork } from './transform.ts'

export interface PreviewInput {
  readonly spill: string
  readonly table: TransformWork
  readonly identities: readonly IdentitySource[]
  readonly rows: number
}

export interface PreviewOutput extends Transformed {
  readonly first: (string | null)[][]
}

/**
 * What a team would see, with a key that lives as long as this process: a provider who saw the pseudonyms of a project
 * beside the own persons could find them among the data of others.
 */
export async function run(input: PreviewInput, tools: ChildTools): Promise<PreviewOutput> {
  await mkdir(input.spill, { recursive: true, mode: 0o700 })
  const files = [...input.table.files, ...input.identities.flatMap((one) => one.files)]
  const duck = await openDuck(tools, input.spill, [input.spill, ...files.map((file) => dirname(file))])
  const keys = projectKeys(randomBytes(32))
  if (input.table.persons) await makePersons(duck, keys, [input.table], input.identities)
  const made = await transform(duck, keys, input.table)
  const columns = input.table.persons ? [{ name: NUMBER, type: 'UINTEGER' }, ...made.columns] : made.columns
  const rows = await duck.rows(`SELECT * FROM result LIMIT ${input.rows}`)
  const first = rows.map((row) => columns.map(({ name }) => textOf(row[name])))
  return { ...made, columns, first }
}

const textOf = (value: unknown): string | null => {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type ChildTools, openDuck, quoteName } from '../../../source/child/index.ts'

export interface PreviewInput {
  readonly selects: readonly string[]
  readonly columns: readonly string[]
  readonly files: readonly string[]
  readonly rows: number
  readonly spill: string
}

/** The first rows of each part, as text. */
export async function run(input: PreviewInput, tools: ChildTools): Promise<(string | null)[][][]> {
  await mkdir(input.spill, { recursive: true })
  const duck = await openDuck(tools, input.spill, [...input.files.map((file) => dirname(file)), input.spill])
  try {
    const parts: (string | null)[][][] = []
    for (const select of input.selects) {
      const names = input.columns.map((name) => `CAST(${quoteName(name)} AS VARCHAR) AS ${quoteName(name)}`)
      const rows = await duck.rows(`SELECT ${names.join(', ')} FROM (${select}) LIMIT ${input.rows}`)
      parts.push(rows.map((row) => input.columns.map((name) => (row[name] as string | null) ?? null)))
    }
    return parts
  } finally {
    await rm(input.spill, { recursive: true, force: true })
  }
}

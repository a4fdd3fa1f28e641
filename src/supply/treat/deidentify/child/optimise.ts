import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ScriptTools } from '../../../../platform/engine/index.ts'
import { type ChildTools, type Duck, openDuck, quoteName } from '../../../source/child/index.ts'
import { compileProfile } from '../compile.ts'
import { leastClass } from '../figures.ts'
import { projectKeys } from '../hmac.ts'
import { ladderOf } from '../ladder.ts'
import { type Node, searchLattice } from '../lattice.ts'
import type { Proposal, Transform } from '../model.ts'
import { readFiles } from './persons.ts'
import type { TransformWork } from './transform.ts'

export interface OptimiseInput {
  readonly spill: string
  readonly table: TransformWork
  readonly quasi: readonly string[]
  readonly timeMs: number
}

export type OptimiseOutput = { proposal: Proposal | null; nodes: number; checked: number }

/** Searches the lattice of generalisations of the quasi-identifiers of one table. */
export async function run(
  input: OptimiseInput,
  tools: ChildTools & Pick<ScriptTools, 'signal'> & { progress: (message: never) => void },
): Promise<OptimiseOutput> {
  await mkdir(input.spill, { recursive: true, mode: 0o700 })
  const { table, quasi } = input
  const duck = await openDuck(tools, input.spill, [input.spill, ...table.files.map((file) => dirname(file))])
  const ladders = quasi.map((name) => ladderOf(table.columns.find((column) => column.name === name)!))
  await makeBase(duck, table, quasi, ladders)
  const heights = ladders.map((ladder) => ladder.length - 1)
  const loss = (node: Node) =>
    node.reduce((total, at, i) => total + at / Math.max(1, heights[i]!), 0) / node.length
  const least = leastClass(table.threshold)
  const limit = table.profile.risk.maxSuppressed
  const before = performance.now()
  const found = await searchLattice({
    heights,
    loss,
    check: async (node) => (await look(duck, node, heights, least)).suppressed <= limit,
    stop: () => tools.signal.aborted || performance.now() - before > input.timeMs,
    onProgress: (decided, total) => tools.progress({ decided, total } as never),
  })
  const { best, searchedAll, nodes, checked } = found
  if (best === null) return { proposal: null, nodes, checked }
  const { suppressed, k } = await look(duck, best, heights, least)
  const columns = Object.fromEntries(
    quasi.map((name, i): [string, Transform] => [name, ladders[i]![best[i]!]!]),
  )
  return {
    proposal: { columns, loss: loss(best), suppressed, k, searchedAll, nodes, checked },
    nodes,
    checked,
  }
}

/** One row for each person and combination of values, with every step of every column beside each other. */
async function makeBase(
  duck: Duck,
  table: TransformWork,
  quasi: readonly string[],
  ladders: readonly Transform[][],
): Promise<void> {
  const keys = projectKeys(new Uint8Array(32))
  const steps = quasi.flatMap((name, i) =>
    ladders[i]!.map((transform, at) => {
      const [compiled] = compileProfile(
        { ...table.profile, columns: { [name]: transform } },
        table.columns,
        keys,
        {
          body: table.body,
          persons: table.persons,
        },
      )
      return `${compiled?.sql ?? 'NULL'} AS g${i}_${at}`
    }),
  )
  const raw = quasi.map(quoteName).join(', ')
  // A table without persons: each row is a record of its own.
  const person = table.persons ? '__insured' : 'NULL'
  await duck.connection.run(
    `CREATE TEMP TABLE base AS SELECT person, times, ${steps.join(', ')} FROM (
       SELECT ${raw}, ${person} AS person, count(*) AS times FROM ${readFiles(table.files)} GROUP BY ALL) t`,
  )
}

/** Share of rows in classes that are too small, and the smallest of the others. */
async function look(
  duck: Duck,
  node: Node,
  heights: readonly number[],
  least: number,
): Promise<{ suppressed: number; k: number }> {
  const keys = node.flatMap((at, i) => (at === heights[i] ? [] : [`g${i}_${at}`]))
  const group = keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}`
  const [row] = await duck.rows(
    `SELECT coalesce(sum(rows) FILTER (WHERE f < ${least}) / sum(rows), 0)::DOUBLE AS share,
       coalesce(min(f) FILTER (WHERE f >= ${least}), 0) AS k
     FROM (SELECT CASE WHEN count(person) = 0 THEN sum(times) ELSE count(DISTINCT person) END AS f, sum(times) AS rows
           FROM base ${group})`,
  )
  return { suppressed: Number(row!['share']), k: Number(row!['k']) }
}

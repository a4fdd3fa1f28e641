import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { stagingFolder } from '../../source/index.ts'
import { elements, nationalTable } from '../standard/index.ts'
import { type BoundDataset, boundDatasets } from './bind.ts'
import type { CompareInput, Compared, Side } from './child/compare.ts'

/** Keys that never differ from themselves, and money, which belongs to one settlement or line. */
const notCompared = (element: string, key: string): boolean =>
  element === key || /_(?:amt|sumamt|selfpay)$|^pric|^selfpay_prop$/.test(element)

interface Pair {
  readonly element: string
  readonly date: boolean
  readonly source: BoundDataset & { readonly column: string }
  readonly other: BoundDataset & { readonly column: string }
  readonly key: string
}

/**
 * Pairs of columns of one body that carry the same data element: that of the table whose key links them, and each
 * other one. The table that keeps the thing (persons, employers, visits) is asked first.
 */
export function pairsOf(bound: readonly BoundDataset[]): Pair[] {
  const has = (dataset: BoundDataset, column: string) => dataset.columns.some(({ name }) => name === column)
  const uses = elements()
  const one = new Map<string, BoundDataset>()
  for (const dataset of [...bound].sort((a, b) => b.columns.length - a.columns.length)) {
    if (!one.has(dataset.table)) one.set(dataset.table, dataset)
  }
  return [...one.values()].flatMap((source) => {
    const [key, more] = nationalTable(source.table).key
    if (key === undefined || more !== undefined) return []
    return uses
      .filter(({ table, column }) => table === source.table && has(source, column))
      .flatMap(({ element, column }) => {
        if (notCompared(element, key)) return []
        const { type } = nationalTable(source.table).columns.find(({ name }) => name === column)!
        return [...one.values()].flatMap((other) => {
          if (other === source || !has(other, key)) return []
          const theirs = uses.find((use) => use.table === other.table && use.element === element)
          if (!theirs || !has(other, theirs.column)) return []
          return [
            {
              element,
              date: type === 'date',
              source: { ...source, column },
              other: { ...other, column: theirs.column },
              key,
            },
          ]
        })
      })
  })
}

/** Asks for a comparison of the own body's sources, as a job. */
export async function requestCompare(core: Core, actor: Actor): Promise<string> {
  const { value } = await act(core, actor, async ({ tx, note }) => {
    const jobId = await core.jobs.enqueue(tx, actor, 'compare', {})
    note({ kind: 'elements.compare.requested', subject: { job: jobId } })
    return jobId
  })
  return value
}

const COMPARE_TIME_MS = 3_600_000

/** Registers the kind of job `compare`: what was counted before for this body is replaced as a whole. */
export function registerCompareJob(core: Core): void {
  core.jobs.register('compare', async ({ id, actor, signal, progress }): Promise<Json> => {
    if (actor.kind !== 'user') throw new XinyuError('NOT_FOUND', { what: 'participant' })
    progress(null, 'map.comparing')
    const pairs = pairsOf(await boundDatasets(core, actor.participantId))
    const sideOf = ({ files, column, columns }: Pair['source'], key: string): Side => ({
      files,
      column,
      key,
      validOnly: columns.some(({ name }) => name === 'vali_flag'),
    })
    const input: CompareInput = {
      pairs: pairs.map((pair) => ({
        date: pair.date,
        source: sideOf(pair.source, pair.key),
        other: sideOf(pair.other, pair.key),
      })),
      spill: join(stagingFolder(core), `compare-${id}`),
    }
    const limits = {
      timeMs: COMPARE_TIME_MS,
      memoryBytes: core.config.engine.memoryMib * 1_048_576,
      maxRows: 1,
    }
    const module = new URL('./child/compare.ts', import.meta.url).href
    const counts = (await core.engine.script<Json>(
      { module, input: input as unknown as Json, limits },
      { signal },
    )) as unknown as Compared[]
    await keep(core, actor, pairs, counts)
    return { pairs: pairs.length, differ: counts.reduce((sum, one) => sum + one.differ, 0) }
  })
}

async function keep(
  core: Core,
  actor: Actor & { kind: 'user' },
  pairs: readonly Pair[],
  counts: readonly Compared[],
) {
  await act(core, actor, async ({ tx, now, note }) => {
    await tx.deleteFrom('element_difference').where('participant_id', '=', actor.participantId).execute()
    for (const [i, { element, source, other }] of pairs.entries()) {
      await tx
        .insertInto('element_difference')
        .values({
          participant_id: actor.participantId,
          element,
          source_dataset: source.datasetId,
          source_table: source.table,
          source_column: source.column,
          other_dataset: other.datasetId,
          other_table: other.table,
          other_column: other.column,
          compared: counts[i]!.compared,
          differ: counts[i]!.differ,
          created_at: now,
        })
        .execute()
    }
    const differ = counts.reduce((sum, one) => sum + one.differ, 0)
    note({
      kind: 'elements.compared',
      subject: { participant: actor.participantId },
      payload: { pairs: pairs.length, differ },
    })
  })
}

/** What the last comparison of the own body counted. */
export const differencesOf = (core: Core, participantId: string) =>
  core.db
    .selectFrom('element_difference')
    .selectAll()
    .where('participant_id', '=', participantId)
    .orderBy('element')
    .orderBy('differ', 'desc')
    .execute()

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { tablesOf } from '../../../supply/catalog/index.ts'
import { batchesOf, stagingFolder } from '../../../supply/source/index.ts'
import { FACTS_FILE, type FactsInput } from '../child.ts'
import { FORM_OF } from './forms.ts'
import { CLOCKWORK, indexOf, type IndexWork } from './work.ts'

const TIME_MS = 6 * 3_600_000
const BATCH = 20_000

export interface BuildOptions {
  readonly signal?: AbortSignal
  /** 0 … 1, after each batch. */
  readonly tell?: (share: number) => void
  /** Persons of one transaction. */
  readonly batch?: number
}

/**
 * Makes the facts of one table in one version. Safe to run again: what stands is written again, the row says when all
 * are in.
 * @throws XinyuError VERIFY_NO_TABLE where the version has no persons, or nothing is known to keep of such a table
 */
export async function buildIndex(core: Core, work: IndexWork, options: BuildOptions = {}): Promise<number> {
  const { signal } = options
  const known = await indexOf(core, work)
  if (known?.state === 'ready') return known.persons
  const form = FORM_OF[work.table]
  const table = (await tablesOf(core, work.productId)).find(
    (one) => one.versionId === work.versionId && one.name === work.table,
  )
  if (!form || !table?.persons) throw new XinyuError('VERIFY_NO_TABLE', { table: work.table })
  const staging = join(stagingFolder(core), uuid7(core.random, core.clock.now()))
  await mkdir(staging, { recursive: true, mode: 0o700 })
  try {
    const columns = table.columns.map((column) => column.name)
    const input: FactsInput = { staging, files: table.files, form, columns }
    const limits = { timeMs: TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
    const module = new URL('../child.ts', import.meta.url).href
    const { persons } = await core.engine.script<{ persons: number }>(
      { module, input: input as unknown as Json, limits },
      signal ? { signal } : {},
    )
    await load(core, work, { file: join(staging, FACTS_FILE), persons }, options)
    await finish(core, work, persons)
    return persons
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** The lines come in the order of the persons' numbers, so that those that a killed job wrote are passed over. */
async function load(
  core: Core,
  { versionId, table }: IndexWork,
  made: { readonly file: string; readonly persons: number },
  { signal, tell, batch: size = BATCH }: BuildOptions,
): Promise<void> {
  const key = { version_id: versionId, table_name: table }
  const start = (await indexOf(core, { versionId, table }))?.persons ?? 0
  let done = 0
  for await (const batch of batchesOf(made.file, size)) {
    signal?.throwIfAborted()
    done += size
    if (done <= start) continue
    await core.db.transaction().execute(async (tx) => {
      await sql`
        insert into verify_fact (version_id, table_name, insured, facts)
        select ${versionId}::uuid, ${table}::text, r.insured, r.facts
        from json_to_recordset(${batch}::json) as r (insured bigint, facts jsonb)
        on conflict do nothing`.execute(tx)
      const row = { state: 'building' as const, persons: done, updated_at: core.clock.now() }
      await tx
        .insertInto('verify_index')
        .values({ ...key, job_id: null, ...row })
        .onConflict((conflict) => conflict.columns(['version_id', 'table_name']).doUpdateSet(row))
        .execute()
    })
    tell?.(Math.min(1, done / Math.max(1, made.persons)))
  }
}

async function finish(core: Core, { versionId, table }: IndexWork, persons: number): Promise<void> {
  await act(core, CLOCKWORK, async ({ tx, now, note }) => {
    const row = { state: 'ready' as const, persons, updated_at: now }
    await tx
      .insertInto('verify_index')
      .values({ version_id: versionId, table_name: table, job_id: null, ...row })
      .onConflict((conflict) => conflict.columns(['version_id', 'table_name']).doUpdateSet(row))
      .execute()
    note({ kind: 'verify.indexed', subject: { version: versionId }, payload: { table, persons } })
  })
}

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Actor, systemActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import { tablesOf } from '../../supply/catalog/index.ts'
import { batchesOf, stagingFolder } from '../../supply/source/index.ts'
import { contractById } from '../../flow/contract/index.ts'
import type { EnrolmentInput } from './child.ts'
import { SPANS_FILE } from './child.ts'
import { TABLE } from './rules.ts'

const KIND = 'enrolment'
const TIME_MS = 6 * 3_600_000
const BATCH = 20_000
const CLOCKWORK: Actor = systemActor('enrolment')

type IndexWork = { productId: string; versionId: string }

/** Registers the kind of job `enrolment`: after a kill it goes on where it was. */
export function registerEnrolmentJob(core: Core): void {
  core.jobs.register<IndexWork>(KIND, async ({ input, signal, progress }): Promise<Json> => {
    const tell = (share: number) => progress(share, 'enrolment.indexing')
    const persons = await buildEnrolmentIndex(core, input, { signal, tell })
    return { versionId: input.versionId, persons }
  })
}

/** A contract under which a single person may be verified: its answers are made ready before the first question. */
export async function indexForContract(core: Core, contractId: string): Promise<void> {
  const contract = await contractById(core, contractId)
  const versionId = contract?.terms.tables[TABLE]
  if (!contract?.terms.policy.singlePerson || versionId === undefined) return
  await requestEnrolmentIndex(core, { productId: contract.terms.productId, versionId })
}

/** Asks for the index of a version, unless it stands or is under way. */
export async function requestEnrolmentIndex(core: Core, work: IndexWork): Promise<void> {
  const { versionId } = work
  const known = await indexOf(core, versionId)
  if (known?.state === 'ready') return
  const job = known?.job_id ? await core.jobs.get(known.job_id) : undefined
  if (job?.state === 'queued' || job?.state === 'active') return
  await act(core, CLOCKWORK, async ({ tx, now, note }) => {
    const job_id = await core.jobs.enqueue(tx, CLOCKWORK, KIND, work)
    await tx
      .insertInto('enrolment_index')
      .values({ version_id: versionId, state: 'building', job_id, updated_at: now, persons: 0 })
      .onConflict((conflict) => conflict.column('version_id').doUpdateSet({ job_id, updated_at: now }))
      .execute()
    note({ kind: 'enrolment.index_requested', subject: { version: versionId, job: job_id } })
  })
}

/** Waits until the answers of a version stand; for the demo and tests. */
export async function enrolmentIndexed(core: Core, work: IndexWork): Promise<void> {
  await requestEnrolmentIndex(core, work)
  const known = await indexOf(core, work.versionId)
  if (known?.state !== 'ready' && known?.job_id) await core.jobs.finished(known.job_id)
}

/** @throws XinyuError VERIFY_NOT_READY while the index is built; it is asked for when nobody did */
export async function mustBeIndexed(core: Core, work: IndexWork): Promise<void> {
  const known = await indexOf(core, work.versionId)
  if (known?.state === 'ready') return
  await requestEnrolmentIndex(core, work)
  throw new XinyuError('VERIFY_NOT_READY')
}

export interface BuildOptions {
  readonly signal?: AbortSignal
  /** 0 … 1, after each batch. */
  readonly tell?: (share: number) => void
  /** Persons of one transaction. */
  readonly batch?: number
}

/** Makes the answers of one version. Safe to run again: what stands is written again, the row says when all are in. */
export async function buildEnrolmentIndex(
  core: Core,
  { productId, versionId }: IndexWork,
  options: BuildOptions = {},
): Promise<number> {
  const { signal } = options
  const known = await indexOf(core, versionId)
  if (known?.state === 'ready') return known.persons
  const table = (await tablesOf(core, productId)).find((one) => one.versionId === versionId)
  if (!table?.persons) throw new XinyuError('VERIFY_NO_TABLE', { table: TABLE })
  const staging = join(stagingFolder(core), uuid7(core.random, core.clock.now()))
  await mkdir(staging, { recursive: true, mode: 0o700 })
  try {
    const voids = table.columns.some((column) => column.name === 'vali_flag')
    const input: EnrolmentInput = { staging, files: table.files, voids }
    const limits = { timeMs: TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
    const module = new URL('./child.ts', import.meta.url).href
    const { persons } = await core.engine.script<{ persons: number }>(
      { module, input: input as unknown as Json, limits },
      signal ? { signal } : {},
    )
    await load(core, { versionId, file: join(staging, SPANS_FILE), persons }, options)
    await finish(core, versionId, persons)
    return persons
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** The lines come in the order of the persons' numbers, so that those that a killed job wrote are passed over. */
async function load(
  core: Core,
  work: { versionId: string; file: string; persons: number },
  { signal, tell, batch: size = BATCH }: BuildOptions,
): Promise<void> {
  const { versionId } = work
  const start = (await indexOf(core, versionId))?.persons ?? 0
  let done = 0
  for await (const batch of batchesOf(work.file, size)) {
    signal?.throwIfAborted()
    done += size
    if (done <= start) continue
    await core.db.transaction().execute(async (tx) => {
      await sql`
        insert into enrolment_answer (version_id, insured, spans)
        select ${versionId}::uuid, r.insured, r.spans
        from json_to_recordset(${batch}::json) as r (insured bigint, spans jsonb)
        on conflict do nothing`.execute(tx)
      const row = { state: 'building' as const, persons: done, updated_at: core.clock.now() }
      await tx
        .insertInto('enrolment_index')
        .values({ version_id: versionId, job_id: null, ...row })
        .onConflict((conflict) => conflict.column('version_id').doUpdateSet(row))
        .execute()
    })
    tell?.(Math.min(1, done / Math.max(1, work.persons)))
  }
}

async function finish(core: Core, versionId: string, persons: number): Promise<void> {
  await act(core, CLOCKWORK, async ({ tx, now, note }) => {
    const row = { state: 'ready' as const, persons, updated_at: now }
    await tx
      .insertInto('enrolment_index')
      .values({ version_id: versionId, job_id: null, ...row })
      .onConflict((conflict) => conflict.column('version_id').doUpdateSet(row))
      .execute()
    note({ kind: 'enrolment.indexed', subject: { version: versionId }, payload: { persons } })
  })
}

/** A contract ended: answers that no other contract needs any more are destroyed. */
export async function dropUnusedIndex(core: Core, contractId: string): Promise<void> {
  const versionId = (await contractById(core, contractId))?.terms.tables[TABLE]
  if (versionId === undefined || !(await indexOf(core, versionId))) return
  const needed = await core.db
    .selectFrom('contract')
    .select('id')
    .where('state', 'not in', ['ended', 'void'])
    .where(sql<boolean>`terms -> 'tables' ->> ${TABLE} = ${versionId}`)
    .executeTakeFirst()
  if (needed) return
  await act(core, CLOCKWORK, async ({ tx, note }) => {
    await tx.deleteFrom('enrolment_answer').where('version_id', '=', versionId).execute()
    await tx.deleteFrom('enrolment_index').where('version_id', '=', versionId).execute()
    note({ kind: 'enrolment.index_dropped', subject: { version: versionId } })
  })
}

const indexOf = (core: Core, versionId: string) =>
  core.db.selectFrom('enrolment_index').selectAll().where('version_id', '=', versionId).executeTakeFirst()

import { sql } from 'kysely'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { contractById, type ContractView } from '../../../flow/contract/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { buildIndex } from './build.ts'
import { FORM_OF } from './forms.ts'
import { CLOCKWORK, indexOf, type IndexWork } from './work.ts'

export { type BuildOptions, buildIndex } from './build.ts'
export { type FactForm, type FactForms, FORM_OF, type Paid, type Spent } from './forms.ts'
export type { IndexWork } from './work.ts'

const KIND = 'verify_index'

/** Registers the kind of job `verify_index`: after a kill it goes on where it was. */
export function registerVerifyJob(core: Core): void {
  core.jobs.register<IndexWork>(KIND, async ({ input, signal, progress }): Promise<Json> => {
    const tell = (share: number) => progress(share, 'verify.indexing')
    const persons = await buildIndex(core, input, { signal, tell })
    return { versionId: input.versionId, table: input.table, persons }
  })
}

/** A contract under which a single person may be verified: its facts are made ready before the first question. */
export async function indexForContract(core: Core, contractId: string): Promise<void> {
  const contract = await contractById(core, contractId)
  for (const work of worksOf(contract)) await requestIndex(core, work)
}

/** Waits until the facts of a contract's tables (of all where left out) stand; for the demo and tests. */
export async function contractIndexed(
  core: Core,
  contractId: string,
  tables?: readonly string[],
): Promise<void> {
  for (const work of worksOf(await contractById(core, contractId))) {
    if (tables && !tables.includes(work.table)) continue
    await requestIndex(core, work)
    const known = await indexOf(core, work)
    if (known?.state !== 'ready' && known?.job_id) await core.jobs.finished(known.job_id)
  }
}

/** Tables of a contract that single persons may be verified by. */
function worksOf(contract: ContractView | undefined): IndexWork[] {
  if (!contract?.terms.policy.singlePerson) return []
  const { productId, tables, policy } = contract.terms
  return Object.entries(tables).flatMap(([table, versionId]) =>
    FORM_OF[table] && isOpened(policy.columns[table] ?? {}) ? [{ productId, versionId, table }] : [],
  )
}

const isOpened = (levels: Readonly<Record<string, string>>): boolean =>
  Object.values(levels).some((level) => level !== 'hidden')

/** Asks for the index of a table, unless it stands or is under way. */
async function requestIndex(core: Core, work: IndexWork): Promise<void> {
  const { versionId, table } = work
  const known = await indexOf(core, work)
  if (known?.state === 'ready') return
  const job = known?.job_id ? await core.jobs.get(known.job_id) : undefined
  if (job?.state === 'queued' || job?.state === 'active') return
  await act(core, CLOCKWORK, async ({ tx, now, note }) => {
    const job_id = await core.jobs.enqueue(tx, CLOCKWORK, KIND, { ...work })
    await tx
      .insertInto('verify_index')
      .values({
        version_id: versionId,
        table_name: table,
        state: 'building',
        job_id,
        updated_at: now,
        persons: 0,
      })
      .onConflict((conflict) =>
        conflict.columns(['version_id', 'table_name']).doUpdateSet({ job_id, updated_at: now }),
      )
      .execute()
    note({
      kind: 'verify.index_requested',
      subject: { version: versionId, job: job_id },
      payload: { table },
    })
  })
}

/** @throws XinyuError VERIFY_NOT_READY while an index is built; it is asked for when nobody did */
export async function mustBeIndexed(core: Core, works: readonly IndexWork[]): Promise<void> {
  let ready = true
  for (const work of works) {
    if ((await indexOf(core, work))?.state === 'ready') continue
    await requestIndex(core, work)
    ready = false
  }
  if (!ready) throw new XinyuError('VERIFY_NOT_READY')
}

/** A contract ended: facts that no other contract needs any more are destroyed. */
export async function dropUnusedIndex(core: Core, contractId: string): Promise<void> {
  for (const work of worksOf(await contractById(core, contractId))) await dropUnused(core, work)
}

async function dropUnused(core: Core, work: IndexWork): Promise<void> {
  const { versionId, table } = work
  if (!(await indexOf(core, work))) return
  const needed = await core.db
    .selectFrom('contract')
    .select('id')
    .where('state', 'not in', ['ended', 'void'])
    .where(sql<boolean>`terms -> 'tables' ->> ${table} = ${versionId}`)
    .executeTakeFirst()
  if (needed) return
  await act(core, CLOCKWORK, async ({ tx, note }) => {
    for (const from of ['verify_fact', 'verify_index'] as const)
      await tx.deleteFrom(from).where('version_id', '=', versionId).where('table_name', '=', table).execute()
    note({ kind: 'verify.index_dropped', subject: { version: versionId }, payload: { table } })
  })
}

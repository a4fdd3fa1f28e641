import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { listCsv } from './job.ts'
import type { ClosingView } from './model.ts'

const newest = ({ db }: Pick<Core, 'db'>, contestId: string) =>
  db
    .selectFrom('contest_closing')
    .selectAll()
    .where('contest_id', '=', contestId)
    // Of plans of one moment the one that stands.
    .orderBy('planned_at', 'desc')
    .orderBy((eb) => eb('state', '=', 'cancelled'))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** The newest plan and how far it is; null where there never was one. */
export async function closingView(core: Pick<Core, 'db'>, contestId: string): Promise<ClosingView | null> {
  const row = await newest(core, contestId)
  if (!row) return null
  const parts = await core.db
    .selectFrom('contest_closing_item')
    .select((eb) => [
      'part',
      eb.fn.countAll<number>().as('listed'),
      eb.fn.count<number>('destroyed_at').as('destroyed'),
      eb.fn.sum<string>('bytes').as('bytes'),
    ])
    .where('closing_id', '=', row.id)
    .groupBy('part')
    .orderBy('part')
    .execute()
  return {
    id: row.id,
    state: row.state,
    reason: row.reason,
    destroyAt: row.destroy_at,
    certificates: row.certificates,
    plannedAt: row.planned_at,
    begunAt: row.begun_at,
    doneAt: row.done_at,
    jobId: row.job_id,
    // A sum of whole numbers is a numeric, which comes as text.
    parts: parts.map((one) => ({ ...one, bytes: Number(one.bytes) })),
    totals: row.totals,
    listDigest: row.list_digest,
  }
}

async function doneClosing(core: Pick<Core, 'db'>, contestId: string): Promise<string> {
  const row = await newest(core, contestId)
  if (row?.state !== 'done') throw new XinyuError('NOT_FOUND', { what: 'destruction proof' })
  return row.id
}

/** The proof 数据销毁证明: verifies offline, also against the list. @throws XinyuError NOT_FOUND */
export async function closingProof(core: Core, contestId: string): Promise<Buffer> {
  const id = await doneClosing(core, contestId)
  const entry = (await core.evidence.leavesAbout([id])).find((one) => one.kind === 'contest.destroyed')
  if (!entry) throw new XinyuError('NOT_FOUND', { what: 'receipt' })
  return core.evidence.receiptFor(entry.leaf)
}

/** The list whose hash stands in the proof. @throws XinyuError NOT_FOUND */
export async function closingList(core: Pick<Core, 'db'>, contestId: string): Promise<string> {
  const id = await doneClosing(core, contestId)
  const items = await core.db
    .selectFrom('contest_closing_item')
    .select(['part', 'id', 'digest', 'bytes'])
    .where('closing_id', '=', id)
    .execute()
  return listCsv(items)
}

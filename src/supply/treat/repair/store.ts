import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Actor } from '../../../kernel/actor.ts'
import type { Page } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { mayWrite } from '../../catalog/index.ts'
import { versionFolder } from '../../source/index.ts'
import type { CellsInput, CellsOutput } from './child/cells.ts'
import { undeterminedOf } from './fates.ts'
import { accuracyPpm, REPAIRED } from './finish.ts'
import { shippedFixes } from './pack.ts'
import type {
  Accuracy,
  CellView,
  ProposalView,
  QuarantineView,
  RepairBrief,
  RepairView,
} from './run-model.ts'

export const runById = (core: Core, id: string) =>
  core.db.selectFrom('repair_run').selectAll().where('id', '=', id).executeTakeFirst()

type RunRow = NonNullable<Awaited<ReturnType<typeof runById>>>

export const decidedProposals = (core: Core, runId: string) =>
  core.db
    .selectFrom('repair_proposal')
    .selectAll()
    .where('run_id', '=', runId)
    .where('state', '<>', 'waiting')
    .execute()

/** Runs of the own body's treatments, newest first. */
export async function listRuns(
  core: Core,
  participantId: string,
  filter: Page & { readonly treatmentId?: string | undefined },
): Promise<{ items: RepairBrief[]; total: number }> {
  let query = core.db.selectFrom('repair_run').where('participant_id', '=', participantId)
  if (filter.treatmentId) query = query.where('treatment_id', '=', filter.treatmentId)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return { items: await Promise.all(rows.map((row) => brief(core, row))), total: count }
}

/** Persons and contributions: what the accuracy of basic information is said of. */
const REGISTER = ['psn_info_b', 'psn_insu_d', 'staf_psn_clct_detl_d', 'rsdt_psn_clct_detl_d']

/** One line of the arithmetic over some tables of a run. */
function accuracyOf(row: RunRow, of: readonly string[]): Accuracy | null {
  const tables = (row.result?.tables ?? []).filter(({ table }) => of.includes(table))
  if (tables.length === 0) return null
  const sum = (key: 'scanned' | 'stillDirty' | 'quarantined'): number =>
    tables.reduce((total, table) => total + table[key], 0)
  const [scanned, stillDirty, quarantined] = [sum('scanned'), sum('stillDirty'), sum('quarantined')]
  return {
    tables: tables.map(({ table }) => table),
    scanned,
    stillDirty,
    quarantined,
    accuracyPpm: accuracyPpm(scanned, stillDirty + quarantined),
  }
}

async function brief(core: Core, row: RunRow): Promise<RepairBrief> {
  const job = await core.jobs.get(row.job_id)
  const waiting = await core.db
    .selectFrom('repair_proposal')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('run_id', '=', row.id)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  const tables = row.result?.tables ?? []
  const sum = (key: 'changedCells' | 'merged' | 'quarantined'): number =>
    tables.reduce((total, table) => total + table[key], 0)
  return {
    id: row.id,
    treatmentId: row.treatment_id,
    jobId: row.job_id,
    kind: row.kind,
    state: row.finished_at === null ? (job?.state ?? 'failed') : 'done',
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    changedCells: sum('changedCells'),
    merged: sum('merged'),
    quarantined: sum('quarantined'),
    waiting: waiting.n,
    register: accuracyOf(row, REGISTER),
  }
}

/** One run as its owner sees it. @throws XinyuError NOT_FOUND */
export async function repairView(core: Core, actor: Actor, id: string): Promise<RepairView> {
  const row = await ownRun(core, actor, id)
  const result = row.result
  const pack = shippedFixes()
  const fixes = new Map(pack.fixes.map((fix) => [fix.id, fix]))
  const titles = (fix: string) => ({
    titleZh: fixes.get(fix)?.titleZh ?? fix,
    titleEn: fixes.get(fix)?.titleEn ?? fix,
  })
  const proposals = await core.db
    .selectFrom('repair_proposal')
    .selectAll()
    .where('run_id', '=', id)
    .orderBy('fix')
    .execute()
  return {
    ...(await brief(core, row)),
    fixPack: row.fix_pack,
    fixVersion: row.fix_version,
    ruleVersion: row.rule_version,
    base: row.base,
    versions: row.versions,
    stable: result?.stable ?? null,
    rounds: [...(result?.rounds ?? [])],
    tables: (result?.tables ?? []).map((table) => ({ ...table, columns: [...table.columns] })),
    classes: [...(result?.classes ?? [])],
    fixes: (result?.fixes ?? []).map((one) => ({
      ...one,
      ...titles(one.fix),
      kind: fixes.get(one.fix)?.how.kind ?? '',
      mode: fixes.get(one.fix)?.mode ?? 'automatic',
      samples: [...one.samples],
    })),
    rest: (result?.rules ?? [])
      .filter((one) => one.quarantined + one.stillDirty > 0)
      .map((one) => ({ ...one, ...whyOf(one, pack) })),
    accuracy: [
      accuracyOf(row, REGISTER),
      ...(result?.tables ?? []).map(({ table }) => accuracyOf(row, [table])),
    ].filter((one) => one !== null),
    proposals: proposals.map(
      (one): ProposalView => ({
        id: one.id,
        fix: one.fix,
        ...titles(one.fix),
        cells: one.cells,
        state: one.state,
        reason: one.reason,
        decidedAt: one.decided_at,
        except: one.spared,
        samples: one.samples,
      }),
    ),
  }
}

function whyOf(rest: { rule: string; class: string }, pack: ReturnType<typeof shippedFixes>) {
  const found = undeterminedOf({ id: rest.rule, class: rest.class as never }, pack)
  return { whyZh: found?.whyZh ?? '', whyEn: found?.whyEn ?? '' }
}

async function ownRun(core: Core, actor: Actor, id: string): Promise<RunRow> {
  const row = await runById(core, id)
  if (!row || !mayWrite(actor, row.participant_id)) throw new XinyuError('NOT_FOUND', { what: 'repair' })
  return row
}

/** Pages of what lies beside a repaired version, masked. @throws XinyuError NOT_FOUND */
export async function changedCells(
  core: Core,
  actor: Actor,
  id: string,
  filter: Page & {
    readonly table: string
    readonly what: 'changes' | 'proposals' | 'merged'
    readonly fix?: string | undefined
  },
): Promise<{ items: CellView[]; total: number }> {
  const page = await pageOf(core, actor, id, filter.table, { ...filter, fix: filter.fix ?? null })
  return { items: page.cells, total: page.total }
}

/** Rows in quarantine with what is missing. @throws XinyuError NOT_FOUND */
export async function quarantinedRows(
  core: Core,
  actor: Actor,
  id: string,
  filter: Page & { readonly table: string },
): Promise<{ items: QuarantineView[]; total: number }> {
  const page = await pageOf(core, actor, id, filter.table, { ...filter, what: 'quarantine', fix: null })
  return { items: page.rows, total: page.total }
}

const PAGE_TIME_MS = 60_000

async function pageOf(
  core: Core,
  actor: Actor,
  id: string,
  table: string,
  page: Pick<CellsInput, 'what' | 'fix' | 'limit' | 'offset'>,
): Promise<CellsOutput> {
  const run = await ownRun(core, actor, id)
  const version = run.versions[table]
  if (version === undefined) return { cells: [], rows: [], total: 0 }
  const { what, fix, limit, offset } = page
  const input: CellsInput = {
    file: join(versionFolder(core, version), REPAIRED[what]),
    spill: join(core.home, 'tmp'),
    table,
    what,
    fix,
    limit,
    offset,
  }
  const limits = { timeMs: PAGE_TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
  const module = new URL('./child/cells.ts', import.meta.url).href
  return (await core.engine.script({ module, input: { ...input }, limits })) as unknown as CellsOutput
}

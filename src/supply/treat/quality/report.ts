import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Page } from '../../../platform/http/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { mayWrite, type QualitySummary } from '../../catalog/index.ts'
import { QUALITY_CLASSES } from './model.ts'
import type { Measure, RunBrief, RunView, Trend } from './run-model.ts'
import { type RunRow, runRow } from './store.ts'
import { ownTreatment } from './treatments.ts'

const countsOf = (core: Core, runId: string) =>
  core.db.selectFrom('quality_count').selectAll().where('run_id', '=', runId).orderBy('rule_id').execute()
type CountRow = Awaited<ReturnType<typeof countsOf>>[number]

const sum = (rows: readonly CountRow[], key: 'scanned' | 'dirty' | 'repaired' | 'quarantined'): number =>
  rows.reduce((total, row) => total + (row[key] ?? 0), 0)

/** 1 − (still dirty + quarantined) ÷ scanned; null where nothing was scanned. */
export const accuracyOf = (scanned: number, bad: number): number | null =>
  scanned === 0 ? null : 1 - bad / scanned

export function measureOf(rows: readonly CountRow[]): Measure {
  const [scanned, dirty] = [sum(rows, 'scanned'), sum(rows, 'dirty')]
  const [repaired, quarantined] = [sum(rows, 'repaired'), sum(rows, 'quarantined')]
  const stillDirty = Math.max(0, dirty - repaired - quarantined)
  return {
    scanned,
    dirty,
    repaired,
    stillDirty,
    quarantined,
    accuracy: accuracyOf(scanned, stillDirty + quarantined),
  }
}

async function briefOf(core: Core, row: RunRow): Promise<RunBrief> {
  const total = (counts: Readonly<Record<string, number>> | undefined): number =>
    Object.values(counts ?? {}).reduce((a, b) => a + b, 0)
  const rows = total(row.result?.scannedRows)
  const dirtyRows = total(row.result?.dirtyRows)
  const state = row.finished_at === null ? ((await core.jobs.get(row.job_id))?.state ?? 'failed') : 'done'
  return {
    id: row.id,
    treatmentId: row.treatment_id,
    jobId: row.job_id,
    state,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    packVersion: row.pack_version,
    rows,
    dirtyRows,
    accuracy: accuracyOf(rows, dirtyRows),
  }
}

export async function lastRun(core: Core, treatmentId: string): Promise<RunBrief | null> {
  const row = await core.db
    .selectFrom('quality_run')
    .selectAll()
    .where('treatment_id', '=', treatmentId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? briefOf(core, row) : null
}

/** Checks of a treatment of the own body, newest first. @throws XinyuError NOT_FOUND */
export async function listChecks(
  core: Core,
  actor: Actor,
  treatmentId: string,
  page: Page,
): Promise<{ items: RunBrief[]; total: number }> {
  await ownTreatment(core, actor, treatmentId)
  const query = core.db.selectFrom('quality_run').where('treatment_id', '=', treatmentId)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { items: await Promise.all(rows.map((row) => briefOf(core, row))), total: count }
}

/** A check of the own body. @throws XinyuError NOT_FOUND */
export async function ownCheck(core: Core, actor: Actor, id: string): Promise<RunRow> {
  const row = await runRow(core, id)
  if (!row || !mayWrite(actor, row.participant_id)) throw new XinyuError('NOT_FOUND', { what: 'check' })
  return row
}

/** The report: per class, per table and per rule, with its arithmetic. @throws XinyuError NOT_FOUND */
export async function checkReport(core: Core, actor: Actor, id: string): Promise<RunView> {
  const row = await ownCheck(core, actor, id)
  const counts = await countsOf(core, id)
  const treatment = await core.db
    .selectFrom('treatment')
    .select('title')
    .where('id', '=', row.treatment_id)
    .executeTakeFirstOrThrow()
  const byClass = Map.groupBy(counts, (count) => count.class)
  return {
    ...(await briefOf(core, row)),
    title: treatment.title,
    pack: row.pack,
    ownRules: row.own_rules,
    versions: row.tables,
    repaired: counts.some((count) => count.repaired !== null),
    classes: QUALITY_CLASSES.map((one) => {
      const rows = byClass.get(one) ?? []
      return { class: one, rules: rows.length, ...measureOf(rows) }
    }),
    tables: row.tables.flatMap(({ table, versionId, number, reference }) => {
      const rows = row.result?.scannedRows[table]
      if (reference || rows === undefined) return []
      const dirtyRows = row.result?.dirtyRows[table] ?? 0
      return [{ table, versionId, number, rows, dirtyRows, accuracy: accuracyOf(rows, dirtyRows) }]
    }),
    rules: counts.map((count) => ({
      rule: count.rule_id,
      class: count.class,
      table: count.table_name,
      column: count.column_name,
      titleZh: count.title_zh,
      titleEn: count.title_en,
      ...measureOf([count]),
    })),
    skipped: row.result?.skipped ?? [],
  }
}

const TREND_RUNS = 60

/** Accuracy over the last finished checks, oldest first. @throws XinyuError NOT_FOUND */
export async function trendOf(core: Core, actor: Actor, treatmentId: string): Promise<Trend> {
  await ownTreatment(core, actor, treatmentId)
  const runs = await core.db
    .selectFrom('quality_run')
    .selectAll()
    .where('treatment_id', '=', treatmentId)
    .where('finished_at', 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(TREND_RUNS)
    .execute()
  const trend: Trend = []
  for (const run of runs.reverse()) {
    const byClass = Map.groupBy(await countsOf(core, run.id), (count) => count.class)
    const { accuracy } = await briefOf(core, run)
    const classes = QUALITY_CLASSES.map((one) => [one, measureOf(byClass.get(one) ?? []).accuracy] as const)
    trend.push({ runId: run.id, at: run.finished_at!, rows: accuracy, classes: Object.fromEntries(classes) })
  }
  return trend
}

/** The counts as CSV: one line a rule, no value of any row. @throws XinyuError NOT_FOUND */
export async function countsCsv(core: Core, actor: Actor, id: string): Promise<string> {
  const { rules } = await checkReport(core, actor, id)
  const head =
    'class,table,column,rule,title_zh,title_en,scanned,dirty,repaired,still_dirty,quarantined,accuracy'
  const cell = (value: string | number | null): string => {
    // A title that begins with = + - @ would run as a formula in a spreadsheet.
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value ?? '')
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const lines = rules.map((line) =>
    [
      line.class,
      line.table,
      line.column,
      line.rule,
      line.titleZh,
      line.titleEn,
      line.scanned,
      line.dirty,
      line.repaired,
      line.stillDirty,
      line.quarantined,
      line.accuracy,
    ]
      .map(cell)
      .join(','),
  )
  return `\uFEFF${[head, ...lines].join('\n')}\n`
}

/** Per dataset the accuracy by class of its newest check: what the catalogue shows. */
export async function qualityOf(
  core: Core,
  datasetIds: readonly string[],
): Promise<Map<string, QualitySummary>> {
  const known = new Map<string, QualitySummary>()
  const wanted = new Set(datasetIds)
  const runs = await core.db
    .selectFrom('quality_run')
    .distinctOn('treatment_id')
    .select(['id', 'tables', 'finished_at'])
    .where('finished_at', 'is not', null)
    .orderBy('treatment_id')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  for (const run of runs) {
    const mine = run.tables.filter((table) => !table.reference && wanted.has(table.datasetId))
    if (mine.length === 0) continue
    const counts = await countsOf(core, run.id)
    for (const { table, datasetId, versionId } of mine) {
      if ((known.get(datasetId)?.at ?? 0) > run.finished_at!) continue
      const byClass = Map.groupBy(
        counts.filter((count) => count.table_name === table),
        (count) => count.class,
      )
      const classes = [...byClass].map(([one, rows]) => {
        const { accuracy, scanned, stillDirty, quarantined } = measureOf(rows)
        return { class: one, accuracy: accuracy ?? 1, scanned, dirty: stillDirty + quarantined }
      })
      known.set(datasetId, { at: run.finished_at!, versionId, classes })
    }
  }
  return known
}

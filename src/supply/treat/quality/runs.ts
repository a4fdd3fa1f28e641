import { join } from 'node:path'
import type { Actor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import type { QualityOutput } from './child/run.ts'
import type { RulePack } from './model.ts'
import { bodyRules } from './packs.ts'
import { NewCheck, type RunTable } from './run-model.ts'
import { boundVersions, treatmentFacts } from './store.ts'
import { ownTreatment } from './treatments.ts'

export const qualityFolder = (core: Core, runId: string): string => join(core.home, 'quality', runId)

/**
 * Asks for a check of what a treatment binds, at the newest versions or the named ones. It runs as job `quality`.
 * @throws XinyuError NOT_FOUND, QUALITY_NOTHING, QUALITY_VERSION
 */
export async function runQuality(
  core: Core,
  actor: Actor,
  treatmentId: string,
  input: NewCheck = {},
): Promise<{ runId: string; jobId: string }> {
  const { versions } = NewCheck.parse(input)
  const treatment = await ownTreatment(core, actor, treatmentId)
  const tables = await boundVersions(core, treatmentId, versions)
  for (const [table, versionId] of Object.entries(versions)) {
    // A version of another dataset, or of another body, looks like one that does not exist.
    if (!tables.some((one) => one.table === table && one.versionId === versionId)) {
      throw new XinyuError('QUALITY_VERSION', { table })
    }
  }
  if (tables.every((table) => table.reference)) throw new XinyuError('QUALITY_NOTHING')
  const facts = (await treatmentFacts(core, treatmentId))!
  const own = await bodyRules(core, treatment.participant_id)
  const { value } = await act(core, actor, async (scope) => {
    const runId = scope.id()
    const jobId = await core.jobs.enqueue(scope.tx, actor, 'quality', { runId })
    await scope.tx
      .insertInto('quality_run')
      .values({
        id: runId,
        treatment_id: treatmentId,
        participant_id: treatment.participant_id,
        job_id: jobId,
        tables: JSON.stringify(tables),
        pack: facts.rules.code,
        pack_version: facts.rules.version,
        own_rules: own.length,
        result: null,
        created_by: actor.kind === 'user' ? actor.userId : null,
        created_at: scope.now,
        finished_at: null,
      })
      .execute()
    scope.note({
      kind: 'quality.requested',
      subject: { run: runId, treatment: treatmentId, participant: treatment.participant_id, job: jobId },
      payload: { pack: facts.rules.code, packVersion: facts.rules.version, versions: versionsOf(tables) },
    })
    return { runId, jobId }
  })
  return value
}

/** Which versions, own and foreign, went into a run. */
const versionsOf = (tables: readonly RunTable[]): Json =>
  tables.map(({ table, datasetId, versionId, participantId, reference }) => ({
    table,
    datasetId,
    versionId,
    participantId,
    reference,
  }))

/** Writes down how a run came out; once only, whoever repeats it. Counts go into evidence, values never. */
export async function finishQuality(
  core: Core,
  actor: Actor,
  runId: string,
  pack: RulePack,
  output: QualityOutput,
): Promise<void> {
  const rules = new Map(pack.rules.map((rule) => [rule.id, rule]))
  await act(core, actor, async ({ tx, now, note, emit }) => {
    const run = await tx
      .selectFrom('quality_run')
      .selectAll()
      .where('id', '=', runId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (run.finished_at === null) {
      const { dirtyRows, scannedRows, skipped } = output
      await tx
        .updateTable('quality_run')
        .set({ result: JSON.stringify({ dirtyRows, scannedRows, skipped }), finished_at: now })
        .where('id', '=', runId)
        .execute()
      const lines = output.counts.map(({ rule: id, scanned, dirty }) => {
        const rule = rules.get(id)!
        return {
          run_id: runId,
          rule_id: id,
          class: rule.class,
          table_name: rule.table,
          column_name: rule.column,
          title_zh: rule.titleZh,
          title_en: rule.titleEn,
          scanned,
          dirty,
          repaired: null,
          quarantined: null,
        }
      })
      for (let i = 0; i < lines.length; i += 500) {
        await tx
          .insertInto('quality_count')
          .values(lines.slice(i, i + 500))
          .execute()
      }
      for (const { datasetId, versionId, reference } of run.tables) {
        if (!reference) emit('quality.checked', { datasetId, versionId })
      }
    }
    note({
      kind: 'quality.checked',
      subject: { run: runId, treatment: run.treatment_id, participant: run.participant_id },
      payload: {
        pack: run.pack,
        packVersion: run.pack_version,
        versions: versionsOf(run.tables),
        rows: { ...output.scannedRows },
        dirtyRows: { ...output.dirtyRows },
        rules: output.counts.length,
        skipped: output.skipped.length,
        findings: output.findings,
        digest: output.digest,
      },
    })
  })
}

/** What a repair made of the findings of a rule. */
export interface RepairedCount {
  readonly rule: string
  readonly repaired: number
  readonly quarantined: number
}

/**
 * Tells the report what a repair of the checked versions achieved; called inside the action that ends the repair. It goes
 * to the newest check of the treatment that looked at these very versions; none is no error.
 */
export async function recordRepaired(
  tx: ActionScope['tx'],
  treatmentId: string,
  versionIds: readonly string[],
  counts: readonly RepairedCount[],
): Promise<string | null> {
  const runs = await tx
    .selectFrom('quality_run')
    .select(['id', 'tables'])
    .where('treatment_id', '=', treatmentId)
    .where('finished_at', 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
  const wanted = new Set(versionIds)
  const run = runs.find(({ tables }) => {
    const own = tables.filter((table) => !table.reference)
    return own.length > 0 && own.every((table) => wanted.has(table.versionId))
  })
  if (!run) return null
  await tx
    .updateTable('quality_count')
    .set({ repaired: 0, quarantined: 0 })
    .where('run_id', '=', run.id)
    .execute()
  for (const { rule, repaired, quarantined } of counts) {
    await tx
      .updateTable('quality_count')
      .set({ repaired, quarantined })
      .where('run_id', '=', run.id)
      .where('rule_id', '=', rule)
      .execute()
  }
  return run.id
}

declare module '../../../kernel/events.ts' {
  interface Events {
    'quality.checked': { datasetId: string; versionId: string }
  }
}

import { join } from 'node:path'
import type { UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { versionById } from '../../catalog/index.ts'
import { stagingFolder } from '../../source/index.ts'
import { findNationalTable, nationalTables } from '../standard/index.ts'
import { FINDINGS } from './child/run.ts'
import type { SampleInput } from './child/sample.ts'
import { bodyRules, currentPack } from './packs.ts'
import { lastRun, ownCheck } from './report.ts'
import type { Binding, GrantView, RuleView, SampleView, Suggestion, TreatmentView } from './run-model.ts'
import { qualityFolder } from './runs.ts'
import { mayRefer, type TreatmentRow } from './store.ts'
import { ownTreatment } from './treatments.ts'
import { wordsOf } from './words.ts'

/** Treatments of the own body, newest first. */
export async function treatmentsOf(core: Core, participantId: string): Promise<TreatmentView[]> {
  const rows = await core.db
    .selectFrom('treatment')
    .selectAll()
    .where('participant_id', '=', participantId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return Promise.all(rows.map((row) => viewOf(core, row)))
}

/** @throws XinyuError NOT_FOUND */
export async function treatmentView(core: Core, actor: UserActor, id: string): Promise<TreatmentView> {
  return viewOf(core, await ownTreatment(core, actor, id))
}

async function viewOf(core: Core, row: TreatmentRow): Promise<TreatmentView> {
  const bound = (bindings: readonly Binding[]) =>
    Promise.all(
      bindings.map(async (binding) => {
        const dataset = await core.db
          .selectFrom('dataset')
          .select(['id', 'code', 'title_zh', 'title_en', 'participant_id', 'insured_column'])
          .where('id', '=', binding.datasetId)
          .executeTakeFirstOrThrow()
        return {
          ...binding,
          code: dataset.code,
          titleZh: dataset.title_zh,
          titleEn: dataset.title_en,
          own: dataset.participant_id === row.participant_id,
          open: await mayRefer(core, row.participant_id, dataset),
        }
      }),
    )
  return {
    id: row.id,
    title: row.title,
    automatic: row.automatic,
    settings: row.settings,
    tables: await bound(row.tables),
    references: await bound(row.refs),
    createdAt: row.created_at,
    last: await lastRun(core, row.id),
  }
}

/** Half of a national table's columns must be there; a dataset that has its name needs less. */
const LEAST = 0.5

/** `setl_d`, or `p310000_setl_d`. */
const isNamed = (code: string, table: string): boolean => code === table || code.endsWith(`_${table}`)

/** Proposes what to bind: datasets by their code and by the columns of their newest version. */
export async function suggestBindings(core: Core, participantId: string): Promise<Suggestion> {
  const rows = await core.db
    .selectFrom('dataset')
    .innerJoin('dataset_version', 'dataset_version.dataset_id', 'dataset.id')
    .distinctOn('dataset.id')
    .select([
      'dataset.id',
      'dataset.code',
      'dataset.title_zh',
      'dataset.title_en',
      'dataset.participant_id',
      'dataset.insured_column',
      'dataset_version.columns',
    ])
    .where('dataset.state', '=', 'active')
    .orderBy('dataset.id')
    .orderBy('dataset_version.number', 'desc')
    .execute()
  const tables: Suggestion['tables'] = []
  const references: Suggestion['references'] = []
  for (const national of nationalTables()) {
    const fits = rows
      .map((row) => {
        const names = new Set(row.columns.map(({ name }) => name.toLowerCase()))
        const share = national.columns.filter(({ name }) => names.has(name)).length / national.columns.length
        const named = isNamed(row.code, national.name)
        return { row, score: Math.min(1, share * (named ? 1 : 0.9)), named, share }
      })
      .filter(({ row, share, named }) => {
        // Without its key it is another table; what carries the name of another national table is that one.
        const keyed = national.key.every((key) => row.columns.some(({ name }) => name.toLowerCase() === key))
        const others = nationalTables().some((one) => one !== national && isNamed(row.code, one.name))
        return keyed && !others && share >= (named ? LEAST / 2 : LEAST)
      })
      .sort((a, b) => b.score - a.score)
    const as = ({ row, score }: (typeof fits)[number]) => ({
      table: national.name,
      datasetId: row.id,
      code: row.code,
      titleZh: row.title_zh,
      titleEn: row.title_en,
      score,
    })
    const own = fits.find(({ row }) => row.participant_id === participantId)
    if (own) {
      tables.push(as(own))
      continue
    }
    for (const fit of fits) {
      if (!(await mayRefer(core, participantId, fit.row))) continue
      references.push(as(fit))
      break
    }
  }
  return { tables, references }
}

/** Grants that the own body gave or was given. */
export async function grantsOf(core: Core, participantId: string): Promise<GrantView[]> {
  const rows = await core.db
    .selectFrom('reference_grant')
    .innerJoin('dataset', 'dataset.id', 'reference_grant.dataset_id')
    .selectAll('reference_grant')
    .select(['dataset.code', 'dataset.title_zh', 'dataset.title_en'])
    .where((eb) =>
      eb.or([
        eb('reference_grant.participant_id', '=', participantId),
        eb('reference_grant.grantee_id', '=', participantId),
      ]),
    )
    .orderBy('granted_at', 'desc')
    .orderBy('reference_grant.id', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    datasetId: row.dataset_id,
    datasetCode: row.code,
    titleZh: row.title_zh,
    titleEn: row.title_en,
    ownerId: row.participant_id,
    granteeId: row.grantee_id,
    purpose: row.purpose,
    own: row.participant_id === participantId,
    grantedAt: row.granted_at,
    withdrawnAt: row.withdrawn_at,
  }))
}

export interface RuleFilter {
  readonly class?: string | undefined
  readonly table?: string | undefined
  readonly text?: string | undefined
}

/** Rules of the pack and of the own body, with what each checks in words. */
export async function rulesOf(core: Core, participantId: string, filter: RuleFilter): Promise<RuleView[]> {
  const [pack, own] = await Promise.all([currentPack(core), bodyRules(core, participantId)])
  const all = [
    ...own.map((row) => ({ rule: row.rule, bodyRuleId: row.id })),
    ...pack.rules.map((rule) => ({ rule, bodyRuleId: null })),
  ]
  const text = filter.text?.toLowerCase() ?? ''
  return all
    .filter(({ rule }) => filter.class === undefined || rule.class === filter.class)
    .filter(({ rule }) => filter.table === undefined || rule.table === filter.table)
    .filter(({ rule }) => `${rule.id} ${rule.titleZh} ${rule.titleEn}`.toLowerCase().includes(text))
    .map((one) => ({ ...one, wordsZh: wordsOf(one.rule, 'zh'), wordsEn: wordsOf(one.rule, 'en') }))
}

const SAMPLE_TIME_MS = 120_000

/** One page of the cells that a rule found, masked. @throws XinyuError NOT_FOUND */
export async function samplesOf(
  core: Core,
  actor: UserActor,
  checkId: string,
  rule: string,
  page: { readonly limit: number; readonly offset: number },
): Promise<{ items: SampleView[]; total: number }> {
  const run = await ownCheck(core, actor, checkId)
  const count = await core.db
    .selectFrom('quality_count')
    .selectAll()
    .where('run_id', '=', checkId)
    .where('rule_id', '=', rule)
    .executeTakeFirst()
  if (!count) throw new XinyuError('NOT_FOUND', { what: 'rule' })
  const table = run.tables.find((one) => one.table === count.table_name && !one.reference)
  const version = table && (await versionById(core, table.versionId))
  if (!version) throw new XinyuError('NOT_FOUND', { what: 'version' })
  const total = count.dirty
  if (total === 0) return { items: [], total }
  const names = new Map(version.columns.map(({ name }) => [name.toLowerCase(), name]))
  const key = findNationalTable(count.table_name)?.key[0]
  const input: SampleInput = {
    findings: join(qualityFolder(core, checkId), FINDINGS),
    files: version.files.map((file) => join(core.home, file)),
    rule,
    table: count.table_name,
    column: names.get(count.column_name) ?? count.column_name,
    key: key === undefined ? null : (names.get(key) ?? null),
    limit: page.limit,
    offset: page.offset,
    spill: join(stagingFolder(core), uuid7(core.random, core.clock.now())),
  }
  const module = new URL('./child/sample.ts', import.meta.url).href
  const limits = { timeMs: SAMPLE_TIME_MS, memoryBytes: core.config.engine.memoryMib * 1_048_576, maxRows: 1 }
  const items = await core.engine.script<Json>({ module, input: { ...input } as unknown as Json, limits })
  return { items: items as unknown as SampleView[], total }
}

import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { mayWrite } from '../../catalog/index.ts'
import { recordRepaired, type TreatmentFacts, treatmentFacts } from '../quality/index.ts'
import { baseOf, isCurrent } from './base.ts'
import type { RepairOutput } from './child/run.ts'
import { shippedFixes } from './pack.ts'
import { type Approval, type BaseTable, Decision, NewRepair } from './run-model.ts'
import { decidedProposals, runById } from './store.ts'

export interface Asked {
  readonly runId: string
  readonly jobId: string
}

/**
 * Asks for a repair of what a treatment binds, at the newest versions, or for its preview. It runs as job `repair`.
 * @throws XinyuError NOT_FOUND, NOT_OWNER, REPAIR_NOTHING
 */
export async function requestRepair(
  core: Core,
  actor: Actor,
  treatmentId: string,
  input: NewRepair = {},
): Promise<Asked> {
  const { preview } = NewRepair.parse(input)
  const treatment = await ownTreatment(core, actor, treatmentId)
  const base = await baseOf(core, treatmentId)
  if (base.every((table) => table.reference)) throw new XinyuError('REPAIR_NOTHING')
  const { value } = await act(core, actor, (scope) =>
    enqueue(core, scope, { treatment, base, kind: preview ? 'preview' : 'repair', approvals: [] }),
  )
  return value
}

/**
 * Decides a group of proposals, with single cells left out. It takes effect with `applyDecisions`.
 * @throws XinyuError NOT_FOUND, NOT_OWNER, REPAIR_DECIDED
 */
export async function decideProposal(
  core: Core,
  actor: Actor,
  proposalId: string,
  input: Decision,
): Promise<void> {
  const { decision, reason, except } = Decision.parse(input)
  await act(core, actor, async ({ tx, now, note }) => {
    const row = await tx
      .selectFrom('repair_proposal')
      .innerJoin('repair_run', 'repair_run.id', 'repair_proposal.run_id')
      .select([
        'repair_proposal.state',
        'repair_proposal.fix',
        'repair_run.id as run',
        'repair_run.participant_id',
      ])
      .where('repair_proposal.id', '=', proposalId)
      .forUpdate()
      .executeTakeFirst()
    if (!row || !mayWrite(actor, row.participant_id)) throw new XinyuError('NOT_FOUND', { what: 'proposal' })
    if (row.state !== 'waiting') throw new XinyuError('REPAIR_DECIDED')
    await tx
      .updateTable('repair_proposal')
      .set({
        state: decision,
        reason,
        spared: JSON.stringify(except),
        decided_by: actor.kind === 'user' ? actor.userId : null,
        decided_at: now,
      })
      .where('id', '=', proposalId)
      .execute()
    note({
      kind: `repair.${decision}`,
      subject: { repair: row.run, proposal: proposalId, participant: row.participant_id },
      payload: { fix: row.fix, reason, spared: except.length },
    })
  })
}

/**
 * Repairs the same versions again with the approved proposals: one new version that holds all of it.
 * @throws XinyuError NOT_FOUND, NOT_OWNER, REPAIR_NOT_DECIDED, REPAIR_BASE_OLD when a newer version came meanwhile
 */
export async function applyDecisions(core: Core, actor: Actor, runId: string): Promise<Asked> {
  const run = await runById(core, runId)
  if (!run || !mayWrite(actor, run.participant_id)) throw new XinyuError('NOT_FOUND', { what: 'repair' })
  const treatment = await ownTreatment(core, actor, run.treatment_id)
  const decided = await decidedProposals(core, runId)
  const fresh = decided.flatMap((row): Approval[] =>
    row.state === 'approved'
      ? [{ fix: row.fix, userId: row.decided_by ?? 'system', except: row.spared }]
      : [],
  )
  if (fresh.length === 0) throw new XinyuError('REPAIR_NOT_DECIDED')
  if (!(await isCurrent(core, run.base))) throw new XinyuError('REPAIR_BASE_OLD')
  const named = new Set(fresh.map(({ fix }) => fix))
  const approvals = [...run.approvals.filter(({ fix }) => !named.has(fix)), ...fresh]
  const { value } = await act(core, actor, (scope) =>
    enqueue(core, scope, { treatment, base: run.base, kind: 'repair', approvals }),
  )
  return value
}

async function ownTreatment(core: Core, actor: Actor, id: string): Promise<TreatmentFacts> {
  const treatment = await treatmentFacts(core, id)
  // A treatment of another body looks like one that does not exist.
  if (!treatment || !mayWrite(actor, treatment.participantId)) {
    throw new XinyuError('NOT_FOUND', { what: 'treatment' })
  }
  return treatment
}

async function enqueue(
  core: Core,
  { tx, now, id, note, actor }: ActionScope,
  work: {
    readonly treatment: TreatmentFacts
    readonly base: readonly BaseTable[]
    readonly kind: 'preview' | 'repair'
    readonly approvals: readonly Approval[]
  },
): Promise<Asked> {
  const { treatment, base, kind, approvals } = work
  const runId = id()
  const jobId = await core.jobs.enqueue(tx, actor, 'repair', { runId })
  const fixes = shippedFixes()
  await tx
    .insertInto('repair_run')
    .values({
      id: runId,
      treatment_id: treatment.id,
      participant_id: treatment.participantId,
      job_id: jobId,
      kind,
      base: JSON.stringify(base),
      approvals: JSON.stringify(approvals),
      fix_pack: fixes.code,
      fix_version: fixes.version,
      rule_version: treatment.rules.version,
      result: null,
      versions: '{}',
      created_by: actor.kind === 'user' ? actor.userId : null,
      created_at: now,
      finished_at: null,
    })
    .execute()
  note({
    kind: 'repair.requested',
    subject: { repair: runId, treatment: treatment.id, job: jobId, participant: treatment.participantId },
    payload: {
      kind,
      fixPack: fixes.code,
      fixVersion: fixes.version,
      approved: approvals.map(({ fix }) => fix),
    },
  })
  return { runId, jobId }
}

/** Writes down how a run came out; once only, whoever repeats it. Counts by table and fix go into evidence, values never. */
export async function finishRun(
  core: Core,
  actor: Actor,
  runId: string,
  output: RepairOutput,
  versions: Readonly<Record<string, string>>,
): Promise<void> {
  await act(core, actor, async ({ tx, now, id, note, emit }) => {
    const run = await tx
      .selectFrom('repair_run')
      .select(['finished_at', 'treatment_id', 'participant_id', 'kind', 'base'])
      .where('id', '=', runId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (run.finished_at === null) {
      await tx
        .updateTable('repair_run')
        .set({ result: JSON.stringify(output), versions: JSON.stringify(versions), finished_at: now })
        .where('id', '=', runId)
        .execute()
      if (run.kind === 'repair') {
        const own = run.base.filter((table) => !table.reference)
        const versionIds = own.map(({ versionId }) => versionId)
        const told = await recordRepaired(tx, run.treatment_id, versionIds, output.rules)
        // What the catalogue shows of a dataset is what is left after the repair.
        if (told !== null)
          for (const { datasetId, versionId } of own) emit('quality.checked', { datasetId, versionId })
      }
      for (const group of proposalsOf(output)) {
        await tx
          .insertInto('repair_proposal')
          .values({
            id: id(),
            run_id: runId,
            fix: group.fix,
            cells: group.cells,
            samples: JSON.stringify(group.samples),
            state: 'waiting',
            reason: null,
            spared: '[]',
            decided_by: null,
            decided_at: null,
          })
          .execute()
      }
    }
    const counts = output.tables.map((table) => ({ ...table, columns: [...table.columns] }))
    note({
      kind: run.kind === 'preview' ? 'repair.previewed' : 'repair.finished',
      subject: { repair: runId, treatment: run.treatment_id, participant: run.participant_id },
      payload: {
        stable: output.stable,
        rounds: output.rounds.length,
        tables: counts,
        // Samples stay out: even masked they are of persons.
        fixes: output.fixes.map(({ fix, table, column, changed, merged, proposed }) => {
          return { fix, table, column, changed, merged, proposed }
        }),
        rules: output.rules.map((rule) => ({ ...rule })),
        versions: { ...versions },
      },
    })
  })
}

/** Proposals grouped by fix, with some masked samples of each. */
function proposalsOf(output: RepairOutput) {
  const groups = Map.groupBy(
    output.fixes.filter((one) => one.proposed > 0),
    (one) => one.fix,
  )
  return [...groups].map(([fix, parts]) => ({
    fix,
    cells: parts.reduce((sum, part) => sum + part.proposed, 0),
    samples: parts
      .flatMap(({ table, column, samples }) => samples.map((one) => ({ ...one, table, column })))
      .slice(0, 10),
  }))
}

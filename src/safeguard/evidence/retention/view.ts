import type { z } from 'zod'
import type { Core } from '../act.ts'
import { findLeaf } from '../store.ts'
import { holdsSomething } from './held.ts'
import type { RetentionView } from './model.ts'
import { keepDaysOf, RULES_VERSION, ruleViews } from './rules.ts'
import { countDue, dueKeys, listDestructions, listHolds } from './store.ts'
import type { EvidenceDestructionTable, EvidenceHoldTable } from './tables.ts'

type View = z.output<typeof RetentionView>

const MOST_DESTRUCTIONS = 200

/** Rules in force, holds, destructions and what is due. */
export async function retentionView(core: Core): Promise<View> {
  const days = keepDaysOf(core.config.evidence.keepDays)
  const due = await dueKeys(core.home, days, core.clock.now())
  const destructions = await listDestructions(core.db, MOST_DESTRUCTIONS)
  return {
    version: RULES_VERSION,
    rules: ruleViews(days),
    holds: await Promise.all((await listHolds(core.db)).map((row) => holdView(core, row))),
    destructions: await Promise.all(destructions.map((row) => destructionView(core, row))),
    due: await countDue(core.db, due),
  }
}

async function holdView({ db }: Core, row: EvidenceHoldTable): Promise<View['holds'][number]> {
  return {
    id: row.id,
    about: {
      ...(row.subject === null ? {} : { subject: row.subject }),
      ...(row.kind === null ? {} : { kind: row.kind }),
    },
    reason: row.reason,
    by: row.placed_by,
    since: row.placed_at,
    until: row.lifted_at,
    liftedBy: row.lifted_by,
    liftReason: row.lift_reason,
    state: row.lifted_at === null ? 'active' : 'lifted',
    holds: row.lifted_at === null && (await holdsSomething(db, row)),
  }
}

async function destructionView(
  core: Core,
  row: EvidenceDestructionTable,
): Promise<View['destructions'][number]> {
  const running = row.state === 'running' || row.state === 'approved'
  const job = running && row.job_id !== null ? await core.jobs.get(row.job_id) : undefined
  return {
    id: row.id,
    at: row.asked_at,
    endedAt: row.ended_at,
    reason: row.reason,
    askedBy: row.asked_by,
    decidedBy: row.decided_by,
    decisionReason: row.decision_reason,
    entries: row.entries ?? Number(job?.message?.params['done'] ?? 0),
    from: row.first_leaf,
    to: row.last_leaf,
    leaf: row.proof_entry === null ? null : await findLeaf(core.db, row.proof_entry),
    state: row.state,
    progress: running ? (job?.progress ?? null) : null,
    digest: row.list_digest,
  }
}

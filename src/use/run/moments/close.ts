import type { Actor } from '../../../kernel/actor.ts'
import { giveBackRun, lockContract } from '../../../flow/contract/index.ts'
import { giveBackLeases } from '../../../flow/decision/index.ts'
import type { Acted } from '../../../safeguard/evidence/index.ts'
import type { ProblemView } from '../model.ts'
import { removeOutput } from '../outputs.ts'
import type { Tools } from '../tools.ts'

/**
 * The run ended without a result. A lease that was not drawn is given back; a drawn one stays counted: killed before
 * data was opened is given back, killed after counts.
 */
export async function closeRun(
  { core, inTurn }: Tools,
  actor: Actor,
  runId: string,
  state: 'failed' | 'cancelled' | 'lost' | 'denied',
  problem: ProblemView | null,
): Promise<Acted<void>> {
  const { contract_id: contractId } = await core.db
    .selectFrom('run')
    .select('contract_id')
    .where('id', '=', runId)
    .executeTakeFirstOrThrow()
  const { value: closed, entries } = await inTurn(actor, contractId, async ({ tx, now, note }) => {
    // First the contract, then the run, as every other moment does: in one order nobody waits in a ring.
    await lockContract(tx, contractId)
    const run = await tx
      .selectFrom('run')
      .selectAll()
      .where('id', '=', runId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const open = run.state === 'granted' || run.state === 'running'
    if (run.state === 'granted') await giveBackRun(tx, contractId)
    if (open) {
      await giveBackLeases(tx, contractId, run.leases)
      await tx
        .updateTable('run')
        .set({ state, ended_at: now, problem: problem === null ? null : JSON.stringify(problem) })
        .where('id', '=', runId)
        .execute()
    }
    note({
      kind: open ? `run.${state}` : 'run.close_repeated',
      subject: {
        run: runId,
        contract: contractId,
        project: run.project_id,
        provider: run.provider_id,
        consumer: run.consumer_id,
      },
      payload: { counted: run.state !== 'granted', code: problem?.code ?? null },
    })
    return open
  })
  // A result that was written and not released is nobody's.
  if (closed) await removeOutput(core.home, runId)
  return { value: undefined, entries }
}

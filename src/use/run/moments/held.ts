import type { Actor, UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { lockContract } from '../../../flow/contract/index.ts'
import { settleLeases } from '../../../flow/decision/index.ts'
import type { HeldStep } from '../held.ts'
import type { Tools } from '../tools.ts'
import type { Granted } from './grant.ts'
import { inheritedFrom, type RunContract, runSubject, versionsOf } from './row.ts'

/**
 * One step of held work: contract and grant looked at in one statement, the contract's row shared, so that steps do not
 * wait for each other and a suspension waits for them.
 * @throws XinyuError GRANT_VOID
 */
export async function stepHeld(
  { inTurn }: Tools,
  actor: UserActor,
  contract: RunContract,
  { runId, epoch }: Granted,
  step: HeldStep,
): Promise<number> {
  const acted = await inTurn(actor, contract.id, async ({ tx, now, note }) => {
    const live = await tx
      .selectFrom('contract as c')
      .innerJoin('run as r', 'r.contract_id', 'c.id')
      .select('r.id')
      .where('r.id', '=', runId)
      .where('r.state', '=', 'running')
      .where('r.grant_until', '>=', now)
      .where('c.state', '=', 'active')
      .where('c.epoch', '=', epoch)
      .where('c.until_at', '>=', now)
      .forShare('c')
      .executeTakeFirst()
    if (!live) throw new XinyuError('GRANT_VOID')
    note({
      kind: step.kind,
      subject: { ...runSubject(runId, contract), ...step.subject },
      payload: step.payload,
    })
  })
  return acted.entries[0]!.leaf
}

/** Held work is over and nothing went out by itself: what was set aside for its size is given back. */
export async function endHeld(
  { inTurn, core }: Tools,
  actor: Actor,
  contract: RunContract,
  { runId }: Granted,
  began: number,
): Promise<void> {
  await inTurn(actor, contract.id, async ({ tx, now, note }) => {
    await lockContract(tx, contract.id)
    const inherits = inheritedFrom(contract)
    const elapsedMs = Math.min(2_147_483_647, Math.max(0, Math.round(core.clock.now() - began)))
    const done = await tx
      .updateTable('run')
      .set({ state: 'released', inherits: JSON.stringify(inherits), elapsed_ms: elapsedMs, ended_at: now })
      .where('id', '=', runId)
      .where('state', '=', 'running')
      .returning('leases')
      .executeTakeFirst()
    if (done) await settleLeases(tx, contract.id, done.leases, { rows: 0, bytes: 0 })
    note({
      kind: done ? 'run.released' : 'run.close_repeated',
      subject: { ...runSubject(runId, contract), ...versionsOf(contract) },
      payload: { result: null, contractHash: contract.hash, purpose: contract.terms.purpose, inherits },
    })
  })
}

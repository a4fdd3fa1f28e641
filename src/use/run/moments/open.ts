import type { UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { useConsent } from '../../../flow/consent/index.ts'
import { drawRun, lockContract } from '../../../flow/contract/index.ts'
import { drawLeases } from '../../../flow/decision/index.ts'
import type { Acted } from '../../../safeguard/evidence/index.ts'
import type { Tools } from '../tools.ts'
import type { Granted } from './grant.ts'
import { type RunContract, runSubject, versionsOf } from './row.ts'

/** Step: the grant's epoch is checked, its lease drawn down, the opening recorded. After this the run counts. */
export function openData(
  { inTurn }: Tools,
  actor: UserActor,
  contract: RunContract,
  granted: Granted,
  plan: Json,
): Promise<Acted<void>> {
  return inTurn(actor, contract.id, async ({ tx, now, note }) => {
    const row = await lockContract(tx, contract.id)
    const live = row?.state === 'active' && row.epoch === granted.epoch && now <= row.until_at
    if (!live) throw new XinyuError('GRANT_VOID')
    const run = await tx
      .selectFrom('run')
      .select('leases')
      .where('id', '=', granted.runId)
      .where('state', '=', 'granted')
      .where('grant_until', '>=', now)
      .forUpdate()
      .executeTakeFirst()
    if (!run) throw new XinyuError('GRANT_VOID')
    await drawRun(tx, contract.id)
    const leases = await drawLeases(tx, contract.id, run.leases)
    if (granted.consentId !== null) await useConsent(tx, granted.consentId, granted.runId)
    await tx
      .updateTable('run')
      .set({ state: 'running', leases: JSON.stringify(leases) })
      .where('id', '=', granted.runId)
      .execute()
    note({
      kind: 'run.opened',
      subject: { ...runSubject(granted.runId, contract), ...versionsOf(contract) },
      payload: { plan },
    })
  })
}

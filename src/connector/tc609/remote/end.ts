import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Request } from '../fields.ts'
import { newSequence, send } from '../http.ts'
import { ownKey, usccOf } from '../identity.ts'
import { activePeer, nodeOf } from '../peers.ts'
import { signed } from '../sign.ts'
import { policyOf } from '../../../flow/policy/index.ts'
import { followRemote } from './follow.ts'
import { lockRemote, ownRemote, remoteSubject } from './store.ts'

/**
 * Ends a remote contract for the actor's body: the platform is told, then everything that was kept goes.
 * @throws XinyuError TC609_STATE, TC609_PEER_*
 */
export async function endRemote(core: Core, actor: UserActor, id: string, reason: string): Promise<void> {
  const row = await ownRemote(core, actor, id)
  const peer = await activePeer(core, actor, row.peer_id)
  if (row.ended_at !== null) throw new XinyuError('TC609_STATE', { state: row.state, action: 'end' })
  const now = core.clock.now()
  const until = policyOf(row.policy).until
  const iso = new Date(now).toISOString()
  await send(
    core,
    nodeOf(peer),
    'contractTerminate',
    await signed<Request<'contractTerminate'>>(await ownKey(core), {
      contractName: row.name,
      contractId: row.number,
      issueTime: iso,
      erminateType: now > until ? '02' : '01',
      activationTime: new Date(row.created_at).toISOString(),
      scheduledEndTime: new Date(until).toISOString(),
      agreedEndTime: iso,
      issuerId: peer.own_id,
      issuerEntityId: usccOf(peer.own_id),
    }),
    newSequence(core),
  )
  await act(core, actor, async ({ tx, now: at, note }) => {
    const locked = await lockRemote(tx, id)
    const state = locked.registered_at === null && locked.strategy_id === null ? 'void' : 'ended'
    if (locked.ended_at === null)
      await tx.updateTable('tc609_remote').set({ state, ended_at: at }).where('id', '=', id).execute()
    note({ kind: 'remote.ended', subject: remoteSubject(row), payload: { reason, by: 'own' } })
  })
  await followRemote(core)
}

import { systemActor } from '../../../kernel/actor.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { enqueue } from '../outbox.ts'
import { makeProof } from '../proofs.ts'
import type { PeerTable, RemoteContract } from '../tables.ts'
import { dropResults } from './files.ts'
import { registrate } from './registrate.ts'
import { lockRemote, remoteSubject } from './store.ts'

/** What follows by itself: filing once all have signed, destruction once it is over. Begun again after a kill. */

const FOLLOWER = systemActor('tc609')

export async function followRemote(core: Core): Promise<void> {
  const open = await core.db
    .selectFrom('tc609_remote as r')
    .selectAll('r')
    .where((eb) =>
      eb.or([
        eb.and([eb('r.state', 'in', ['filing', 'active']), eb('r.registered_at', 'is', null)]),
        eb.and([eb('r.ended_at', 'is not', null), eb('r.destroyed_at', 'is', null)]),
        eb.and([
          eb('r.destroyed_at', 'is not', null),
          eb('r.hash', 'is not', null),
          eb('r.strategy_id', 'is not', null),
          eb.not(
            eb.exists(
              eb
                .selectFrom('tc609_proof as p')
                .select('p.id')
                .whereRef('p.contract_number', '=', 'r.number')
                .where('p.direction', '=', 'out')
                .where('p.kind', '=', 'destruction'),
            ),
          ),
        ]),
      ]),
    )
    .limit(100)
    .execute()
  for (const row of open) {
    const peer = await core.db
      .selectFrom('tc609_peer')
      .selectAll()
      .where('id', '=', row.peer_id)
      .executeTakeFirstOrThrow()
    await next(core, row, peer).catch((error: unknown) =>
      core.log.warn({ err: error, remote: row.id }, 'what follows a remote contract is put off'),
    )
  }
}

async function next(core: Core, row: RemoteContract, peer: PeerTable): Promise<void> {
  if (row.ended_at === null) return registrate(core, row, peer)
  if (row.destroyed_at === null) await destroy(core, row)
  await proveDestruction(core, row, peer)
}

/** 合约终止后销毁: what was kept under it goes, with an entry that names each result. */
async function destroy(core: Core, row: RemoteContract): Promise<void> {
  await dropResults(core.home, row.id)
  await act(core, FOLLOWER, async ({ tx, now, note }) => {
    const locked = await lockRemote(tx, row.id)
    const subject = remoteSubject(row)
    if (locked.destroyed_at !== null) return note({ kind: 'remote.destruction_checked', subject })
    const kept = await tx
      .updateTable('tc609_result')
      .set({ destroyed_at: now })
      .where('contract_id', '=', row.id)
      .returning(['id', 'digest'])
      .execute()
    await tx.updateTable('tc609_remote').set({ destroyed_at: now }).where('id', '=', row.id).execute()
    note({
      kind: 'remote.results_destroyed',
      subject,
      payload: { contractHash: row.hash, results: hashesOf(kept) },
    })
  })
}

const hashesOf = (rows: readonly { readonly digest: string | null }[]): string[] =>
  [...new Set(rows.flatMap(({ digest }) => (digest === null ? [] : [digest])))].sort()

/** The proof of it for the platform; once, whoever makes it. */
async function proveDestruction(core: Core, row: RemoteContract, peer: PeerTable): Promise<void> {
  if (row.hash === null || row.strategy_id === null) return
  const entries = await core.evidence.leavesAbout([row.id])
  const entry = entries.findLast((one) => one.kind === 'remote.results_destroyed')
  if (!entry) return
  const kept = await core.db
    .selectFrom('tc609_result')
    .select('digest')
    .where('contract_id', '=', row.id)
    .execute()
  const proof = await makeProof(core, {
    contractNumber: row.number,
    strategyId: row.strategy_id,
    node: peer.platform_id,
    kind: 'destruction',
    contractHash: row.hash,
    run: null,
    results: hashesOf(kept),
    leaf: entry.leaf,
  })
  await core.db.transaction().execute((tx) =>
    enqueue(core, tx, {
      to: { peerId: peer.id },
      interface: 'fulfillmentProof',
      contractNumber: row.number,
      ...proof,
    }),
  )
}

import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { ContractTerms } from '../../../flow/contract/index.ts'
import { policyOf, renderPolicy } from '../../../flow/policy/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { RemoteContractView, ResultView } from '../model.ts'
import type { RemoteContract } from '../tables.ts'

/** A remote contract of the actor's body; another's looks like none. @throws XinyuError NOT_FOUND */
export async function ownRemote(core: Core, actor: UserActor, id: string): Promise<RemoteContract> {
  const row = await core.db.selectFrom('tc609_remote').selectAll().where('id', '=', id).executeTakeFirst()
  if (row?.participant_id !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  return row
}

/** Locked until the transaction ends; read again, because messages come in meanwhile. */
export async function lockRemote(tx: Tx, id: string): Promise<RemoteContract> {
  return tx.selectFrom('tc609_remote').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow()
}

/** A contract with a platform by its number. @throws XinyuError NOT_FOUND */
export async function remoteByNumber(core: Core, peerId: string, number: string): Promise<RemoteContract> {
  const row = await core.db
    .selectFrom('tc609_remote')
    .selectAll()
    .where('peer_id', '=', peerId)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  return row
}

/** What entries about a remote contract name. */
export const remoteSubject = (
  row: Pick<RemoteContract, 'id' | 'peer_id' | 'participant_id'>,
): Record<string, string> => ({
  remote: row.id,
  peer: row.peer_id,
  participant: row.participant_id,
})

export async function listRemote(core: Core, actor: UserActor): Promise<RemoteContractView[]> {
  const rows = await core.db
    .selectFrom('tc609_remote')
    .selectAll()
    .where('participant_id', '=', actor.participantId)
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()
  return remoteViews(core, rows)
}

export async function remoteView(core: Core, actor: UserActor, id: string): Promise<RemoteContractView> {
  return (await remoteViews(core, [await ownRemote(core, actor, id)]))[0]!
}

async function remoteViews(core: Core, rows: readonly RemoteContract[]): Promise<RemoteContractView[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const peers = await core.db.selectFrom('tc609_peer').select(['id', 'name']).execute()
  const versions = await core.db
    .selectFrom('tc609_remote_version')
    .selectAll()
    .where('contract_id', 'in', ids)
    .orderBy('n')
    .execute()
  return rows.map((row) => {
    const policy = policyOf(row.policy)
    const terms = row.terms === null ? null : ContractTerms.parse(row.terms)
    const text = terms
      ? { zh: terms.textZh, en: terms.textEn }
      : renderPolicy(policy, { product: { zh: row.product_name, en: row.product_name } })
    return {
      id: row.id,
      peerId: row.peer_id,
      peerName: peers.find((peer) => peer.id === row.peer_id)?.name ?? '',
      number: row.number,
      name: row.name,
      productName: row.product_name,
      purpose: row.purpose,
      reason: row.reason,
      state: row.state,
      turn: row.turn,
      policy,
      textZh: text.zh,
      textEn: text.en,
      hash: row.hash,
      signatures: row.signatures,
      versions: versions
        .filter((version) => version.contract_id === row.id)
        .map(({ n, side, policy: one, at }) => ({ n, side, policy: policyOf(one), at })),
      strategyVersion: row.strategy_version,
      createdAt: row.created_at,
      endedAt: row.ended_at,
    }
  })
}

/** Results kept under a remote contract, newest first. */
export async function resultsOf(core: Core, contractId: string): Promise<ResultView[]> {
  const rows = await core.db
    .selectFrom('tc609_result')
    .selectAll()
    .where('contract_id', '=', contractId)
    .orderBy('stored_at', 'desc')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    state: row.state,
    digest: row.digest,
    rows: row.rows,
    problem: row.problem,
    leaf: row.leaf,
    storedAt: row.stored_at,
    destroyedAt: row.destroyed_at,
  }))
}

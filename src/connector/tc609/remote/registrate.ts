import { systemActor } from '../../../kernel/actor.ts'
import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { ContractTerms } from '../../../flow/contract/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { ANSWERS, type Request } from '../fields.ts'
import { enqueue } from '../outbox.ts'
import type { Outbox, PeerTable, RemoteContract } from '../tables.ts'
import { strategyOf } from './negotiate.ts'
import { remoteSubject } from './store.ts'

/** contractRegistrate 合约备案: shows the platform what was signed; once for each contract. */
export async function registrate(core: Core, row: RemoteContract, peer: PeerTable): Promise<void> {
  const asked = await core.db
    .selectFrom('tc609_outbox')
    .select('id')
    .where('peer_id', '=', peer.id)
    .where('contract_number', '=', row.number)
    .where('interface', '=', 'contractRegistrate')
    .executeTakeFirst()
  if (asked || row.terms === null) return
  await enqueue(core, core.db, {
    to: { peerId: peer.id },
    interface: 'contractRegistrate',
    contractNumber: row.number,
    body: messageOf(row, peer),
  })
}

function messageOf(row: RemoteContract, peer: PeerTable): Request<'contractRegistrate'> {
  const terms = ContractTerms.parse(row.terms)
  const provider = terms.parties.find((party) => party.role === '01')!
  const nameOf = (uscc: string) => terms.parties.find((party) => party.uscc === uscc)?.name.slice(0, 128)
  return {
    contractName: row.name,
    contractId: row.number,
    subjectInfo: {
      dataProductId: row.product_code,
      dataProductName: row.product_name.slice(0, 128),
      dataProductEntityId: provider.uscc,
    },
    strategy: strategyOf(peer, row, terms.policy),
    signatoryEntities: row.signatures.map(({ entityId, signature }) => ({
      signatoryEntityId: entityId,
      signatoryEntityName: nameOf(entityId),
      signature,
    })),
    signatoryTime: new Date(Math.max(...row.signatures.map((one) => one.signedAt))).toISOString(),
    contractExpansionItem: canonical({ hash: row.hash }),
  }
}

/**
 * The platform's answer: the hash that it filed must be the one that was computed here.
 * @throws XinyuError TC609_TERMS_DIFFER; TC609_STATE while it is not filed, so that it is asked again
 */
export async function registered(core: Core, message: Outbox, given: unknown): Promise<void> {
  if (message.interface !== 'contractRegistrate' || message.peer_id === null) return
  const answer = ANSWERS.contractRegistrate.parse(given)
  const row = await core.db
    .selectFrom('tc609_remote')
    .selectAll()
    .where('peer_id', '=', message.peer_id)
    .where('number', '=', message.contract_number)
    .executeTakeFirstOrThrow()
  if (answer.contractHash !== row.hash) throw new XinyuError('TC609_TERMS_DIFFER', { what: 'contractHash' })
  if (answer.status !== '0') throw new XinyuError('TC609_STATE', { state: row.state, action: 'file' })
  await act(core, systemActor('tc609'), async ({ tx, now, note }) => {
    await tx.updateTable('tc609_remote').set({ registered_at: now }).where('id', '=', row.id).execute()
    note({ kind: 'remote.registered', subject: remoteSubject(row), payload: { hash: row.hash } })
  })
}

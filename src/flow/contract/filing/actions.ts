import { type Actor, systemActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { isContractNumber } from '../../../kernel/identifier.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../../safeguard/identity/index.ts'
import { productById, tablesOf } from '../../../supply/catalog/index.ts'
import { authorityHolds } from '../../authority/index.ts'
import { bodyMustBe } from '../../policy/index.ts'
import { type ContractRow, lockContract, subjectOf, writeVoid } from '../lock.ts'
import type { ContractState } from '../model.ts'
import { mustBeCovered } from '../negotiation/check.ts'
import { contractIntact } from '../signing/rules.ts'

/**
 * Files 备案 a contract that all parties signed: signatures, hash, number, authority and versions are looked at again;
 * then performance starts by itself (event `contract.active`).
 * By the system (automatic), or by a data officer of the operator; a failing check voids it in the first case and is
 * told to the officer in the second.
 * @throws XinyuError NOT_FOUND, BODY_ROLE_MISSING, CONTRACT_STATE, CONTRACT_FILING_FAILED
 */
export async function fileContract(
  core: Core,
  actor: Actor,
  contractId: string,
): Promise<Acted<{ state: ContractState }>> {
  if (actor.kind === 'user') await bodyMustBe(core, actor.participantId, 'operator')
  const read = await core.db
    .selectFrom('contract')
    .selectAll()
    .where('id', '=', contractId)
    .executeTakeFirst()
  if (!read) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  const outside = read.state === 'filing' ? await problemOutside(core, read) : null
  return act(core, actor, async (scope) => {
    const contract = await lockContract(scope.tx, contractId)
    if (contract?.state !== 'filing')
      throw new XinyuError('CONTRACT_STATE', { state: contract?.state ?? 'gone', action: 'file' })
    const holding = await authorityHolds(scope.tx, contract.authority_id, scope.now)
    const why = outside ?? problemWithin(contract, scope.now) ?? (holding.holds ? null : holding.why)
    if (why !== null) {
      if (actor.kind === 'user') throw new XinyuError('CONTRACT_FILING_FAILED', { why })
      await writeVoid(scope, contract, contract.until_at <= scope.now ? 'term' : 'filing', why)
      return { state: 'void' as const }
    }
    await scope.tx
      .updateTable('contract')
      .set({
        state: 'active',
        filed_at: scope.now,
        started_at: scope.now,
        checked_at: scope.now,
        epoch: contract.epoch + 1,
      })
      .where('id', '=', contractId)
      .execute()
    scope.note({
      kind: 'contract.filed',
      subject: { ...subjectOf(contract), product: contract.product_id },
      payload: {
        number: contract.number,
        hash: contract.hash,
        signatures: contract.signatures.map(({ participantId, keyId, label }) => ({
          participantId,
          keyId,
          label,
        })),
        authority: contract.authority_id,
        automatic: actor.kind === 'system',
      },
    })
    scope.note({
      kind: 'contract.started',
      subject: subjectOf(contract),
      payload: { epoch: contract.epoch + 1 },
    })
    scope.emit('contract.active', {
      contractId,
      projectId: contract.project_id,
      providerId: contract.provider_id,
      consumerId: contract.consumer_id,
    })
    return { state: 'active' as const }
  })
}

/** The operator's data officer sends it back: the contract is void. @throws XinyuError NOT_FOUND, CONTRACT_STATE */
export async function refuseFiling(
  core: Core,
  actor: Actor,
  contractId: string,
  reason: string,
): Promise<Acted<void>> {
  if (actor.kind === 'user') await bodyMustBe(core, actor.participantId, 'operator')
  return act(core, actor, async (scope) => {
    const contract = await lockContract(scope.tx, contractId)
    if (!contract) throw new XinyuError('NOT_FOUND', { what: 'contract' })
    if (contract.state !== 'filing')
      throw new XinyuError('CONTRACT_STATE', { state: contract.state, action: 'refuse' })
    await writeVoid(scope, contract, 'filing', reason)
  })
}

/** Files at once where filing is automatic; the contract's state afterwards. */
export async function fileSigned(core: Core, contractId: string): Promise<ContractState> {
  if (!filesItself(core)) return 'filing'
  try {
    return (await fileContract(core, systemActor('filing'), contractId)).value.state
  } catch (error) {
    // The signature stands; the clockwork files again.
    if (isXinyuError(error) && error.code === 'CONTRACT_STATE') return 'filing'
    core.log.error({ err: error, contract: contractId }, 'filing is put off')
    return 'filing'
  }
}

const filesItself = (core: Core): boolean => core.config.flow?.filing !== 'manual'

/** Files what a kill left between the last signature and its filing; called by the clock of `app.ts`. */
export async function fileWaiting(core: Core): Promise<number> {
  if (!filesItself(core)) return 0
  const rows = await core.db
    .selectFrom('contract')
    .select('id')
    .where('state', '=', 'filing')
    .orderBy('created_at')
    .limit(200)
    .execute()
  for (const { id } of rows) await fileSigned(core, id)
  return rows.length
}

function problemWithin(contract: ContractRow, now: number): string | null {
  if (contract.until_at <= now) return 'the term is over'
  if (!contract.number || !isContractNumber(contract.number)) return 'the number is not valid'
  const { intact, why } = contractIntact(contract)
  return intact ? null : why
}

/** What is looked at with other connections: bodies, product with its versions, authority, keys. */
async function problemOutside(core: Core, contract: ContractRow): Promise<string | null> {
  const { terms } = contract
  const ids = terms.parties.map((party) => party.participantId)
  const bodies = await participantsByIds(core, ids)
  const suspended = terms.parties.find((party) => bodies.get(party.participantId)?.state !== 'active')
  if (suspended) return `${suspended.name} is not an active body of the space`
  if ((await productById(core, contract.product_id))?.state !== 'published')
    return 'the product was withdrawn'
  const tables = await tablesOf(core, contract.product_id)
  const bound = tables.every((table) => terms.tables[table.name] === table.versionId)
  if (!bound || tables.length !== Object.keys(terms.tables).length)
    return 'the versions of the product are not those of the contract'
  if (!(await keysRegistered(core, contract))) return 'a signing key is not registered for its body'
  try {
    await mustBeCovered(core, terms, terms.policy)
  } catch (error) {
    if (isXinyuError(error) && error.code === 'CONTRACT_BEYOND_AUTHORITY') return String(error.params.why)
    throw error
  }
  return null
}

/** Every signature rests on a key that was registered for its body and not revoked before it signed. */
async function keysRegistered(core: Core, contract: ContractRow): Promise<boolean> {
  const keys = await core.db
    .selectFrom('body_key')
    .select(['participant_id', 'key_id', 'public_key', 'revoked_at'])
    .where(
      'key_id',
      'in',
      contract.signatures.map((one) => one.keyId),
    )
    .execute()
  return contract.signatures.every((signature) =>
    keys.some(
      (key) =>
        key.key_id === signature.keyId &&
        key.participant_id === signature.participantId &&
        key.public_key === signature.publicKey &&
        (key.revoked_at === null || key.revoked_at >= signature.signedAt),
    ),
  )
}

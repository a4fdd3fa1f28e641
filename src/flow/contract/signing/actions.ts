import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { askApproval, chainOf, mustNotWait } from '../approval/ask.ts'
import { fileSigned } from '../filing/actions.ts'
import { type ContractRow, lockOwn, sideOf, subjectOf, writeVoid } from '../lock.ts'
import type { ContractState, Party, Signature } from '../model.ts'
import { contractHash } from '../rules.ts'
import { allSigned, signedMessage, verifies } from './rules.ts'
import { type BodySignature, liveKey, type Signer, signsOutside, spaceSigner } from './signer.ts'

export interface SignInput {
  /** The contract's hash as the signer read it: nobody signs what he did not see. */
  readonly hash: string
  /** Made outside with a registered key over `signedMessage(hash)`; the space signs when left out. */
  readonly signature?: { readonly keyId: string; readonly value: string } | undefined
}

export interface Signed {
  readonly state: ContractState
  /** Set when an approval chain of the body stands before the signature. */
  readonly approvalId: string | null
}

/**
 * Signs a contract for the actor's body. The last signature takes it to filing, which follows by itself when
 * `flow.filing` is automatic.
 * @throws XinyuError NOT_FOUND, CONTRACT_STATE, CONTRACT_HASH_DIFFERS, CONTRACT_ALREADY_SIGNED, CONTRACT_TERM_OVER,
 *   CONTRACT_SIGNATURE_INVALID, CONTRACT_SIGN_OUTSIDE, APPROVAL_WAITING
 */
export async function signContract(
  core: Core,
  actor: UserActor,
  contractId: string,
  input: SignInput,
): Promise<Acted<Signed>> {
  const row = await readOwn(core, contractId, actor.participantId)
  mustBeSignable(row, actor.participantId, input.hash, core.clock.now())
  if ((await chainOf(core, actor.participantId, 'sign')).length === 0)
    return signNow(core, actor, contractId, input)
  // A bad signature from outside is refused at once, not after the leader has approved it.
  if (input.signature) await outsideSignature(core, actor.participantId, input)
  const asked = await act(core, actor, async (scope) => {
    const { contract } = await lockOwn(scope.tx, contractId, actor.participantId)
    mustBeSignable(contract, actor.participantId, input.hash, scope.now)
    const approvalId = await askApproval(scope, actor, {
      act: 'sign',
      subjectId: contractId,
      input: { hash: input.hash, ...(input.signature ? { signature: { ...input.signature } } : {}) },
      subject: subjectOf(contract),
    })
    return { state: contract.state, approvalId }
  })
  return asked
}

/** The signature itself, when no approval stands in the way or the last one was given. */
export async function signNow(
  core: Core,
  actor: UserActor,
  contractId: string,
  input: SignInput,
  signer: Signer = spaceSigner(core),
): Promise<Acted<Signed>> {
  const made = input.signature
    ? await outsideSignature(core, actor.participantId, input)
    : await heldSignature(core, signer, actor.participantId, input.hash)
  const signed = await act(core, actor, async (scope) => {
    const { contract } = await lockOwn(scope.tx, contractId, actor.participantId)
    await mustNotWait(scope.tx, actor.participantId, 'sign', contractId)
    const party = mustBeSignable(contract, actor.participantId, input.hash, scope.now)
    const signature: Signature = {
      participantId: party.participantId,
      role: party.role,
      ...made,
      userId: actor.userId,
      signedAt: scope.now,
    }
    const signatures = [...contract.signatures, signature]
    const state = allSigned(contract.terms, signatures) ? ('filing' as const) : ('signing' as const)
    await scope.tx
      .updateTable('contract')
      .set({ signatures: JSON.stringify(signatures), state })
      .where('id', '=', contractId)
      .execute()
    scope.note({
      kind: 'contract.signed',
      subject: { ...subjectOf(contract), participant: party.participantId },
      payload: { hash: contract.hash, role: party.role, ...made },
    })
    scope.emit('contract.waiting', { contractId, state })
    return { state }
  })
  const state: ContractState =
    signed.value.state === 'filing' ? await fileSigned(core, contractId) : 'signing'
  return { value: { state, approvalId: null }, entries: signed.entries }
}

/** Declines to sign: the contract is void. @throws XinyuError NOT_FOUND, CONTRACT_STATE, CONTRACT_ALREADY_SIGNED */
export function refuseSignature(
  core: Core,
  actor: UserActor,
  contractId: string,
  reason: string,
): Promise<Acted<void>> {
  return act(core, actor, async (scope) => {
    const { contract } = await lockOwn(scope.tx, contractId, actor.participantId)
    if (contract.state !== 'signing')
      throw new XinyuError('CONTRACT_STATE', { state: contract.state, action: 'refuse' })
    if (contract.signatures.some((one) => one.participantId === actor.participantId))
      throw new XinyuError('CONTRACT_ALREADY_SIGNED')
    await writeVoid(scope, contract, 'refused', reason)
  })
}

async function readOwn(core: Core, contractId: string, participantId: string): Promise<ContractRow> {
  const row = await core.db.selectFrom('contract').selectAll().where('id', '=', contractId).executeTakeFirst()
  if (!row || !sideOf(row, participantId)) throw new XinyuError('NOT_FOUND', { what: 'contract' })
  return row
}

function mustBeSignable(row: ContractRow, participantId: string, hash: string, now: number): Party {
  const party = row.terms.parties?.find((one) => one.participantId === participantId)
  if (row.signatures.some((one) => one.participantId === participantId))
    throw new XinyuError('CONTRACT_ALREADY_SIGNED')
  if (row.state !== 'signing' || !party)
    throw new XinyuError('CONTRACT_STATE', { state: row.state, action: 'sign' })
  if (row.until_at <= now) throw new XinyuError('CONTRACT_TERM_OVER')
  if (row.hash !== hash || contractHash(row.terms) !== hash) throw new XinyuError('CONTRACT_HASH_DIFFERS')
  return party
}

async function heldSignature(
  core: Core,
  signer: Signer,
  participantId: string,
  hash: string,
): Promise<BodySignature> {
  // A body that keeps its key itself is never signed for.
  if (await signsOutside(core, participantId)) throw new XinyuError('CONTRACT_SIGN_OUTSIDE')
  return signer.sign(participantId, signedMessage(hash))
}

async function outsideSignature(
  core: Core,
  participantId: string,
  { hash, signature }: SignInput,
): Promise<BodySignature> {
  const { keyId, value } = signature!
  const key = await liveKey(core, participantId, keyId)
  const made = key && {
    algorithm: key.algorithm,
    keyId,
    publicKey: key.public_key,
    value,
    label: key.label,
  }
  const outside = key?.label === 'external' || key?.label === 'ca'
  if (!made || !outside || !verifies(made, signedMessage(hash)))
    throw new XinyuError('CONTRACT_SIGNATURE_INVALID', { key: keyId })
  return made
}

import { z } from 'zod'
import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import {
  acceptRequest,
  type ContractView,
  counterRequest,
  makeRequest,
  registerKey,
  signContract,
  signedMessage,
} from '../../../flow/contract/index.ts'
import { listOffers, policyOf, Purpose } from '../../../flow/policy/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { Answer, Request } from '../fields.ts'
import { bodyKeyIdOf, familyOf, productOf } from '../identity.ts'
import { verifies } from '../sign.ts'
import { policyOfStrategy, samePolicy } from '../strategy.ts'
import type { Draft } from '../tables.ts'
import { type FromConnector, ownDraft, readExpansion, standOf } from './draft.ts'

/**
 * contractNegotiate 合约协商: the first opens the negotiation; the same strategy as the other side's last accepts, another
 * counters; with signatures it is the final confirmation.
 */
export async function negotiate(
  core: Core,
  sender: FromConnector,
  message: Request<'contractNegotiate'>,
): Promise<Answer<'contractNegotiate'>> {
  const draft = await ownDraft(core, sender.connector.id, message.contractId)
  const { request, contract } = await standOf(core, draft.number)
  if (contract) {
    if (!message.signatureList)
      throw new XinyuError('TC609_STATE', { state: contract.state, action: 'negotiate' })
    await confirm(core, sender, contract, message)
  } else if (request === undefined) await ask(core, sender, draft, message)
  else {
    const present = policyOf(request.policy)
    const policy = policyOfStrategy(message.strategy, present)
    const n = request.round
    if (samePolicy(present, policy)) await acceptRequest(core, sender.actor, request.id, null, n)
    else await counterRequest(core, sender.actor, request.id, { policy, comment: message.contractName, n })
  }
  return answerOf(core, draft.number)
}

/** What came of it: 0 with the frozen terms once both agree, 1 while it goes on. */
async function answerOf(core: Core, number: string): Promise<Answer<'contractNegotiate'>> {
  const { contract } = await standOf(core, number)
  if (!contract) return { negotiationStatus: '1' }
  return { negotiationStatus: '0', expansionItem: termsItem(contract) }
}

/** The frozen terms with what was signed under them so far, as both sides exchange them. */
export const termsItem = (contract: ContractView): string =>
  canonical({ terms: contract.terms, hash: contract.hash })

async function ask(
  core: Core,
  sender: FromConnector,
  draft: Draft,
  message: Request<'contractNegotiate'>,
): Promise<void> {
  const productId = productOf(message.strategy.subjectInfo.dataProductId)
  const { items } = productId
    ? await listOffers(core, { productId, state: 'open', offset: 0, limit: 1 })
    : { items: [] }
  const offer = items[0]
  if (!offer) throw new XinyuError('NOT_FOUND', { what: 'product' })
  const policy = policyOfStrategy(message.strategy, policyOf(offer.policy))
  const purpose = Purpose.safeParse(draft.expansion.purpose ?? policy.purposes[0])
  if (!purpose.success)
    throw new XinyuError('TC609_FIELD', {
      interface: 'contractCreate',
      field: 'expansionItem.purpose',
      why: 'unknown',
    })
  await makeRequest(
    core,
    sender.actor,
    {
      offerId: offer.id,
      purpose: purpose.data,
      project: { title: draft.name.slice(0, 120).padEnd(2, '·') },
      reason: (draft.expansion.reason ?? draft.abstract).padEnd(10, '·'),
      name: draft.name,
      abstract: draft.abstract,
      signMode: draft.sign_mode,
      policy,
    },
    draft.number,
  )
}

/** Our connectors show with the first signature that they hold the key that signs for their body. */
const KeyProof = z.object({ bodyKeyProof: z.string().max(200) }).partial()

/** The connector's signature over the hash, made outside with a key that is registered for it. */
async function confirm(
  core: Core,
  sender: FromConnector,
  contract: ContractView,
  message: Request<'contractNegotiate'>,
): Promise<void> {
  const own = message.signatureList!.find((one) => one.entityId === sender.uscc)
  if (!own) throw new XinyuError('TC609_PARTY', { id: message.signatureList![0]!.entityId })
  const key = sender.keys.find((one) => verifies([one], signedMessage(contract.hash), own.signature))
  if (!key) throw new XinyuError('TC609_SIGNATURE')
  const keyId = bodyKeyIdOf(key)
  const known = await core.db
    .selectFrom('body_key')
    .select('id')
    .where('key_id', '=', keyId)
    .executeTakeFirst()
  if (!known) {
    const { bodyKeyProof = '' } = readExpansion(message.expansionItem, KeyProof)
    await registerKey(core, sender.actor, {
      algorithm: familyOf(key).signature.name,
      publicKey: key,
      title: `TC609 ${sender.connector.id}`,
      proof: bodyKeyProof,
    })
  }
  await signContract(core, sender.actor, contract.id, {
    hash: contract.hash,
    signature: { keyId, value: own.signature },
  })
}

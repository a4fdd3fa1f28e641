import { z } from 'zod'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { contractHash, ContractTerms, signedMessage } from '../../../flow/contract/index.ts'
import type { Suite } from '../../../safeguard/crypto/index.ts'
import type { RemoteSignature } from '../model.ts'
import { verifies } from '../sign.ts'
import { samePolicy } from '../strategy.ts'
import type { RemoteContract } from '../tables.ts'
import { policyOf } from '../../../flow/policy/index.ts'

const Item = z.object({
  terms: ContractTerms,
  hash: z.string().length(64),
  /** Signature → base64 of the key that made it. */
  keys: z.record(z.string(), z.string()).default({}),
})

export interface Frozen {
  readonly terms: ContractTerms
  /** Computed here. */
  readonly hash: string
  readonly keys: Readonly<Record<string, string>>
}

/**
 * Frozen terms as the platform shows them, believed no further than they are what was negotiated here: the hash is
 * computed anew by the family `by` of the platform, and number, parties, purpose and policy are compared.
 * @throws XinyuError TC609_TERMS_DIFFER naming what differs
 */
export function readTerms(text: string, row: RemoteContract, ownUscc: string, by: Suite): Frozen {
  const differ = (what: string) => new XinyuError('TC609_TERMS_DIFFER', { what })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw differ('expansionItem')
  }
  const item = Item.safeParse(value)
  if (!item.success) throw differ(item.error.issues[0]!.path.join('.') || 'expansionItem')
  const { terms, hash, keys } = item.data
  const computed = contractHash(terms, by)
  if (computed !== hash) throw differ('hash')
  if (terms.number !== row.number) throw differ('number')
  if (terms.purpose !== row.purpose) throw differ('purpose')
  if (!terms.parties.some((party) => party.role === '02' && party.uscc === ownUscc)) throw differ('parties')
  if (!samePolicy(terms.policy, policyOf(row.policy))) throw differ('policy')
  if (row.hash !== null && row.hash !== computed) throw differ('hash')
  return { terms, hash: computed, keys }
}

interface WireSignature {
  readonly entityId: string
  readonly signature: string
  readonly signatoryTime: string
}

/** The signatures under the terms, each verified here over the hash that was computed here. */
export function readSignatures(
  list: readonly WireSignature[],
  keys: Readonly<Record<string, string>>,
  hash: string,
): RemoteSignature[] {
  return list.map(({ entityId, signature, signatoryTime }) => {
    const publicKey = Object.hasOwn(keys, signature) ? keys[signature]! : null
    return {
      entityId,
      signature,
      publicKey,
      signedAt: Date.parse(signatoryTime),
      valid: publicKey !== null && verifies([publicKey], signedMessage(hash), signature),
    }
  })
}

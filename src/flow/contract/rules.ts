import { createHash } from 'node:crypto'
import { canonical } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { OfferView, Policy, Purpose } from '../policy/index.ts'
import type { ContractTerms } from './model.ts'

/** May this body ask under this offer, for this purpose? @throws XinyuError OFFER_*, PURPOSE_NOT_OFFERED */
export function mustBeOfferedTo(offer: OfferView, consumerId: string, purpose: Purpose): void {
  if (offer.state !== 'open') throw new XinyuError('OFFER_NOT_OPEN')
  if (offer.providerId === consumerId) throw new XinyuError('OFFER_OWN')
  const { consumers, purposes } = offer.policy
  if (consumers !== 'any' && !consumers.includes(consumerId)) throw new XinyuError('OFFER_NOT_FOR_YOU')
  if (!purposes.includes(purpose)) {
    throw new XinyuError('PURPOSE_NOT_OFFERED', { purpose, allowed: purposes.join(', ') })
  }
}

interface Agreement {
  readonly contractId: string
  readonly request: {
    readonly offer_id: string
    readonly product_id: string
    readonly project_id: string
    readonly provider_id: string
    readonly consumer_id: string
    readonly purpose: Purpose
    readonly policy: Policy
  }
  readonly tables: Record<string, string>
  readonly agreedAt: number
}

/** The frozen terms of an agreement. */
export function termsOf({ contractId, request, tables, agreedAt }: Agreement): ContractTerms {
  return {
    v: 1,
    contractId,
    offerId: request.offer_id,
    productId: request.product_id,
    tables,
    projectId: request.project_id,
    providerId: request.provider_id,
    consumerId: request.consumer_id,
    purpose: request.purpose,
    policy: request.policy,
    agreedAt,
  }
}

/** Hex SHA-256 over the canonical terms: what both bodies compare. */
export const contractHash = (terms: ContractTerms): string =>
  createHash('sha256').update(canonical(terms)).digest('hex')

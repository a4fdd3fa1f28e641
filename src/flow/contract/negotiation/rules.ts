import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { OfferView, Policy, Purpose } from '../../policy/index.ts'
import { purposeWithin } from '../../policy/index.ts'
import type { Side } from '../model.ts'

/** May this body ask under this offer, for this purpose? @throws XinyuError OFFER_*, PURPOSE_NOT_OFFERED */
export function mustBeOfferedTo(offer: OfferView, consumerId: string, purpose: Purpose): void {
  if (offer.state !== 'open') throw new XinyuError('OFFER_NOT_OPEN')
  if (offer.providerId === consumerId) throw new XinyuError('OFFER_OWN')
  const { consumers, purposes } = offer.policy
  if (consumers !== 'any' && !consumers.includes(consumerId)) throw new XinyuError('OFFER_NOT_FOR_YOU')
  if (!purposeWithin(purpose, purposes)) {
    throw new XinyuError('PURPOSE_NOT_OFFERED', { purpose, allowed: purposes.join(', ') })
  }
}

/** A proposal that leaves out the asking body or its purpose could never be used. @throws XinyuError REQUEST_POLICY_EXCLUDES */
export function mustServe(policy: Policy, consumerId: string, purpose: Purpose): void {
  if (policy.consumers !== 'any' && !policy.consumers.includes(consumerId))
    throw new XinyuError('REQUEST_POLICY_EXCLUDES', { what: 'consumer' })
  if (!purposeWithin(purpose, policy.purposes))
    throw new XinyuError('REQUEST_POLICY_EXCLUDES', { what: purpose })
}

/** Hex digest of the canonical policy: identifies one version of a negotiation. */
export const policyHash = (policy: Policy): string => digestOf(canonical(policy))

export const otherSide = (side: Side): Side => (side === 'provider' ? 'consumer' : 'provider')

interface Waiting {
  readonly state: 'waiting' | 'approved' | 'rejected' | 'withdrawn'
  readonly turn: Side
  readonly round: number
}

/**
 * Exactly one side has the turn; who answers names the version that was read, so that nobody accepts what came after.
 * @throws XinyuError REQUEST_ANSWERED, REQUEST_NOT_YOUR_TURN, REQUEST_VERSION_CHANGED
 */
export function mustAnswer(request: Waiting, side: Side, seen: number | undefined): void {
  if (request.state !== 'waiting') throw new XinyuError('REQUEST_ANSWERED', { state: request.state })
  if (request.turn !== side) throw new XinyuError('REQUEST_NOT_YOUR_TURN')
  if (seen !== undefined && seen !== request.round)
    throw new XinyuError('REQUEST_VERSION_CHANGED', { current: request.round, seen })
}

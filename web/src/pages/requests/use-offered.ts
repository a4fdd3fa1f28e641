import { useOffers } from '../../api/flow.ts'
import type { Policy, RequestView } from '../../api/types.ts'

/** The policy of the offer that a request was made under; undefined until it is known. */
export function useOffered({
  offerId,
  productId,
}: Pick<RequestView, 'offerId' | 'productId'>): Policy | undefined {
  const offers = useOffers({ productId, limit: 200 })
  return offers.data?.items.find((one) => one.id === offerId)?.policy
}

import { useQuery } from '@tanstack/react-query'
import { useFormat } from '../lib/use-format.ts'
import { get, type Page } from './client.ts'
import { useContracts, useOffers } from './flow.ts'
import { useHasRole, useMe } from './session.ts'
import type { Participant } from './types.ts'

/** The register of bodies, for those who may read it. */
export function useBodies() {
  const has = useHasRole()
  return useQuery({
    queryKey: ['bodies'],
    queryFn: () => get<Page<Participant>>('/participants', { limit: 200 }),
    enabled: has('system_administrator', 'security_officer', 'auditor', 'data_officer'),
    staleTime: 300_000,
  })
}

/**
 * The name of a body by its id, from the register, else from the offers and contracts that the reader sees anyway;
 * the beginning of the id where none of them names it.
 */
export function useBodyName(): (id: string) => string {
  const { name } = useFormat()
  const me = useMe()
  const has = useHasRole()
  const { data: bodies } = useBodies()
  const { data: offers } = useOffers({ limit: 200 })
  const { data: contracts } = useContracts(
    { limit: 200 },
    has('data_officer', 'steward', 'developer', 'output_checker', 'auditor', 'security_officer'),
  )
  return (id) => {
    if (id === me.participant.id) return name(me.participant.nameZh, me.participant.nameEn)
    const body = bodies?.items.find((one) => one.id === id)
    if (body) return name(body.nameZh, body.nameEn)
    const offer = offers?.items.find((one) => one.providerId === id)
    if (offer) return name(offer.providerNameZh, offer.providerNameEn)
    const contract = contracts?.items.find(({ terms }) => terms.providerId === id || terms.consumerId === id)
    if (!contract) return `${id.slice(0, 8)}…`
    return contract.terms.providerId === id
      ? name(contract.providerNameZh, contract.providerNameEn)
      : name(contract.consumerNameZh, contract.consumerNameEn)
  }
}

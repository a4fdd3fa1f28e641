import { purposeWithin } from '../policy/index.ts'
import type { Fact, GeneralRule } from './model.ts'
import type { UseRequest, UseState } from './request.ts'

const fact = (rule: GeneralRule, holds: boolean, asked: string, limit: string): Fact => ({
  rule,
  at: null,
  holds,
  asked,
  limit,
})

/** The rules that bind every use, each looked at whatever the others say. */
export function generalFacts(request: UseRequest, state: UseState): Fact[] {
  const { contract, now, authority, consent, runs } = state
  const { policy } = contract
  const from = Math.max(policy.from ?? 0, contract.startedAt)
  const purposes = [...policy.purposes]
  const bound = purposeWithin(request.purpose, [contract.purpose]) && purposeWithin(request.purpose, purposes)
  const asked = runs.used + runs.leased + 1
  return [
    fact('party', request.body === contract.consumerId, request.body, contract.consumerId),
    fact('body_state', state.bodyState === 'active', state.bodyState, 'active'),
    fact('provider_state', state.providerState === 'active', state.providerState, 'active'),
    fact('contract_state', contract.state === 'active', contract.state, 'active'),
    fact('contract_intact', contract.intact.holds, contract.intact.why, 'hash and signatures'),
    fact('start', now >= from, String(now), String(from)),
    fact('term', now <= policy.until, String(now), String(policy.until)),
    fact('product_state', state.productState === 'published', state.productState, 'published'),
    fact('purpose', bound, request.purpose, `${contract.purpose}: ${purposes.join(',')}`),
    fact('authority', authority.holds, authority.why, 'whole chain live'),
    ...personal(request, state),
    fact(
      'consent',
      !request.singlePerson || consent?.holds === true,
      consentText(request, consent),
      'live consent',
    ),
    // Taking a result away is no run: its own permission may count it.
    request.kind === 'download'
      ? fact('count', true, 'download', String(policy.maxRuns))
      : fact('count', asked <= policy.maxRuns, String(asked), String(policy.maxRuns)),
  ]
}

const personal = (request: UseRequest, { contract }: UseState): Fact[] => [
  fact(
    'single_person',
    !request.singlePerson || contract.policy.singlePerson,
    request.singlePerson ? 'one person' : 'no single person',
    contract.policy.singlePerson ? 'may be asked for' : 'not allowed',
  ),
]

function consentText(request: UseRequest, consent: UseState['consent']): string {
  if (!request.singlePerson) return 'no single person'
  return consent === null ? 'none' : consent.why
}

/** Rules without which nothing allows: the others say that something forbids. */
const BY_DEFAULT: ReadonlySet<string> = new Set(['party', 'purpose', 'single_person'])

export const deniedAs = (rule: string): 'denied' | 'denied-by-default' =>
  BY_DEFAULT.has(rule) ? 'denied-by-default' : 'denied'

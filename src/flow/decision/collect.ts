import type { Tx } from '../../platform/postgres/tables.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../safeguard/identity/index.ts'
import { productsByIds } from '../../supply/catalog/index.ts'
import { authorityHolds } from '../authority/index.ts'
import { liveConsent } from '../consent/index.ts'
import { fulfilledUnder, paidUnder } from './counters/payments.ts'
import type { Lease } from './counters/lease.ts'
import { levelsOf } from './counters/levels.ts'
import type { IntactCheck } from './intact.ts'
import type { UseContract } from './lock.ts'
import type { Holding, UseRequest, UseState } from './request.ts'

/** What a use is decided on beside the request itself. */
export interface UseFacts {
  /** The person whose data it is, by the dense number, or a consent that the use is bound to. */
  readonly person:
    | {
        readonly insured: number
        readonly period?: { readonly from: string; readonly until: string } | undefined
      }
    | { readonly consentId: string }
    | null
  readonly most: UseState['most']
  readonly enforceable: readonly string[]
  /** What the run itself holds already: a renewal does not stand in its own way. */
  readonly own?: { readonly runs: number; readonly leases: readonly Lease[] }
}

export interface Collected {
  /** The request with what the register of bodies says: the region of the asking body's seat. */
  readonly request: UseRequest
  readonly state: UseState
  /** The consent that covers the use of one person's data. */
  readonly consentId: string | null
}

/** Reads everything that a decision looks at, in the transaction that holds the contract's row. */
export async function collectState(
  core: Core,
  tx: Tx,
  row: UseContract,
  request: UseRequest,
  facts: UseFacts,
  tools: { readonly now: number; readonly intact: IntactCheck },
): Promise<Collected> {
  const { now } = tools
  const inside = { ...core, db: tx }
  const { policy, providerId } = row.terms
  const bodies = await participantsByIds(inside, [request.body, providerId])
  const product = (await productsByIds(inside, [row.product_id])).get(row.product_id)
  const authority = await authorityHolds(tx, row.authority_id, now)
  const consent = await consentFor(tx, row, request, facts, now)
  const rules = [...policy.permissions, ...policy.prohibitions]
  const counted = rules.some(({ constraints }) => constraints.length > 0)
  const paying = rules.some(({ constraints }) => constraints.some(({ operand }) => operand === 'payAmount'))
  const dutiful = policy.permissions.some(({ duties }) => duties.length > 0)
  const state: UseState = {
    now,
    timeZone: core.config.sources.timeZone,
    bodyState: bodies.get(request.body)?.state ?? 'unknown',
    providerState: bodies.get(providerId)?.state ?? 'unknown',
    productState: product?.state ?? 'unknown',
    contract: {
      state: row.state,
      consumerId: row.consumer_id,
      purpose: row.terms.purpose,
      policy,
      startedAt: row.started_at ?? row.created_at,
      intact: tools.intact(row),
    },
    authority: { holds: authority.holds, why: authority.why },
    consent: consent && { holds: consent.holds, why: consent.why },
    runs: { used: row.runs_used - (facts.own?.runs ?? 0), leased: row.runs_leased },
    counters: counted ? await levelsOf(tx, row.id, policy, now, facts.own?.leases) : {},
    paid: paying || dutiful ? await paidUnder(tx, row.id) : 0,
    fulfilled: dutiful ? await fulfilledUnder(tx, row.id) : [],
    most: facts.most,
    enforceable: facts.enforceable,
  }
  const region = bodies.get(request.body)?.regionCode ?? null
  const environment = { ...request.environment, region: request.environment.region ?? region }
  return { request: { ...request, environment }, state, consentId: consent?.id ?? null }
}

type Found = Holding & { readonly id: string | null }

async function consentFor(
  tx: Tx,
  row: UseContract,
  request: UseRequest,
  { person, own }: UseFacts,
  now: number,
): Promise<Found | null> {
  if (person === null) return null
  const of = {
    askerId: request.body,
    purpose: request.purpose,
    contractId: row.id,
    fields: [...request.fields],
    now,
  }
  if ('insured' in person) return liveConsent(tx, { ...of, insured: person.insured, period: person.period })
  const bound = await tx
    .selectFrom('consent')
    .select(['insured', 'asker_id', 'state', 'until_at'])
    .where('id', '=', person.consentId)
    .executeTakeFirst()
  // Another body's consent looks like none.
  if (bound?.asker_id !== request.body || bound.insured === null)
    return { id: null, holds: false, why: 'none' }
  // A single consent is used up by the run that asks again under it.
  if (own && bound.state === 'used_up' && now <= bound.until_at)
    return { id: person.consentId, holds: true, why: 'used by this run' }
  const live = await liveConsent(tx, { ...of, insured: bound.insured })
  return live.id === person.consentId ? live : { id: null, holds: false, why: live.holds ? 'none' : live.why }
}

import type { UserActor } from '../../kernel/actor.ts'
import type { UseEnvironment, UseFacts, UseRequest } from '../../flow/decision/index.ts'
import type { Action } from '../../flow/policy/index.ts'
import type { ContractTerms } from '../../flow/contract/index.ts'

/** Where a request came from, as the server saw it. */
export interface Origin {
  /** Address of the caller: Fastify's `request.ip`, which believes forwarded headers of trusted proxies alone. */
  readonly network: string | null
  /** Name of a terminal that something the settings trust vouches for. */
  readonly terminal: string | null
}

export const NO_ORIGIN: Origin = { network: null, terminal: null }

/** One use on its way through the moments: what is recorded of it and what it is decided on. */
export interface Use {
  readonly kind: UseRequest['kind']
  readonly action: Action
  readonly title: string | null
  /** What stands in the record as the text of the run. */
  readonly text: string
  readonly fields: readonly string[]
  readonly environment: Omit<UseEnvironment, 'region'>
  readonly facts: Omit<UseFacts, 'own'>
}

/** The environment of what runs here and answers over the API (TC609-6-2025-14: 使用控制, 明文, API). */
export const environmentOf = (
  origin: Origin,
  application: string,
  more: Partial<Use['environment']> = {},
): Use['environment'] => ({
  execution: '01',
  network: origin.network,
  terminal: origin.terminal,
  application,
  algorithms: [],
  models: [],
  encryption: '01',
  delivery: '03',
  ...more,
})

/** The use as a decision reads it; the region is filled in from the asking body's register entry. */
export const requestOf = (actor: UserActor, terms: ContractTerms, use: Use): UseRequest => ({
  action: use.action,
  kind: use.kind,
  body: actor.participantId,
  user: actor.userId,
  purpose: terms.purpose,
  fields: use.fields,
  singlePerson: use.facts.person !== null,
  environment: { ...use.environment, region: null },
})

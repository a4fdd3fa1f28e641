import { type Constraint, Policy, type PolicyInput } from '../policy/index.ts'
import type { UseRequest, UseState } from './request.ts'

/** Wednesday 2026-03-04 10:30 in Shanghai. */
export const NOW = Date.UTC(2026, 2, 4, 2, 30)
const DAY = 86_400_000

export const policyWith = (more: Partial<PolicyInput> = {}): Policy =>
  Policy.parse({
    consumers: 'any',
    purposes: ['research'],
    until: NOW + 100 * DAY,
    maxRuns: 10,
    columns: { setl_d: { insutype: 'group' } },
    joinKeys: [],
    ...more,
  })

/** A policy whose one permission holds these constraints; written past the parser, as a stored row may be. */
export const constrained = (...constraints: readonly Constraint[]): Policy => ({
  ...policyWith(),
  permissions: [{ actions: ['compute'], constraints: [...constraints], duties: [] }],
})

export const request = (more: Partial<UseRequest> = {}): UseRequest => ({
  action: 'compute',
  kind: 'query',
  body: 'body',
  user: 'user',
  purpose: 'drug_evaluation',
  fields: ['setl_d.insutype', 'setl_d.medfee_sumamt'],
  singlePerson: false,
  ...more,
  environment: {
    execution: '01',
    region: '310104',
    network: '10.1.2.3',
    terminal: 'terminal-01',
    application: 'xinyu/gate',
    algorithms: [],
    models: [],
    encryption: '01',
    delivery: '03',
    ...more.environment,
  },
})

export const state = (more: Partial<UseState> = {}): UseState => ({
  now: NOW,
  timeZone: 'Asia/Shanghai',
  bodyState: 'active',
  providerState: 'active',
  productState: 'published',
  authority: { holds: true, why: 'not required' },
  consent: null,
  runs: { used: 3, leased: 6 },
  counters: {},
  paid: 0,
  fulfilled: [],
  most: { rows: 100, bytes: 1000 },
  enforceable: [],
  ...more,
  contract: {
    state: 'active',
    consumerId: 'body',
    purpose: 'research',
    policy: policyWith(),
    startedAt: NOW - 10 * DAY,
    intact: { holds: true, why: 'intact' },
    ...more.contract,
  },
})

import { z } from 'zod'
import { Policy, Purpose } from '../policy/index.ts'

export const NewRequest = z.strictObject({
  offerId: z.uuid(),
  purpose: Purpose,
  /** An existing project of the caller's body, or the title of a new one. */
  project: z.union([
    z.strictObject({ id: z.uuid() }),
    z.strictObject({ title: z.string().trim().min(2).max(120) }),
  ]),
  reason: z.string().trim().min(10).max(2000),
})
export type NewRequest = z.output<typeof NewRequest>

export const RequestState = z.enum(['waiting', 'approved', 'rejected', 'withdrawn'])

export const RequestView = z.object({
  id: z.uuid(),
  offerId: z.uuid(),
  productId: z.uuid(),
  productTitleZh: z.string(),
  productTitleEn: z.string(),
  projectId: z.uuid(),
  projectTitle: z.string(),
  providerId: z.uuid(),
  providerNameZh: z.string(),
  providerNameEn: z.string(),
  consumerId: z.uuid(),
  consumerNameZh: z.string(),
  consumerNameEn: z.string(),
  purpose: Purpose,
  reason: z.string(),
  state: RequestState,
  answer: z.string().nullable(),
  contractId: z.uuid().nullable(),
  policy: Policy,
  createdAt: z.int(),
  answeredAt: z.int().nullable(),
})
export type RequestView = z.output<typeof RequestView>

export const ContractState = z.enum(['active', 'suspended', 'ended'])
export type ContractState = z.output<typeof ContractState>

/** What both bodies agreed, frozen: the hash of its canonical form identifies the contract. */
export const ContractTerms = z.strictObject({
  v: z.literal(1),
  contractId: z.uuid(),
  offerId: z.uuid(),
  productId: z.uuid(),
  /** SQL name → immutable version. */
  tables: z.record(z.string(), z.uuid()),
  projectId: z.uuid(),
  providerId: z.uuid(),
  consumerId: z.uuid(),
  purpose: Purpose,
  policy: Policy,
  agreedAt: z.int(),
})
export type ContractTerms = z.output<typeof ContractTerms>

export const ContractView = z.object({
  id: z.uuid(),
  state: ContractState,
  /** ended only: why. */
  endReason: z.enum(['term', 'provider', 'consumer']).nullable(),
  hash: z.string(),
  terms: ContractTerms,
  productTitleZh: z.string(),
  productTitleEn: z.string(),
  projectTitle: z.string(),
  providerNameZh: z.string(),
  providerNameEn: z.string(),
  consumerNameZh: z.string(),
  consumerNameEn: z.string(),
  /** Runs whose data was opened, and runs leased now. */
  runsUsed: z.int(),
  runsLeased: z.int(),
  createdAt: z.int(),
})
export type ContractView = z.output<typeof ContractView>

export const ProjectView = z.object({
  id: z.uuid(),
  consumerId: z.uuid(),
  title: z.string(),
  purpose: Purpose,
  contracts: z.array(z.uuid()),
  createdAt: z.int(),
  endedAt: z.int().nullable(),
})
export type ProjectView = z.output<typeof ProjectView>

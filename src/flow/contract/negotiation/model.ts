import { z } from 'zod'
import { Policy, Purpose } from '../../policy/index.ts'
import { RISK_LEVELS, RiskForm } from '../../risk/index.ts'

/** A text that a database column can hold: no NUL and no half of a surrogate pair. */
export const storable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()
export const Text = z.string().trim().refine(storable, 'must be well-formed text')

export const NewRequest = z.strictObject({
  offerId: z.uuid(),
  purpose: Purpose,
  /** An existing project of the caller's body, or the title of a new one. */
  project: z.union([z.strictObject({ id: z.uuid() }), z.strictObject({ title: Text.min(2).max(120) })]),
  reason: Text.min(10).max(2000),
  /** contractName and contractAbstract; made from product, project and reason when left out. */
  name: Text.min(1).max(128).optional(),
  abstract: Text.max(1024).optional(),
  signMode: z.enum(['01', '02']).optional(),
  /** A counter-proposal; the offered policy otherwise. */
  policy: Policy.optional(),
  /** The form before use 使用前评估表; scored and kept with the request. */
  risk: RiskForm.optional(),
})
/** What a caller writes. */
export type NewRequest = z.input<typeof NewRequest>

export const Counter = z.strictObject({
  policy: Policy,
  comment: Text.min(1).max(2000),
  /** The version that this answers; refused when another came in between. */
  n: z.int().min(1).optional(),
})
export type Counter = z.input<typeof Counter>

export const RequestState = z.enum(['waiting', 'approved', 'rejected', 'withdrawn'])

export const RequestView = z.object({
  id: z.uuid(),
  /** 47 characters; empty for requests of earlier versions. */
  number: z.string(),
  name: z.string(),
  abstract: z.string(),
  signMode: z.enum(['01', '02']),
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
  statusCode: z.enum(['01', '02', '03', '0301', '0302', '05', '06']),
  /** Whose answer is waited for while `waiting`. */
  turn: z.enum(['provider', 'consumer']),
  /** Number of the latest version, from 1. */
  round: z.int(),
  answer: z.string().nullable(),
  contractId: z.uuid().nullable(),
  /** The latest version. */
  policy: Policy,
  /** Score of the newest assessment; its whole record stands at `/risk`. */
  risk: z.object({ score: z.number(), level: z.enum(RISK_LEVELS) }).nullable(),
  /** An approval of the reader's own body that stands before the answer. */
  approvalId: z.uuid().nullable(),
  createdAt: z.int(),
  answeredAt: z.int().nullable(),
})
export type RequestView = z.output<typeof RequestView>

export const RequestVersion = z.object({
  n: z.int(),
  side: z.enum(['provider', 'consumer']),
  policy: Policy,
  hash: z.string().nullable(),
  comment: z.string().nullable(),
  userId: z.uuid(),
  at: z.int(),
})
export type RequestVersion = z.output<typeof RequestVersion>

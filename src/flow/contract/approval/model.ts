import { z } from 'zod'

/** What a body may put behind a chain: opening an offer, accepting a negotiation, signing a contract. */
export const APPROVED_ACTS = ['offer', 'accept', 'sign'] as const
export const ApprovedAct = z.enum(APPROVED_ACTS)
export type ApprovedAct = z.output<typeof ApprovedAct>

/** One step, such as department or leader: any one of its people decides it. */
export const ChainStep = z.strictObject({
  nameZh: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().min(1).max(60),
  users: z.array(z.uuid()).min(1).max(50),
})
export type ChainStep = z.output<typeof ChainStep>

/** No steps: one data officer decides alone. */
export const Chain = z.strictObject({ steps: z.array(ChainStep).max(10) })
export type Chain = z.output<typeof Chain>

export const ChainView = Chain.extend({ act: ApprovedAct, changedAt: z.int().nullable() })
export type ChainView = z.output<typeof ChainView>

export const ApprovalView = z.object({
  id: z.uuid(),
  act: ApprovedAct,
  /** The request, the contract, or the product to be offered. */
  subjectId: z.uuid(),
  steps: z.array(ChainStep),
  /** Index of the step that is waited for. */
  step: z.int(),
  state: z.enum(['waiting', 'approved', 'declined', 'cancelled']),
  /** May the asking user decide the present step, alone or for somebody? */
  mine: z.boolean(),
  askedBy: z.uuid(),
  createdAt: z.int(),
  closedAt: z.int().nullable(),
  votes: z.array(
    z.object({
      step: z.int(),
      userId: z.uuid(),
      forUserId: z.uuid().nullable(),
      decision: z.enum(['approve', 'decline']),
      comment: z.string().nullable(),
      at: z.int(),
    }),
  ),
})
export type ApprovalView = z.output<typeof ApprovalView>

export const NewDelegation = z.strictObject({
  toUserId: z.uuid(),
  /** ms since 1970. */
  until: z.int().positive().max(8_640_000_000_000_000),
})
export type NewDelegation = z.output<typeof NewDelegation>

export const DelegationView = z.object({
  id: z.uuid(),
  fromUserId: z.uuid(),
  toUserId: z.uuid(),
  until: z.int(),
  createdAt: z.int(),
})
export type DelegationView = z.output<typeof DelegationView>

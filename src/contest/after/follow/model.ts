import { z } from 'zod'

/** asked → prepared → requested, or declined; withdrawn by the team while nothing is requested. */
export const GreenChannelState = z.enum(['asked', 'prepared', 'requested', 'declined', 'withdrawn'])
export type GreenChannelState = z.output<typeof GreenChannelState>
export const IncubationState = z.enum(['open', 'ended'])
export type IncubationState = z.output<typeof IncubationState>
export const InterestState = z.enum(['expressed', 'introduced', 'declined', 'withdrawn'])
export type InterestState = z.output<typeof InterestState>

const Line = z.string().trim().min(1).max(200)
const Words = z.string().trim().min(1).max(2000)

/** What a winner asks for 绿色通道: an environment in which its work is validated on real data. */
export const NewGreenChannel = z.strictObject({
  purpose: Words,
  /** Data that it would need, in own words. */
  wanted: Words,
  days: z.int().min(1).max(366),
  /** The body that would hold the contract. */
  uscc: z.string().trim().min(18).max(18),
})
export type NewGreenChannel = z.output<typeof NewGreenChannel>

export const Preparation = z.strictObject({
  /** Offer of a data product that the request goes to. */
  offerId: z.uuid(),
  answer: Words,
})
export const Refusal = z.strictObject({ answer: Words })

export const GreenChannelView = z.object({
  id: z.uuid(),
  contestId: z.uuid(),
  contestZh: z.string(),
  contestEn: z.string(),
  teamId: z.uuid(),
  teamName: z.string(),
  title: z.string(),
  state: GreenChannelState,
  purpose: z.string(),
  wanted: z.string(),
  days: z.int(),
  uscc: z.string(),
  askedAt: z.int(),
  offerId: z.uuid().nullable(),
  answer: z.string().nullable(),
  requestId: z.uuid().nullable(),
})
export type GreenChannelView = z.output<typeof GreenChannelView>

/** What a body looks for 孵化需求. */
export const NewIncubation = z.strictObject({ title: Line, text: Words })
export type NewIncubation = z.output<typeof NewIncubation>

export const NewInterest = z.strictObject({
  message: Words,
  /** Shown to the body when the organiser introduces both, and not before. */
  contact: Line,
})
export type NewInterest = z.output<typeof NewInterest>

export const InterestView = z.object({
  id: z.uuid(),
  incubationId: z.uuid(),
  incubationTitle: z.string(),
  bodyName: z.string(),
  teamName: z.string(),
  title: z.string(),
  state: InterestState,
  message: z.string(),
  /** Null before the introduction. */
  contact: z.string().nullable(),
  expressedAt: z.int(),
  answer: z.string().nullable(),
})
export type InterestView = z.output<typeof InterestView>

export const IncubationView = z.object({
  id: z.uuid(),
  contestId: z.uuid(),
  bodyName: z.string(),
  state: IncubationState,
  title: z.string(),
  text: z.string(),
  createdAt: z.int(),
  /** Teams that expressed interest. */
  interests: z.int(),
})
export type IncubationView = z.output<typeof IncubationView>

import type { UserActor } from '../../kernel/actor.ts'
import { z } from 'zod'
import { ENVIRONMENTS, OUTPUT_KINDS } from '../../flow/policy/index.ts'
import { SAFEGUARDS } from '../../flow/risk/index.ts'

/** What the final asks of the rooms of the space and of rooms to its right; given by `app/contest.ts`. */
export interface FinalPorts {
  /** Private score of the hidden test, 0 … 100, by team; an empty map where nothing was scored. */
  hiddenScores(contestId: string): Promise<ReadonlyMap<string, number | null>>
  readonly seats: SeatPort
}

export interface NewSeat {
  readonly projectId: string
  readonly name: string
}

export interface SeatPort {
  /** Opens seats in bulk in the name of an officer of the operator; the work itself is a job. */
  open(actor: UserActor, seats: readonly NewSeat[]): Promise<string>
  /** Seats of these projects that are there, or are being opened (`seatId` null). */
  of(projectIds: readonly string[]): Promise<ReadonlyMap<string, { readonly seatId: string | null }>>
  /** From now on seats of these projects open to people who are checked in; or no longer. */
  askCheckIn(actor: UserActor, projectIds: readonly string[], asked: boolean): Promise<void>
  checkIn(actor: UserActor, userId: string): Promise<void>
  checkOut(actor: UserActor, userId: string): Promise<void>
}

const Short = z.string().trim().min(1).max(60)
const Column = z.string().min(1).max(128)

/** An offer that finalists ask for, with the columns that their works need: the minimal data set. */
export const FinalOffer = z.strictObject({
  offerId: z.uuid(),
  /** For teams of this division only; null: of all. */
  division: z.string().max(40).nullable().default(null),
  /** For this team only; wins over what stands for its division. */
  teamId: z.uuid().nullable().default(null),
  /** Table → columns; null: all that the offer opens. */
  columns: z
    .record(z.string().max(64), z.array(Column).min(1).max(500))
    .refine((tables) => Object.keys(tables).length <= 50, 'too many tables')
    .nullable()
    .default(null),
})
export type FinalOffer = z.output<typeof FinalOffer>

/** What stands in each team's assessment before use, beside the columns and its people. */
export const Needs = z.strictObject({
  purposeDetail: z.string().trim().min(10).max(2000),
  environment: z.enum(ENVIRONMENTS),
  outputs: z.array(z.enum(OUTPUT_KINDS)).min(1).max(OUTPUT_KINDS.length),
  retentionDays: z.int().min(0).max(3650),
  safeguards: z.array(z.enum(SAFEGUARDS)).max(SAFEGUARDS.length).default([]),
})
export type Needs = z.output<typeof Needs>

export const FinalSettings = z.strictObject({
  offers: z.array(FinalOffer).max(200),
  needs: Needs.nullable().default(null),
  checkin: z.boolean().default(false),
  zones: z.array(Short).max(50).default([]),
  presidingId: z.uuid().nullable().default(null),
})
export type FinalSettings = z.output<typeof FinalSettings>

/** The way of a team into the space, in order. */
export const STEPS = [
  'body',
  'members',
  'officer',
  'request',
  'approval',
  'contract',
  'seat',
  'ready',
] as const
export type Step = (typeof STEPS)[number]

/** Who must act next. `machine`: a job is at it. */
export const ACTORS = [
  'system_administrator',
  'security_officer',
  'organiser',
  'team',
  'provider',
  'operator',
  'machine',
] as const
export type WhoActs = (typeof ACTORS)[number]

export const FinalistView = z.object({
  teamId: z.uuid(),
  number: z.string().nullable(),
  name: z.string(),
  title: z.string(),
  division: z.string(),
  bodyName: z.string(),
  participantId: z.uuid().nullable(),
  projectId: z.uuid().nullable(),
  seatId: z.uuid().nullable(),
  step: z.enum(STEPS),
  who: z.enum(ACTORS).nullable(),
  /** The body whose officer must act, where it is one of several. */
  whoBody: z.string().nullable(),
  /** Another finalist has the same lead body: their users are colleagues in the space. */
  sharesBody: z.boolean(),
  members: z.int(),
  accounts: z.int(),
  here: z.int(),
  problem: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
})
export type FinalistView = z.output<typeof FinalistView>

export const DrawState = z.enum(['committed', 'closed', 'drawn', 'void'])
export type DrawState = z.output<typeof DrawState>

export const DEFENCE_STATES = [
  'waiting',
  'presenting',
  'questions',
  'scoring',
  'done',
  'absent',
  'repeated',
] as const
export const DefenceState = z.enum(DEFENCE_STATES)
export type DefenceState = z.output<typeof DefenceState>

const Part = z.number().nullable()
export const FinalRanked = z.object({
  teamId: z.uuid(),
  division: z.string(),
  /** 1 is the best; equal scores that nothing tells apart share a rank. */
  rank: z.int(),
  /** 0 … 100; null where a part that counts is missing: such teams stand last. */
  score: z.number().nullable(),
  parts: z.object({ defence: Part, hiddenTest: Part, review: Part }),
})
export type FinalRanked = z.output<typeof FinalRanked>

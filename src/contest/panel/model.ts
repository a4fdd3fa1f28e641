import { z } from 'zod'

/** The panel: who judges, who must not judge whom, who is given what, and what of it he may see. */

const Line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'no control characters')
export const Reason = z.string().trim().min(4).max(1000)
/** Code of a round of the scheme, or `final` for the live defence. */
export const RoundCode = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
export const FINAL = 'final'

/** A body that an expert belongs to, or belonged to. */
export const ExpertBody = z.strictObject({
  name: Line(200),
  uscc: z.string().trim().max(18).nullable().default(null),
  current: z.boolean().default(true),
})
export type ExpertBody = z.output<typeof ExpertBody>

/** What ties an expert to a body or to a person, beside where he works. */
export const Relation = z
  .strictObject({
    kind: z.enum(['shared_project', 'relation']),
    body: Line(200).nullable().default(null),
    uscc: z.string().trim().max(18).nullable().default(null),
    person: Line(50).nullable().default(null),
    note: z.string().trim().max(500).default(''),
  })
  .refine(({ body, uscc, person }) => body ?? uscc ?? person, 'names a body or a person')
export type Relation = z.output<typeof Relation>

export const ExpertProfile = z.strictObject({
  name: Line(50),
  title: z.string().trim().max(100).default(''),
  /** Codes of divisions, or free words. */
  fields: z.array(Line(60)).max(40).default([]),
  maxLoad: z.int().min(1).max(500).default(50),
  bodies: z.array(ExpertBody).max(20).default([]),
  relations: z.array(Relation).max(50).default([]),
})
export type ExpertProfile = z.output<typeof ExpertProfile>

export const ExpertState = z.enum(['active', 'away'])
export type ExpertState = z.output<typeof ExpertState>

/** Somebody of the pool of an organising body. */
export interface Expert {
  readonly id: string
  readonly organiserId: string
  readonly userId: string
  readonly name: string
  readonly title: string
  readonly fields: readonly string[]
  readonly maxLoad: number
  readonly state: ExpertState
}

/** An expert on the panel of a round. */
export interface Panelist {
  readonly contestId: string
  readonly round: string
  readonly expertId: string
  readonly userId: string
  readonly name: string
  readonly state: ExpertState
  readonly declaredAt: number | null
}

export const CONFLICT_KINDS = ['same_body', 'former_body', 'shared_project', 'relation', 'declared'] as const
export const ConflictKind = z.enum(CONFLICT_KINDS)
export type ConflictKind = z.output<typeof ConflictKind>

export interface Conflict {
  readonly id: string
  readonly contestId: string
  readonly expertId: string
  readonly teamId: string
  readonly kind: ConflictKind
  readonly byRule: boolean
  readonly note: string
  readonly state: 'standing' | 'lifted'
}

export const AssignmentState = z.enum(['assigned', 'declined', 'withdrawn'])
export type AssignmentState = z.output<typeof AssignmentState>

/** One work for one expert. The ids stay inside: an expert is shown the code and `BlindWork` alone. */
export interface Assignment {
  readonly id: string
  readonly contestId: string
  readonly round: string
  readonly expertId: string
  readonly userId: string
  readonly workId: string
  readonly teamId: string
  /** This expert's own name for the work: random, another one for each expert. */
  readonly code: string
  readonly state: AssignmentState
}

/** What an expert is given of a work: made from an allow-list, and nothing else. */
export const BlindWork = z.object({
  code: z.string(),
  division: z.string(),
  title: z.string(),
  fields: z.array(z.object({ code: z.string(), titleZh: z.string(), titleEn: z.string(), text: z.string() })),
  /** `id` differs from expert to expert; `name` says nothing but the place in the list. */
  files: z.array(z.object({ id: z.uuid(), name: z.string(), type: z.string(), bytes: z.int() })),
})
export type BlindWork = z.output<typeof BlindWork>

import { z } from 'zod'

const Reason = z.string().trim().min(1).max(2000)

export const NewProposal = z.strictObject({
  /** Teams that get no award, each with its reason. */
  exclusions: z
    .array(z.strictObject({ teamId: z.uuid(), reason: Reason }))
    .max(1000)
    .default([]),
  /** Who gets an award where more teams are equal than there are places. */
  decisions: z
    .array(
      z.strictObject({
        award: z.string().max(40),
        division: z.string().max(40).nullable(),
        teamIds: z.array(z.uuid()).min(1).max(1000),
        reason: Reason,
      }),
    )
    .max(200)
    .default([]),
})
export type NewProposal = z.output<typeof NewProposal>

export const Check = z.strictObject({
  /** When the public may read it; in the past or left out: at once. */
  publishAt: z.int().nonnegative().nullable().default(null),
})
export const Return = z.strictObject({ reason: Reason })

const TeamName = z.object({
  teamId: z.uuid(),
  number: z.string().nullable(),
  name: z.string(),
  title: z.string(),
})

export const AwardLine = TeamName.extend({
  award: z.string(),
  division: z.string(),
  rank: z.int(),
  score: z.number().nullable(),
  place: z.int(),
  prizeFen: z.int(),
  recommend: z.boolean(),
  bodies: z.array(z.string()),
})
export type AwardLine = z.output<typeof AwardLine>

export const AwardListView = z.object({
  id: z.uuid(),
  number: z.int(),
  state: z.enum(['proposed', 'returned', 'checked', 'published', 'replaced']),
  rows: z.array(AwardLine),
  /** Equal ranks at a border, not decided yet. */
  borders: z.array(
    z.object({
      award: z.string(),
      division: z.string().nullable(),
      places: z.int(),
      teams: z.array(TeamName),
    }),
  ),
  vacant: z.array(z.object({ award: z.string(), division: z.string().nullable(), count: z.int() })),
  exclusions: z.array(TeamName.extend({ reason: z.string() })),
  decisions: z.array(
    z.object({
      award: z.string(),
      division: z.string().nullable(),
      teamIds: z.array(z.uuid()),
      reason: z.string(),
    }),
  ),
  prizeFen: z.int(),
  proposedBy: z.uuid(),
  proposedAt: z.int(),
  checkedBy: z.uuid().nullable(),
  checkedAt: z.int().nullable(),
  returnReason: z.string().nullable(),
  publishAt: z.int().nullable(),
  publishedAt: z.int().nullable(),
  /** The ranking has changed since: propose again. */
  outdated: z.boolean(),
})
export type AwardListView = z.output<typeof AwardListView>

/** An award that is published. */
export const AwardView = z.object({
  id: z.uuid(),
  award: z.string(),
  teamId: z.uuid(),
  teamName: z.string(),
  title: z.string(),
  division: z.string(),
  place: z.int(),
  rank: z.int(),
  prizeFen: z.int(),
  recommend: z.boolean(),
  number: z.string(),
  publishedAt: z.int(),
  revokedAt: z.int().nullable(),
  revokeReason: z.string().nullable(),
  /** Null: not made yet. */
  certificate: z
    .object({ digest: z.string(), bytes: z.int(), issuedAt: z.int(), kept: z.boolean() })
    .nullable(),
})
export type AwardView = z.output<typeof AwardView>

import { z } from 'zod'
import { ContestBrief } from '../scheme/model.ts'

const Counts = z.object({ total: z.int(), inState: z.record(z.string(), z.int()) })

export const NEXT = [
  'publish',
  'entries',
  'questions',
  'post_drafts',
  'assign',
  'sheets',
  'shortlist',
  'finalists',
  'awards',
  'close',
] as const

export const BoardView = ContestBrief.extend({
  organiserNameZh: z.string(),
  organiserNameEn: z.string(),
  now: z.int(),
  /** Teams by state; people and bodies of teams that were handed in. */
  teams: Counts,
  people: z.int(),
  bodies: z.int(),
  rounds: z.array(
    z.object({
      code: z.string(),
      titleZh: z.string(),
      titleEn: z.string(),
      works: z.int(),
      drafts: z.int(),
      assignments: z.int(),
      sheets: z.int(),
      ranked: z.boolean(),
      shortlist: z.int(),
      quota: z.int().nullable(),
    }),
  ),
  finalists: z.int(),
  awards: z.int(),
  awardsPlanned: z.int(),
  /** What has to be done next, the most urgent first. */
  next: z.array(
    z.object({
      code: z.enum(NEXT),
      round: z.string().nullable(),
      count: z.int(),
      by: z.int().nullable(),
    }),
  ),
})
export type BoardView = z.output<typeof BoardView>
export type NextStep = BoardView['next'][number]

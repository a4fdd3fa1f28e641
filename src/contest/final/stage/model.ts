import { z } from 'zod'
import { Criterion } from '../../scheme/index.ts'
import { DefenceState } from '../model.ts'
import { MOVES } from './states.ts'

/** What is left of both parts, ms; below 0: over time. */
export const ClockView = z.object({ present: z.number(), question: z.number(), running: z.boolean() })
export type ClockView = z.output<typeof ClockView>

/** A team on its way over the stage, as everybody in the hall sees it. */
export const HallTurn = z.object({
  number: z.string().nullable(),
  name: z.string(),
  title: z.string(),
  division: z.string(),
  place: z.int(),
  state: DefenceState,
  clock: ClockView,
})
export type HallTurn = z.output<typeof HallTurn>

export const TurnView = HallTurn.extend({
  id: z.uuid(),
  teamId: z.uuid(),
  run: z.int(),
  seq: z.int(),
  moves: z.array(z.enum(MOVES)),
  reason: z.string().nullable(),
  startedAt: z.int().nullable(),
  endedAt: z.int().nullable(),
})
export type TurnView = z.output<typeof TurnView>

/** For the presiding officer. */
export const StageView = z.object({
  now: z.int(),
  titleZh: z.string(),
  titleEn: z.string(),
  /** The reader is the one who presides. */
  presiding: z.boolean(),
  lengths: z.object({ presentSeconds: z.int(), questionSeconds: z.int() }),
  turns: z.array(TurnView),
  /** The turn on the stage. */
  current: z.uuid().nullable(),
  judges: z.array(z.object({ name: z.string(), apart: z.boolean(), submitted: z.boolean() })),
  releasedAt: z.int().nullable(),
})
export type StageView = z.output<typeof StageView>

const Bilingual = { zh: z.string(), en: z.string() }
const RankRow = z.object({
  rank: z.int(),
  score: z.number().nullable(),
  parts: z.object({
    defence: z.number().nullable(),
    hiddenTest: z.number().nullable(),
    review: z.number().nullable(),
  }),
  number: z.string().nullable(),
  name: z.string(),
  title: z.string(),
  division: z.string(),
})
export type RankRow = z.output<typeof RankRow>

/** The ranking of the moment, or the released one, for the presiding officer. */
export const InstantView = z.object({
  rows: z.array(RankRow.extend({ teamId: z.uuid(), sheets: z.int(), spread: z.number().nullable() })),
  /** Turns that are not over. */
  open: z.int(),
  released: z.boolean(),
})
export type InstantView = z.output<typeof InstantView>

/** The screen in the hall: no score before the release. */
export const HallView = z.object({
  now: z.int(),
  title: z.object(Bilingual),
  divisions: z.array(z.object({ code: z.string(), ...Bilingual })),
  lengths: z.object({ presentSeconds: z.int(), questionSeconds: z.int() }),
  current: HallTurn.nullable(),
  next: z.array(HallTurn.omit({ clock: true })),
  over: z.int(),
  total: z.int(),
  released: z.array(RankRow).nullable(),
  releasedAt: z.int().nullable(),
})
export type HallView = z.output<typeof HallView>

/** What a judge has before them: the team on the stage and their own sheet for it. */
export const JudgeView = z.object({
  now: z.int(),
  title: z.object(Bilingual),
  criteria: z.array(Criterion),
  current: HallTurn.extend({ id: z.uuid() }).nullable(),
  /** A conflict keeps this judge away from the team on the stage. */
  apart: z.boolean(),
  /** Not declared yet: the sheet opens after that. */
  declared: z.boolean(),
  sheet: z
    .object({
      scores: z.record(z.string(), z.number()),
      comment: z.string(),
      state: z.enum(['draft', 'submitted']),
    })
    .nullable(),
  /** Turns that this judge has handed in for, and all that are over. */
  handedIn: z.int(),
  over: z.int(),
  total: z.int(),
})
export type JudgeView = z.output<typeof JudgeView>

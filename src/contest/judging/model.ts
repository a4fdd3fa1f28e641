import { z } from 'zod'

/** What experts write, and what each reader is told. Every field of an answer to an expert is listed here on purpose. */

const Code = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
export const RoundCode = Code
/** An expert's own name for a work. */
export const WorkCode = z.string().regex(/^[A-Za-z0-9-]{1,40}$/)
const Long = z.string().trim().max(5000)
/** Somebody's grounds, kept as evidence. */
export const Reason = z.string().trim().min(4).max(1000)

const POINT_STEP = 100
/** Points with two digits at most: what a person writes is what is counted. */
export const Points = z
  .record(
    Code,
    z
      .number()
      .min(0)
      .max(1000)
      .refine(
        (value) => Math.abs(value * POINT_STEP - Math.round(value * POINT_STEP)) < 1e-6,
        'two digits at most',
      ),
  )
  .refine((points) => Object.keys(points).length <= 30, 'at most 30 criteria')
export type Points = z.output<typeof Points>

export const SheetDraft = z.strictObject({
  scores: Points,
  comment: Long.default(''),
  privateNote: Long.default(''),
  /** The draft that this one was made from; another window may have saved since. */
  revision: z.int().min(0),
})
export type SheetDraft = z.output<typeof SheetDraft>

export const SheetState = z.enum(['none', 'draft', 'submitted'])
export type SheetState = z.output<typeof SheetState>

/* ---- the expert's desk ---- */

const Both = { titleZh: z.string(), titleEn: z.string() }

export const DeskCriterion = z.object({
  code: z.string(),
  ...Both,
  weight: z.number(),
  max: z.int(),
  anchors: z.array(z.object({ points: z.int(), textZh: z.string(), textEn: z.string() })),
})

/** One round in which the reader judges. Numbers are of the reader's own works alone. */
export const DeskRound = z.object({
  contestId: z.uuid(),
  round: z.string(),
  contestZh: z.string(),
  contestEn: z.string(),
  ...Both,
  opensAt: z.int(),
  closesAt: z.int(),
  opening: z.enum(['before', 'open', 'over']),
  /** Scores are counted: nothing is taken any more. */
  frozen: z.boolean(),
  declared: z.boolean(),
  works: z.int(),
  submitted: z.int(),
  drafts: z.int(),
  /** The organiser asked for what is missing. */
  reminded: z.boolean(),
})
export type DeskRound = z.output<typeof DeskRound>

export const DeskWork = z.object({
  code: z.string(),
  /** Of the blind copy; empty until it may be read. */
  title: z.string(),
  ready: z.boolean(),
  state: SheetState,
  reopened: z.boolean(),
  discussion: z.boolean(),
  rescore: z.boolean(),
})
export type DeskWork = z.output<typeof DeskWork>

export const DeskSheet = z.object({
  state: SheetState,
  scores: z.record(z.string(), z.number()),
  comment: z.string(),
  privateNote: z.string(),
  revision: z.int(),
  /** Times at which this sheet was submitted so far. */
  edition: z.int(),
  savedAt: z.int().nullable(),
  /** The organiser's word when it was given back. */
  reopened: z.string(),
  editable: z.boolean(),
})
export type DeskSheet = z.output<typeof DeskSheet>

export const DeskWorkView = z.object({
  code: z.string(),
  division: z.string(),
  divisionZh: z.string(),
  divisionEn: z.string(),
  title: z.string(),
  fields: z.array(z.object({ code: z.string(), ...Both, text: z.string() })),
  /** By their place: an id would tell when a file came. */
  files: z.array(z.object({ place: z.int(), name: z.string(), type: z.string(), bytes: z.int() })),
  criteria: z.array(DeskCriterion),
  sheet: DeskSheet,
  discussion: z.boolean(),
  /** Until when the sheet may be changed after the discussion; null where no such time was opened. */
  rescoreUntil: z.int().nullable(),
})
export type DeskWorkView = z.output<typeof DeskWorkView>

export const DeskDiscussion = z.object({
  open: z.boolean(),
  /** 专家1…n. */
  sheets: z.array(
    z.object({
      seat: z.int(),
      own: z.boolean(),
      score: z.number(),
      scores: z.record(z.string(), z.number()),
      comment: z.string(),
    }),
  ),
  /** `day` and no finer: a moment would tell who was at the desk. */
  remarks: z.array(z.object({ seat: z.int(), own: z.boolean(), text: z.string(), day: z.string() })),
})
export type DeskDiscussion = z.output<typeof DeskDiscussion>

export const Saved = z.object({ revision: z.int(), savedAt: z.int() })

/* ---- the organiser ---- */

export const ExpertProgress = z.object({
  expertId: z.uuid(),
  name: z.string(),
  assigned: z.int(),
  submitted: z.int(),
  drafts: z.int(),
  late: z.int(),
  declared: z.boolean(),
  remindedAt: z.int().nullable(),
  /** Of the sheets that are in; null while there are none. */
  shape: z
    .object({
      mean: z.number(),
      offset: z.number(),
      scale: z.number(),
      shared: z.int(),
      group: z.int(),
      /** Sheets in ten steps of ten points each. */
      steps: z.array(z.int()),
    })
    .nullable(),
})
export type ExpertProgress = z.output<typeof ExpertProgress>

export const RankingHead = z.object({
  number: z.int(),
  createdAt: z.int(),
  word: z.string(),
  inputsDigest: z.string(),
  shortlistedAt: z.int().nullable(),
  publishedAt: z.int().nullable(),
})
export type RankingHead = z.output<typeof RankingHead>

export const JudgingView = z.object({
  contestId: z.uuid(),
  round: z.string(),
  ...Both,
  now: z.int(),
  opensAt: z.int(),
  closesAt: z.int(),
  opening: z.enum(['before', 'open', 'over']),
  works: z.int(),
  sheets: z.object({ due: z.int(), submitted: z.int(), drafts: z.int(), late: z.int() }),
  /** Works that have too few sheets as it stands. */
  thin: z.int(),
  /** Experts of one group only can be compared with each other. */
  groups: z.int(),
  experts: z.array(ExpertProgress),
  rankings: z.array(RankingHead),
  appeals: z.int(),
})
export type JudgingView = z.output<typeof JudgingView>

export const SheetBrief = z.object({
  assignmentId: z.uuid(),
  expertId: z.uuid(),
  expert: z.string(),
  code: z.string(),
  workId: z.uuid(),
  title: z.string(),
  number: z.string().nullable(),
  team: z.string(),
  state: SheetState,
  late: z.boolean(),
  edition: z.int(),
  submittedAt: z.int().nullable(),
  score: z.number().nullable(),
  /** It may be given back to its expert. */
  reopenable: z.boolean(),
})
export type SheetBrief = z.output<typeof SheetBrief>

export const RankRow = z.object({
  workId: z.uuid(),
  teamId: z.uuid(),
  number: z.string().nullable(),
  team: z.string(),
  title: z.string(),
  division: z.string(),
  rank: z.int(),
  divisionRank: z.int(),
  score: z.number().nullable(),
  raw: z.number().nullable(),
  calibrated: z.number().nullable(),
  /** Rank by raw scores where calibrated ones rank, and the other way round. */
  otherRank: z.int().nullable(),
  sheets: z.int(),
  median: z.number().nullable(),
  lowest: z.number().nullable(),
  spread: z.number().nullable(),
  disagree: z.boolean(),
  tie: z.string().nullable(),
  /** By rank and quota. */
  byRank: z.enum(['on', 'contested', 'off']),
  /** By the short list, where it was decided. */
  on: z.boolean().nullable(),
  /** Why it differs from the rank. */
  why: z.string(),
})
export type RankRow = z.output<typeof RankRow>

export const ManualChange = z.strictObject({ teamId: z.uuid(), why: Reason })

export const RankingView = z.object({
  /** Null: counted now, from the sheets that are in; nothing is frozen. */
  head: RankingHead.nullable(),
  free: z.int(),
  places: z.int().nullable(),
  total: z.int(),
  /** What people changed of the list by rank when the short list was decided. */
  changes: z.object({ add: z.array(ManualChange), remove: z.array(ManualChange) }),
  items: z.array(RankRow),
})
export type RankingView = z.output<typeof RankingView>

export const WorkSheets = z.object({
  workId: z.uuid(),
  title: z.string(),
  team: z.string(),
  number: z.string().nullable(),
  discussion: z.boolean(),
  rescoreUntil: z.int().nullable(),
  sheets: z.array(
    z.object({
      assignmentId: z.uuid(),
      expert: z.string(),
      seat: z.int().nullable(),
      state: SheetState,
      score: z.number().nullable(),
      scores: z.record(z.string(), z.number()),
      comment: z.string(),
      edition: z.int(),
    }),
  ),
  remarks: z.array(z.object({ seat: z.int(), expert: z.string(), text: z.string(), at: z.int() })),
})
export type WorkSheets = z.output<typeof WorkSheets>

export const NewRanking = z.strictObject({
  /** Why works with too few sheets, or sheets that are still due, are left as they are. */
  word: z.string().trim().max(1000).default(''),
})
export const NewShortlist = z.strictObject({
  /** The ranking that was looked at. */
  number: z.int().min(1),
  add: z.array(ManualChange).max(500).default([]),
  remove: z.array(ManualChange).max(500).default([]),
})
export type NewShortlist = z.output<typeof NewShortlist>
export const Publish = z.strictObject({
  number: z.int().min(1),
  /** Moment for all teams at once; null: now. */
  at: z.int().positive().nullable().default(null),
})
export const Reopen = z.strictObject({ reason: Reason })
export const NewRescore = z.strictObject({ reason: Reason, closesAt: z.int().positive() })

/* ---- teams ---- */

export const AppealState = z.enum(['open', 'upheld', 'rejected'])
export const NewAppeal = z.strictObject({ text: z.string().trim().min(10).max(5000) })
export const AppealDecision = z.strictObject({ decision: z.enum(['upheld', 'rejected']), reason: Reason })

const OwnAppeal = z.object({
  state: AppealState,
  text: z.string(),
  reason: z.string(),
  createdAt: z.int(),
  decidedAt: z.int().nullable(),
})

export const OwnResult = z.object({
  /** `pending` looks the same for every team until the moment of publication. */
  state: z.enum(['pending', 'published']),
  on: z.boolean().nullable(),
  rank: z.int().nullable(),
  of: z.int().nullable(),
  divisionRank: z.int().nullable(),
  score: z.number().nullable(),
  comments: z.array(z.string()),
  publishedAt: z.int().nullable(),
  /** Appeals are taken until then; null: none. */
  appealUntil: z.int().nullable(),
  appeal: OwnAppeal.nullable(),
})
export type OwnResult = z.output<typeof OwnResult>

export const AppealView = OwnAppeal.extend({
  id: z.uuid(),
  teamId: z.uuid(),
  workId: z.uuid().nullable(),
  team: z.string(),
  number: z.string().nullable(),
  ranking: z.int(),
  rank: z.int().nullable(),
})
export type AppealView = z.output<typeof AppealView>

/* ---- the auditor ---- */

export const Recomputed = z.object({
  ok: z.boolean(),
  number: z.int(),
  works: z.int(),
  sheets: z.int(),
  inputsDigest: z.string(),
  problems: z.array(z.object({ what: z.string(), subject: z.string() })),
  /** Sheets in evidence that the ranking did not count: declined or taken back. */
  leftOut: z.array(z.string()),
})
export type Recomputed = z.output<typeof Recomputed>

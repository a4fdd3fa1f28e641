import { z } from 'zod'

/**
 * The scheme of a contest: everything that differs between one contest and another, as one versioned value. Moments are
 * ms since 1970, money is 分.
 */

const Code = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'small letters, digits, _')
const Name = z.string().trim().min(1).max(200)
const Text = z.string().trim().max(20_000)
const Both = { titleZh: Name, titleEn: Name }
const Moment = z.int().nonnegative()
const distinct = (items: readonly { code: string }[]) =>
  new Set(items.map((one) => one.code)).size === items.length

/** Pages are written in it: one that nobody knows would stop them. */
function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** A track 赛道, a field 领域 or a special session 专场: where a work belongs. */
export const Division = z.strictObject({
  code: Code,
  kind: z.enum(['track', 'field', 'session']),
  ...Both,
  textZh: Text.default(''),
  textEn: Text.default(''),
  /** Everybody of the team must be a student (学生专场). */
  studentsOnly: z.boolean().default(false),
})
export type Division = z.output<typeof Division>

export const FormField = z.strictObject({
  code: Code,
  ...Both,
  kind: z.enum(['text', 'long_text', 'choice', 'url', 'file']),
  required: z.boolean().default(true),
  /** Characters of a text. */
  maxLength: z.int().min(1).max(50_000).default(2_000),
  options: z
    .array(z.strictObject({ code: Code, ...Both }))
    .max(50)
    .default([]),
  /** File endings that are taken, without a dot; of a `file` field. */
  types: z
    .array(z.string().regex(/^[a-z0-9]{1,8}$/))
    .max(20)
    .default([]),
  maxBytes: z
    .int()
    .min(1)
    .max(2 ** 31)
    .default(50 * 2 ** 20),
  maxFiles: z.int().min(1).max(20).default(1),
  /** Seen by the organiser only: never part of what an expert reads. */
  identifying: z.boolean().default(false),
})
export type FormField = z.output<typeof FormField>

const Span = { opensAt: Moment, closesAt: Moment }
const ordered = ({ opensAt, closesAt }: { opensAt: number; closesAt: number }) => opensAt < closesAt

export const EntryRules = z
  .strictObject({
    ...Span,
    minMembers: z.int().min(1).max(50).default(1),
    maxMembers: z.int().min(1).max(50).default(10),
    maxBodies: z.int().min(1).max(20).default(5),
    /** Teams that one person may be in. */
    teamsPerPerson: z.int().min(1).max(10).default(1),
    realName: z.enum(['required', 'optional']).default('required'),
    /** What a team asserts and each member signs. */
    statements: z
      .array(z.strictObject({ code: Code, ...Both, textZh: Text, textEn: Text }))
      .max(20)
      .default([]),
    /** Days after a request for supplement within which it may be answered. */
    supplementDays: z.int().min(0).max(60).default(5),
    /** Most teams that are admitted in all; null: no limit. */
    quota: z.int().positive().nullable().default(null),
  })
  .refine(ordered, 'opens before it closes')

export const Criterion = z.strictObject({
  code: Code,
  ...Both,
  /** Weights count in proportion to their sum. */
  weight: z.number().positive().max(1000),
  max: z.int().min(1).max(1000).default(100),
  /** What a number of points means: shown beside the slider. */
  anchors: z
    .array(z.strictObject({ points: z.int().min(0), textZh: Text, textEn: Text }))
    .max(10)
    .default([]),
})
export type Criterion = z.output<typeof Criterion>

export const Rubric = z.strictObject({
  criteria: z.array(Criterion).min(1).max(30).refine(distinct, 'codes differ'),
})
export type Rubric = z.output<typeof Rubric>

/** How many go on: in all, each division alone, or both (each division first, the rest by rank). */
export const Quota = z.strictObject({
  total: z.int().positive().nullable().default(null),
  perDivision: z.record(z.string(), z.int().min(0)).default({}),
})
export type Quota = z.output<typeof Quota>

export const TIES = ['criterion', 'median', 'lowest', 'hidden_test', 'earlier'] as const

export const Scoring = z.strictObject({
  reviewsPerWork: z.int().min(1).max(30).default(5),
  /** Highest and lowest sheets left out of a work's mean, where at least `trimFrom` sheets are in. */
  trim: z.int().min(0).max(5).default(0),
  trimFrom: z.int().min(3).max(30).default(5),
  /** Per-expert offset and scale, reported beside the raw scores: `report` ranks by raw, `rank` by calibrated. */
  calibrate: z.enum(['off', 'report', 'rank']).default('report'),
  /** Fewer sheets than this: the work has no score and ranks last, and the round cannot be closed without a word. */
  fewest: z.int().min(1).max(30).default(3),
  ties: z.array(z.enum(TIES)).default(['criterion', 'median', 'lowest']),
})
export type Scoring = z.output<typeof Scoring>

/** One round of selection 初赛 / 复赛: what is handed in, who judges it by what, who goes on. */
export const Round = z.strictObject({
  code: Code,
  ...Both,
  submission: z
    .strictObject({
      ...Span,
      /** Accepted after the deadline, by the server's clock; what comes later is refused. */
      graceMs: z.int().min(0).max(3_600_000).default(0),
      form: z.array(FormField).max(60).refine(distinct, 'codes differ'),
    })
    .refine(ordered, 'opens before it closes'),
  review: z
    .strictObject({
      ...Span,
      rubric: Rubric,
      scoring: Scoring.prefault({}),
      /** Days in which a team may appeal after publication; 0: none. */
      appealDays: z.int().min(0).max(60).default(0),
      /** What a team is told of its own result: whether it goes on, its place besides, or its score too. */
      tells: z.enum(['pass', 'rank', 'score']).default('rank'),
      /** The experts' comments go to the team, without a name. */
      tellsComments: z.boolean().default(false),
    })
    .refine(ordered, 'opens before it closes'),
  quota: Quota,
})
export type Round = z.output<typeof Round>

/** A task with a hidden test: the team's artefact is run on data that it never saw. */
export const HiddenTask = z.strictObject({
  code: Code,
  ...Both,
  textZh: Text.default(''),
  textEn: Text.default(''),
  metric: z.enum(['rmse', 'mae', 'auc', 'accuracy', 'f1']),
  /** Part of the hidden rows whose score the team sees while it works; the rest decides. */
  publicShare: z.number().min(0).max(0.9).default(0.3),
  runsPerDay: z.int().min(1).max(100).default(3),
  runsInAll: z.int().min(1).max(1000).default(60),
  cpuSeconds: z.int().min(1).max(86_400).default(600),
  /** Digits of a shown score. */
  digits: z.int().min(1).max(6).default(3),
  /** Whether teams see each other's names beside the public scores. */
  board: z.enum(['blind', 'names']).default('blind'),
})
export type HiddenTask = z.output<typeof HiddenTask>

export const Final = z
  .strictObject({
    ...Span,
    /** 20 days of work in the seats; the defence is at the end. */
    workDays: z.int().min(0).max(60).default(20),
    defence: z.strictObject({
      presentSeconds: z.int().min(60).max(7200).default(600),
      questionSeconds: z.int().min(0).max(7200).default(300),
      rubric: Rubric,
      scoring: Scoring.prefault({ reviewsPerWork: 7, trim: 1, fewest: 3, calibrate: 'off' }),
    }),
    tasks: z.array(HiddenTask).max(20).default([]),
    /** Shares of the final score; those of parts that a contest has not are left out. */
    weights: z
      .strictObject({
        defence: z.number().min(0).max(1).default(1),
        hiddenTest: z.number().min(0).max(1).default(0),
        /** Carried over from the last round. */
        review: z.number().min(0).max(1).default(0),
      })
      .prefault({}),
  })
  .refine(ordered, 'opens before it closes')
export type Final = z.output<typeof Final>

export const Award = z.strictObject({
  code: Code,
  ...Both,
  count: z.int().positive(),
  per: z.enum(['contest', 'division']).default('contest'),
  /** Prize money in 分. */
  prizeFen: z.int().nonnegative().default(0),
  /** Recommended to the next level, such as the national final. */
  recommend: z.boolean().default(false),
})
export type Award = z.output<typeof Award>

export const Scheme = z
  .strictObject({
    ...Both,
    themeZh: Text.default(''),
    themeEn: Text.default(''),
    introZh: Text.default(''),
    introEn: Text.default(''),
    /** One time zone for all moments that people read. */
    timeZone: z
      .string()
      .max(60)
      .refine(isTimeZone, 'a time zone such as Asia/Shanghai')
      .default('Asia/Shanghai'),
    divisionWord: z.enum(['track', 'field']),
    divisions: z.array(Division).min(1).max(40).refine(distinct, 'codes differ'),
    entry: EntryRules,
    rounds: z.array(Round).min(1).max(5).refine(distinct, 'codes differ'),
    final: Final.nullable().default(null),
    /** From the first to the last. */
    awards: z.array(Award).max(20).refine(distinct, 'codes differ'),
    /** Rules, handbooks: shown on the public front. */
    documents: z
      .array(z.strictObject({ code: Code, ...Both, textZh: Text, textEn: Text }))
      .max(30)
      .default([]),
  })
  .superRefine((scheme, ctx) => {
    const known = new Set(scheme.divisions.map(({ code }) => code))
    for (const [at, round] of scheme.rounds.entries()) {
      for (const code of Object.keys(round.quota.perDivision))
        if (!known.has(code))
          ctx.addIssue({
            code: 'custom',
            path: ['rounds', at, 'quota', 'perDivision', code],
            message: 'unknown division',
          })
      const before = scheme.rounds[at - 1]?.review.closesAt ?? scheme.entry.opensAt
      if (round.submission.opensAt < before)
        ctx.addIssue({
          code: 'custom',
          path: ['rounds', at, 'submission', 'opensAt'],
          message: 'before the step before it ends',
        })
      if (round.review.opensAt < round.submission.closesAt + round.submission.graceMs)
        ctx.addIssue({
          code: 'custom',
          path: ['rounds', at, 'review', 'opensAt'],
          message: 'before the submission is closed',
        })
    }
    const last = scheme.rounds.at(-1)
    if (scheme.final && last && scheme.final.opensAt < last.review.closesAt)
      ctx.addIssue({ code: 'custom', path: ['final', 'opensAt'], message: 'before the last review ends' })
  })
export type Scheme = z.output<typeof Scheme>
export type SchemeInput = z.input<typeof Scheme>

export const ContestState = z.enum(['draft', 'published', 'closed'])
export type ContestState = z.output<typeof ContestState>

export interface Contest {
  readonly id: string
  /** Part of the public address: `/contest/<code>`. */
  readonly code: string
  /** The body that holds it. */
  readonly organiserId: string
  readonly state: ContestState
  readonly scheme: Scheme
  /** Version of the scheme. */
  readonly number: number
  readonly createdAt: number
  readonly publishedAt: number | null
  readonly closedAt: number | null
}

/** Part of the public address: short, and read aloud without doubt. */
export const ContestCode = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .min(2)
  .max(40)

export const NewContest = z.strictObject({ code: ContestCode, scheme: Scheme })
export type NewContest = z.output<typeof NewContest>

const StageView = z.object({
  name: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  opensAt: z.int(),
  closesAt: z.int(),
})

export const ContestBrief = z.object({
  id: z.uuid(),
  code: z.string(),
  organiserId: z.uuid(),
  state: ContestState,
  titleZh: z.string(),
  titleEn: z.string(),
  number: z.int(),
  createdAt: z.int(),
  publishedAt: z.int().nullable(),
  closedAt: z.int().nullable(),
  stages: z.array(StageView),
})
export type ContestBrief = z.output<typeof ContestBrief>

export const ContestView = ContestBrief.extend({ scheme: Scheme, lacks: z.array(z.string()) })
export type ContestView = z.output<typeof ContestView>

export const SchemeVersion = z.object({
  number: z.int(),
  at: z.int(),
  byUser: z.uuid(),
  reason: z.string(),
  differences: z.array(z.object({ where: z.string(), before: z.string(), after: z.string() })),
})
export type SchemeVersion = z.output<typeof SchemeVersion>

const Reason = z.string().trim().max(2_000)
export const SchemeChangeBody = z.strictObject({
  number: z.int().positive(),
  scheme: Scheme,
  reason: Reason.default(''),
})
export const ExtensionBody = z.strictObject({
  stage: z.string().max(80),
  closesAt: Moment,
  shift: z.boolean().default(true),
  reason: Reason,
})
export const ClosingBody = z.strictObject({ reason: Reason })

import { z } from 'zod'
import { ENVIRONMENTS, OUTPUT_KINDS, Purpose } from '../policy/index.ts'

/** What the asking body does so that nobody is found again in what it sees. */
export const SAFEGUARDS = [
  'staff_bound',
  'two_persons',
  'screen_watermark',
  'no_linking',
  'no_export',
  'training',
] as const

/** What the data will be put together with: nothing, tables of the same contract, the body's own, those of others. */
export const JOINS = ['none', 'contract', 'own', 'external'] as const

const Day = z.iso.date()
const Field = z.string().regex(/^[a-z][a-z0-9_]{0,62}\.[^.]{1,128}$/)

/** 使用前评估表: what a body says before it uses data. */
export const RiskForm = z
  .strictObject({
    /** What exactly is to be found out. */
    purposeDetail: z.string().trim().min(10).max(2000),
    /** People who will work with it. */
    people: z.int().min(1).max(10_000),
    /** `table.column` of the product. */
    columns: z.array(Field).min(1).max(2000),
    rows: z
      .strictObject({
        /** First and last day of the records that are needed; null: all there are. */
        from: Day.nullable().default(null),
        to: Day.nullable().default(null),
        /** GB/T 2260 prefixes; none named: all regions. */
        regions: z
          .array(z.string().regex(/^\d{2}(\d{2}){0,2}$/))
          .max(500)
          .default([]),
      })
      .refine(({ from, to }) => from === null || to === null || from <= to, {
        path: ['to'],
        message: 'the last day is not before the first',
      })
      .prefault({}),
    environment: z.enum(ENVIRONMENTS),
    outputs: z.array(z.enum(OUTPUT_KINDS)).min(1).max(OUTPUT_KINDS.length),
    /** Days that results and intermediate data are kept. */
    retentionDays: z.int().min(0).max(36_500),
    joins: z.enum(JOINS).default('none'),
    safeguards: z.array(z.enum(SAFEGUARDS)).max(SAFEGUARDS.length).default([]),
  })
  .refine(({ columns }) => new Set(columns).size === columns.length, {
    path: ['columns'],
    message: 'each column once',
  })
export type RiskForm = z.output<typeof RiskForm>
export type RiskFormInput = z.input<typeof RiskForm>

export const RISK_LEVELS = ['low', 'medium', 'high'] as const
export type RiskLevel = (typeof RISK_LEVELS)[number]

/** Kinds of consumers, from the one that answers to most oversight to the one that answers to least. */
export const CONSUMER_KINDS = ['public', 'service', 'market'] as const
export type ConsumerKind = (typeof CONSUMER_KINDS)[number]

export const FactColumn = z.strictObject({
  name: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  /** Position in its scheme, 0 the least protected … 1 the most; null: nobody has graded it. */
  grade: z.number().min(0).max(1).nullable(),
  level: z.string().nullable(),
})
export type FactColumn = z.output<typeof FactColumn>

/** What the score is counted from beside form and policy; read from the space by `riskFacts`. */
export const RiskFacts = z.strictObject({
  purpose: Purpose,
  consumer: z.enum(CONSUMER_KINDS),
  /** Notices about the consumer in the last two years. */
  notices: z.int().min(0),
  tables: z.array(
    z.strictObject({
      /** SQL name. */
      name: z.string(),
      rows: z.int().min(0),
      persons: z.boolean(),
      columns: z.array(FactColumn),
      /** First and last day of its records, where they are known. */
      from: Day.nullable().default(null),
      to: Day.nullable().default(null),
    }),
  ),
})
export type RiskFacts = z.output<typeof RiskFacts>

const Words = z.object({ zh: z.string(), en: z.string() })

export const RiskPart = z.object({
  code: z.string(),
  points: z.number(),
  max: z.number(),
  zh: z.string(),
  en: z.string(),
})
export type RiskPart = z.output<typeof RiskPart>

export const Assessed = z.object({
  /** 0 … 100. */
  score: z.number(),
  level: z.enum(RISK_LEVELS),
  /** Versions of the data that it was counted with. */
  weights: z.int(),
  needs: z.int(),
  parts: z.array(RiskPart),
  /** 最小够用: what the purpose does not need, with the reason. */
  notNeeded: z.object({
    columns: z.array(
      Words.extend({
        field: z.string(),
        titleZh: z.string(),
        titleEn: z.string(),
        /** `unneeded`: its group is none of the purpose's. `unknown`: in no group, so the form has to say why. */
        kind: z.enum(['unneeded', 'unknown']),
      }),
    ),
    rows: z.array(
      Words.extend({
        kind: z.enum(['years']),
        /** The first day that would do. */
        from: z.string().nullable(),
      }),
    ),
  }),
})
export type Assessed = z.output<typeof Assessed>

export const RiskRecord = Assessed.extend({
  id: z.uuid(),
  requestId: z.uuid(),
  /** 1 for the first assessment of a request; the newest counts. */
  n: z.int(),
  form: RiskForm,
  facts: RiskFacts.pick({ consumer: true, notices: true, purpose: true }),
  approvals: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string() })),
  createdAt: z.int(),
})
export type RiskRecord = z.output<typeof RiskRecord>

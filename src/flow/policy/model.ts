import { z } from 'zod'
import { canonicalConstraint, LAST_INSTANT } from './constraint/index.ts'
import { PURPOSE_CODES } from './purpose/tree.ts'
import { ACTIONS, OPERAND_NAMES, OPERATORS } from './vocabulary.ts'

/** A list that is a set: each member once, in the order of the vocabulary, so that equal policies have one hash. */
const setOf = <const T extends string>(all: readonly [T, ...T[]] | readonly T[]) =>
  z
    .array(z.enum(all as readonly [T, ...T[]]))
    .min(1)
    .max(200)
    .overwrite((chosen) => all.filter((one) => chosen.includes(one)))

/** What a column may be used for. Anything that a policy does not name is `hidden`. */
export const ColumnLevel = z.enum(['open', 'group', 'measure', 'join', 'compare', 'identity', 'hidden'])
export type ColumnLevel = z.output<typeof ColumnLevel>

export const ColumnRef = z.strictObject({ table: z.string(), column: z.string() })
export type ColumnRef = z.output<typeof ColumnRef>

/** Default k. No national number was found (facts/disclosure-control §2.4): ACRO's threshold. */
export const DEFAULT_MIN_GROUP = 10

/** Purposes 用途 as a closed, versioned tree: `purpose/purposes.v1.json` holds parents and titles. */
export const PURPOSES = PURPOSE_CODES
export const Purpose = z.enum(PURPOSES)
export type Purpose = z.output<typeof Purpose>

const ConstraintValue = z.string().min(1).max(500)

/**
 * A constraint 约束: operand, operator, value. Several in a list hold together. Values are texts, never numbers.
 * Parsing writes it in the one canonical way: operators over lists hold a sorted list, the others one text.
 */
export const Constraint = z
  .strictObject({
    operand: z.enum(OPERAND_NAMES),
    operator: z.enum(OPERATORS),
    value: z.union([ConstraintValue, z.array(ConstraintValue).min(1).max(500)]),
  })
  .overwrite(canonicalConstraint)
export type Constraint = z.output<typeof Constraint>

const Constraints = z.array(Constraint).max(100).default([])
const Actions = setOf(ACTIONS)

/** Something that somebody has to do 义务, such as `logRecordSend` before use or `delete` after the end. */
export const Duty = z.strictObject({ action: z.enum(ACTIONS), constraints: Constraints })
export type Duty = z.output<typeof Duty>

const Duties = z.array(Duty).max(20).default([])

/** 允许 with its duties before use 前置义务. */
export const Permission = z.strictObject({ actions: Actions, constraints: Constraints, duties: Duties })
export type Permission = z.output<typeof Permission>

/** 禁止 with its remedies 补救措施; without constraints it always holds. A prohibition wins over every permission. */
export const Prohibition = z.strictObject({ actions: Actions, constraints: Constraints, remedies: Duties })
export type Prohibition = z.output<typeof Prohibition>

/** 义务 of the consumer during or after use, with what follows when it is not met 违约责任. */
export const Obligation = z.strictObject({
  action: z.enum(ACTIONS),
  constraints: Constraints,
  consequences: Duties,
})
export type Obligation = z.output<typeof Obligation>

export const OUTPUT_KINDS = ['table', 'chart', 'model', 'report', 'file'] as const
export const ROUNDINGS = ['none', 'base5', 'midpoint6'] as const
export const SMALL_GROUPS = ['withhold', 'merge'] as const
/** Kinds of file that the machine understands whole, so that a contract may let it release them alone. */
export const AUTOMATIC_KINDS = ['table', 'statistics'] as const
/** Most people that a contract may ask to examine each result. */
export const MOST_CHECKERS = 5

/** What may be shown of a result, beside the minimum group size (facts/disclosure-control). */
export const Disclosure = z.strictObject({
  /** Distinct institutions that every row must rest on; 0: no rule. */
  minInstitutions: z.int().min(0).max(1000).default(0),
  /** (n, k) rule: the n largest may not hold more than `percent` of a sum. */
  dominance: z
    .strictObject({ n: z.int().min(1).max(10), percent: z.int().min(1).max(100) })
    .nullable()
    .default(null),
  /** p% rule; null: none. */
  pPercent: z.int().min(1).max(100).nullable().default(null),
  rounding: z.enum(ROUNDINGS).default('none'),
  /** Groups below k: left out (also where this is left out), or merged into 其他 where together they reach k. */
  smallGroups: z.enum(SMALL_GROUPS).optional(),
  outputs: setOf(OUTPUT_KINDS).default(['table']),
  /** People who examine an output before it leaves. Files of a seat are examined by two even where this says less. */
  checkers: z.int().min(0).max(MOST_CHECKERS).default(0),
  /** Kinds of file from a seat that leave without a person where no rule of the machine finds anything. None: left out. */
  automatic: setOf(AUTOMATIC_KINDS).optional(),
})
export type Disclosure = z.output<typeof Disclosure>

/** How the provider is told of each grant (TC609-6-2025-15 §8.1) and what its silence means. */
export const Notice = z.strictObject({
  veto: z.boolean().default(false),
  /** How long a grant waits for the provider's answer, ms. */
  waitMs: z.int().min(100).max(60_000).default(3000),
  silence: z.enum(['allow', 'deny']).default('deny'),
})
export type Notice = z.output<typeof Notice>

/** What is allowed where a policy does not say otherwise: look, compute, and take the released result away. */
const USE_PERMISSION: z.input<typeof Permission> = { actions: ['access', 'read', 'compute', 'download'] }

/**
 * The terms under which a product may be used. `consumers`, `purposes`, `from`, `until` and `maxRuns` bind every
 * permission; `permissions`, `prohibitions` and `obligations` say the rest in the words of `vocabulary.ts`.
 */
export const Policy = z.strictObject({
  /** Who may ask: participant ids, or any body of the space. */
  consumers: z.union([
    z.literal('any'),
    z
      .array(z.uuid())
      .min(1)
      .max(500)
      .overwrite((ids) => [...new Set(ids.map((id) => id.toLowerCase()))].sort()),
  ]),
  purposes: setOf(PURPOSES),
  /** First moment of use, ms since 1970; from the filing on when left out. */
  from: z.int().positive().max(LAST_INSTANT).optional(),
  /** Last moment of use, ms since 1970. */
  until: z.int().positive().max(LAST_INSTANT),
  /** How many runs the contract allows in all. */
  maxRuns: z.int().min(1).max(1_000_000),
  /** Table name → column name → level. */
  columns: z.record(z.string(), z.record(z.string(), ColumnLevel)),
  /** Pairs of columns that may be joined. */
  joinKeys: z.array(z.tuple([ColumnRef, ColumnRef])).max(200),
  /** k: results on fewer distinct insured persons are withheld. */
  minGroup: z.int().min(2).max(100_000).default(DEFAULT_MIN_GROUP),
  permissions: z
    .array(Permission)
    .min(1)
    .max(50)
    .default([Permission.parse(USE_PERMISSION)]),
  prohibitions: z.array(Prohibition).max(50).default([]),
  obligations: z.array(Obligation).max(50).default([]),
  disclosure: Disclosure.default(Disclosure.parse({})),
  /** May a single person's data be used? Each such use needs that person's live consent all the same. */
  singlePerson: z.boolean().default(false),
  notice: Notice.default(Notice.parse({})),
})
export type Policy = z.output<typeof Policy>
/** A policy as a caller writes it: what is left out gets its default when it is parsed. */
export type PolicyInput = z.input<typeof Policy>

/** An offer 要约: a published product with the policy that it is offered under. */
export const OfferView = z.object({
  id: z.uuid(),
  productId: z.uuid(),
  productTitleZh: z.string(),
  productTitleEn: z.string(),
  providerId: z.uuid(),
  providerNameZh: z.string(),
  providerNameEn: z.string(),
  state: z.enum(['open', 'withdrawn']),
  policy: Policy,
  createdAt: z.int(),
})
export type OfferView = z.output<typeof OfferView>

export const NewOffer = z.strictObject({ productId: z.uuid(), policy: Policy })
export type NewOffer = z.input<typeof NewOffer>

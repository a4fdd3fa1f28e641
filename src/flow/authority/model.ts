import { z } from 'zod'
import { ACTIONS, Purpose } from '../policy/index.ts'

/**
 * 公共数据授权运营: 实施机构 → 运营机构 → 二级开发主体. A link is one agreement between two bodies; its level is its
 * distance from the 实施机构. Level 3 is a partner of a 二级开发主体; nobody grants beyond it.
 */
export const MAX_LEVEL = 3

const Ids = (max: number) => z.array(z.uuid()).max(max).default([])

/** What a link opens: data sets of the 实施机构, named or by zone; for what; which actions; which columns. */
export const Scope = z
  .strictObject({
    /** Zones: the data sets of the 实施机构 in them, now and later. */
    zones: Ids(50),
    datasets: Ids(500),
    purposes: z.array(Purpose).min(1),
    actions: z.array(z.enum(ACTIONS)).min(1).max(ACTIONS.length),
    /** Data set → its columns that are open; a data set that is not named is open whole. Null: all columns. */
    columns: z
      .record(z.uuid(), z.array(z.string().min(1).max(128)).min(1).max(2000))
      .nullable()
      .default(null),
  })
  .refine((scope) => scope.zones.length + scope.datasets.length > 0, {
    path: ['zones'],
    message: 'at least one zone or data set',
  })
export type Scope = z.output<typeof Scope>

/** free 无偿 · fixed 一次性 · yearly 按年 · per_use 按次 · share 按收入分成. */
export const FEE_BASES = ['free', 'fixed', 'yearly', 'per_use', 'share'] as const

/** 运营服务费. Public governance and public good are free of charge; others by what the two bodies agreed. */
export const Fees = z
  .strictObject({
    basis: z.enum(FEE_BASES),
    /** 分; 0 for `free` and `share`. */
    fen: z.int().min(0).max(100_000_000_000).default(0),
    /** Share of the income, per cent; only for `share`. */
    percent: z.int().min(1).max(100).nullable().default(null),
    /** On what it rests, such as the price document. */
    note: z.string().trim().max(500).default(''),
  })
  .refine((fees) => (fees.basis === 'share') === (fees.percent !== null), {
    path: ['percent'],
    message: 'a share has a percentage, nothing else has',
  })
  .refine((fees) => ['free', 'share'].includes(fees.basis) === (fees.fen === 0), {
    path: ['fen'],
    message: 'an amount for fixed, yearly and per_use alone',
  })
export type Fees = z.output<typeof Fees>

export const NewLink = z.strictObject({
  /** The link that it goes on from; null: the first of a chain, made by the 实施机构 itself. */
  parentId: z.uuid().nullable().default(null),
  granteeId: z.uuid(),
  scope: Scope,
  /** ms since 1970. */
  from: z.int().positive(),
  until: z.int().positive(),
  fees: Fees,
  /** Kept as a draft until it is offered; else it is offered at once. */
  draft: z.boolean().default(false),
})
export type NewLink = z.input<typeof NewLink>

export const LINK_STATES = ['draft', 'offered', 'accepted', 'declined', 'withdrawn', 'expired'] as const
export type LinkState = (typeof LINK_STATES)[number]

export const DOCUMENT_TYPES = ['application/pdf', 'image/png', 'image/jpeg'] as const
export type DocumentType = (typeof DOCUMENT_TYPES)[number]
export const MAX_DOCUMENT_BYTES = 10 * 1024 * 1024
export const MAX_DOCUMENTS = 20

export const DocumentView = z.object({
  id: z.uuid(),
  name: z.string(),
  type: z.enum(DOCUMENT_TYPES),
  bytes: z.int(),
  digest: z.string(),
  addedAt: z.int(),
})
export type DocumentView = z.output<typeof DocumentView>

export const LinkView = z.object({
  id: z.uuid(),
  parentId: z.uuid().nullable(),
  rootId: z.uuid(),
  level: z.int(),
  grantorId: z.uuid(),
  grantorNameZh: z.string(),
  grantorNameEn: z.string(),
  granteeId: z.uuid(),
  granteeNameZh: z.string(),
  granteeNameEn: z.string(),
  scope: Scope,
  from: z.int(),
  until: z.int(),
  /** Null where the caller stands below and may not see it. */
  fees: Fees.nullable(),
  state: z.enum(LINK_STATES),
  /** Why it was declined or withdrawn. */
  reason: z.string().nullable(),
  createdAt: z.int(),
  endedAt: z.int().nullable(),
  documents: z.array(DocumentView),
  /** Is the whole chain up to here in force now? */
  live: z.boolean(),
  mayAccept: z.boolean(),
  mayExtend: z.boolean(),
  mayWithdraw: z.boolean(),
  mayOffer: z.boolean(),
  mayDocument: z.boolean(),
})
export type LinkView = z.output<typeof LinkView>

const Titles = z.record(z.string(), z.object({ zh: z.string(), en: z.string() }))

/** All links of one 实施机构's chain that the caller may see, from the first on. */
export const TreeView = z.object({ rootId: z.uuid(), links: z.array(LinkView), titles: Titles })
export type TreeView = z.output<typeof TreeView>

/** A link with what stands above it, first link first, and what hangs on it. Titles: zone or data set id → title. */
export const ChainView = z.object({
  link: LinkView,
  above: z.array(LinkView),
  below: z.array(LinkView),
  titles: Titles,
})
export type ChainView = z.output<typeof ChainView>

/**
 * When an authority is needed, for a zone or for one data set. `required`: always, even where a body processes its own
 * data under its own mandate. `publicData`: whenever the provider is not the 实施机构 of the data. `implementing`: the
 * bodies that may begin a chain here; of a data set the body whose data it is, when that is not its owner.
 */
export const AuthorityRule = z.strictObject({
  authority: z.enum(['required', 'optional']).default('optional'),
  publicData: z.boolean().default(false),
  implementing: z.array(z.uuid()).max(50).default([]),
})
export type AuthorityRule = z.output<typeof AuthorityRule>

export const RuleView = AuthorityRule.extend({
  about: z.enum(['zone', 'dataset']),
  aboutId: z.uuid(),
  version: z.int(),
  setAt: z.int(),
})
export type RuleView = z.output<typeof RuleView>

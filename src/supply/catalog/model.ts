import { z } from 'zod'
import { Entry, EntryChange } from './entry.ts'
import { DEFAULT_ZONE_RULES, ZoneRules } from './zones/model.ts'

/** A name in SQL: what a dataset is called as a table. */
export const SqlName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)
const Title = z.string().trim().min(1).max(200)
const Text = z.string().trim().max(4_000)

export const ColumnTitles = z.record(
  z.string().max(128),
  z.object({ zh: z.string().max(200), en: z.string().max(200) }),
)
export type ColumnTitles = z.output<typeof ColumnTitles>

/** One column of a landed version with its profile. The range is of numbers, dates and times only. */
export const StoredColumn = z.object({
  name: z.string(),
  type: z.string(),
  nulls: z.int(),
  distinctApprox: z.int(),
  min: z.string().optional(),
  max: z.string().optional(),
  /** Why it has this type: `declared` by the owner, by its `name`, by its `values`. */
  why: z.enum(['declared', 'name', 'values', 'treatment']),
  /** Amounts that were mapped are whole 分; others are as their source writes them. */
  unit: z.enum(['fen']).optional(),
  /** How the source writes times: `Z` in UTC, `T` as ISO 8601. */
  format: z.string().nullable(),
})
export type StoredColumn = z.output<typeof StoredColumn>

export const SourceFile = z.object({ name: z.string(), bytes: z.int(), digest: z.string(), rows: z.int() })
export type SourceFile = z.output<typeof SourceFile>

export const MADE_BY = ['import', 'increment', 'map', 'repair', 'deidentify'] as const

/** How a version came to be: what it was made of, by what, and column by column from where. */
export const Origin = z.object({
  kind: z.enum(MADE_BY),
  /** Versions that it was made of; the first is the one that it continues. */
  from: z.array(z.object({ versionId: z.uuid(), datasetId: z.uuid() })),
  /** The source, mapping, treatment or profile that made it, and its version. */
  by: z.object({ id: z.string(), version: z.int().optional() }).nullable(),
  /** Column-level lineage; an absent column comes from the column of the same name of the first version. */
  columns: z
    .record(z.string(), z.array(z.object({ datasetId: z.uuid(), column: z.string(), how: z.string() })))
    .default({}),
})
export type Origin = z.output<typeof Origin>

export const ProductTableRef = z.object({ name: SqlName, versionId: z.uuid() })
export type ProductTableRef = z.output<typeof ProductTableRef>

export const NewZone = z.strictObject({
  code: SqlName,
  titleZh: Title,
  titleEn: Title,
  description: Text.default(''),
  rules: ZoneRules.default(DEFAULT_ZONE_RULES),
})
export type NewZone = z.input<typeof NewZone>

/** `system:place` of an identity system, such as `psn_no:310000`. Equal system and equal value is the same person. */
export const InsuredSystem = z.string().regex(/^[\w.:-]{1,120}$/)

export const NewDataset = z
  .strictObject({
    zoneId: z.uuid().nullable().default(null),
    code: SqlName,
    titleZh: Title,
    titleEn: Title,
    description: Text.default(''),
    insuredColumn: z.string().min(1).max(128).nullable().default(null),
    insuredSystem: InsuredSystem.nullable().default(null),
    columnTitles: ColumnTitles.default({}),
    /** Types that win over inference, by column. */
    schema: z.record(z.string().max(128), z.string().max(40)).default({}),
    entry: Entry.prefault({}),
  })
  .refine((input) => (input.insuredColumn === null) === (input.insuredSystem === null), {
    path: ['insuredSystem'],
    message: 'insuredColumn and insuredSystem are given together',
  })
export type NewDataset = z.input<typeof NewDataset>

export const DatasetText = z.strictObject({
  titleZh: Title.optional(),
  titleEn: Title.optional(),
  description: Text.optional(),
  columnTitles: ColumnTitles.optional(),
  entry: EntryChange.optional(),
})
export type DatasetText = z.output<typeof DatasetText>
export type DatasetChange = z.input<typeof DatasetText>

export const NewProduct = z.strictObject({
  code: SqlName,
  titleZh: Title,
  titleEn: Title,
  summary: Text.default(''),
  tables: z.array(ProductTableRef).min(1).max(50),
})
export type NewProduct = z.input<typeof NewProduct>

export const Zone = z.object({
  id: z.uuid(),
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  participantId: z.uuid().nullable(),
  description: z.string(),
  rules: ZoneRules,
  datasets: z.int(),
  createdAt: z.int(),
})
export type Zone = z.output<typeof Zone>

export const VersionBrief = z.object({
  id: z.uuid(),
  number: z.int(),
  rows: z.int(),
  rejected: z.int(),
  quarantined: z.int(),
  bytes: z.int(),
  insuredCount: z.int().nullable(),
  madeBy: Origin.shape.kind,
  createdAt: z.int(),
})
export type VersionBrief = z.output<typeof VersionBrief>

/** A dataset as a list shows it; the same for everybody. */
export const DatasetBrief = z.object({
  id: z.uuid(),
  zoneId: z.uuid().nullable(),
  participantId: z.uuid(),
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  description: z.string(),
  persons: z.boolean(),
  insuredColumn: z.string().nullable(),
  insuredSystem: z.string().nullable(),
  state: z.enum(['active', 'withdrawn']),
  createdAt: z.int(),
  latest: VersionBrief.nullable(),
})
export type DatasetBrief = z.output<typeof DatasetBrief>

/** A column for everybody; the profile only for the body that owns the data. */
export const ColumnView = z.object({
  name: z.string(),
  type: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  nullable: z.boolean(),
  profile: StoredColumn.pick({
    nulls: true,
    distinctApprox: true,
    min: true,
    max: true,
    why: true,
    format: true,
  }).nullable(),
})
export type ColumnView = z.output<typeof ColumnView>

export const VersionView = VersionBrief.extend({
  datasetId: z.uuid(),
  state: z.literal('landed'),
  hash: z.string(),
  /** Null for other bodies: of a table of few rows it could be guessed what is in them. */
  contentHash: z.string().nullable(),
  origin: Origin.nullable(),
  columns: z.array(ColumnView),
  /** Null for other bodies: names of files may tell what is not for them. */
  sourceFiles: z.array(SourceFile).nullable(),
})
export type VersionView = z.output<typeof VersionView>

export const DatasetView = DatasetBrief.extend({
  /** True when the caller's body owns it. */
  own: z.boolean(),
  versions: z.array(VersionBrief),
  columns: z.array(ColumnView),
  columnTitles: ColumnTitles,
  entry: Entry,
})
export type DatasetView = z.output<typeof DatasetView>

export const PRODUCT_STATES = ['draft', 'published', 'withdrawn'] as const

export const Product = z.object({
  id: z.uuid(),
  participantId: z.uuid(),
  code: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  summary: z.string(),
  tables: z.array(ProductTableRef),
  state: z.enum(PRODUCT_STATES),
  createdAt: z.int(),
})
export type Product = z.output<typeof Product>

export const ProductView = Product.extend({
  own: z.boolean(),
  details: z.array(
    z.object({
      name: z.string(),
      versionId: z.uuid(),
      datasetId: z.uuid(),
      titleZh: z.string(),
      titleEn: z.string(),
      zoneId: z.uuid().nullable(),
      insuredColumn: z.string().nullable(),
      number: z.int(),
      rows: z.int(),
      insuredCount: z.int().nullable(),
      columns: z.array(ColumnView),
    }),
  ),
})
export type ProductView = z.output<typeof ProductView>

/** One table of a product as the rooms on the right open it. */
export interface ProductTable {
  readonly name: string
  readonly versionId: string
  readonly datasetId: string
  readonly titleZh: string
  readonly titleEn: string
  /** Absolute paths of the Parquet files. */
  readonly files: readonly string[]
  /** True where the files hold the dense insured number in `__insured`. */
  readonly persons: boolean
  readonly insuredColumn: string | null
  /** Equal system: the same person has the same number, so that such tables may join on their insured columns. */
  readonly insuredSystem: string | null
  readonly rows: number
  readonly columns: readonly ProductColumn[]
}

export interface ProductColumn {
  readonly name: string
  readonly type: string
  readonly nullable: boolean
  readonly titleZh: string
  readonly titleEn: string
  readonly distinctApprox: number
}

/** What an import hands over to be made a version. */
export interface Landing {
  readonly versionId: string
  readonly datasetId: string
  readonly importId: string
  readonly rows: number
  readonly rejected: number
  readonly bytes: number
  readonly hash: string
  /** The same for the same rows in any order from any source; null in versions that were landed before it was kept. */
  readonly contentHash: string | null
  /** Rows that treatment could not determine: kept apart in the version's folder, never dropped. */
  readonly quarantined?: number
  /** Left out: an import of files. */
  readonly origin?: Origin
  readonly columns: readonly StoredColumn[]
  readonly insuredCount: number | null
  readonly insuredGeneration: number | null
  /** Relative to the data folder. */
  readonly files: readonly string[]
  readonly sourceFiles: readonly SourceFile[]
}

declare module '../../kernel/events.ts' {
  interface Events {
    'version.landed': { datasetId: string; versionId: string }
    'product.published': { productId: string }
    'product.withdrawn': { productId: string }
  }
}

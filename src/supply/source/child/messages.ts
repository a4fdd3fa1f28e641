import type { Reading, UnpackLimits } from '../files/model.ts'
import type { FileFacts } from '../scan/facts.ts'
import type { ColumnPlan } from '../types.ts'

/**
 * What the server and its import children say to each other: plain JSON, one shape per phase. A child works on several
 * tables, since starting one costs as much as landing a small table.
 */
export interface ScanInput {
  readonly tables: readonly ScanTable[]
  /** Folder of this import alone; everything temporary lies in it. */
  readonly staging: string
  readonly maxLineBytes: number
  readonly unpack: UnpackLimits
}

export interface ScanTable {
  readonly paths: readonly string[]
  readonly reading: Reading
  /** Folder of this table below `staging`. */
  readonly folder: string
  readonly insuredColumn: string | null
  /** Types that the owner declared, by column name in lower case. */
  readonly declared: Readonly<Record<string, string>>
}

export interface ScannedTable {
  /** The files in the strict form: those given, or what was made of them. */
  readonly paths: readonly string[]
  readonly files: readonly FileFacts[]
  readonly columns: readonly ColumnPlan[]
  /** The insured column with the case that the header has. */
  readonly insuredColumn: string | null
}

export interface NumberInput {
  /** The tables with insured persons. */
  readonly tables: readonly { readonly folder: string; readonly system: string }[]
  readonly staging: string
  /** File of the secret key; only its path crosses. */
  readonly keyFile: string
  /** Files of all committed generations of the registry. */
  readonly registry: readonly string[]
  readonly lastNumber: number
  /** Small imports land in the same child. */
  readonly land: LandInput | null
}

export interface NumberOutput {
  /** Distinct persons of each table. */
  readonly persons: readonly number[]
  readonly added: number
  readonly landed: readonly LandedTable[] | null
}

export interface LandInput {
  readonly tables: readonly LandTable[]
  readonly staging: string
  readonly maxLineBytes: number
}

export interface LandTable extends ScannedTable {
  readonly folder: string
}

export interface LandedTable {
  readonly rows: number
  readonly rejected: number
  readonly bytes: number
  readonly digest: string
  /** Of the rows whatever their order, their source and the way they came in. */
  readonly contentHash: string
  readonly profile: readonly ColumnProfile[]
}

export interface ColumnProfile {
  readonly nulls: number
  readonly distinctApprox: number
  /** As text; only of numbers, dates and times. */
  readonly min?: string
  readonly max?: string
}

/** Names inside the staging folder of one import. */
export const STAGED = {
  keys: 'keys.parquet',
  /** The next generation of the registry: the persons that are new. */
  generation: 'generation.parquet',
  map: 'map.parquet',
  out: 'out',
  spill: 'spill',
} as const
export const PART = 'part-0.parquet'
export const REJECTED = 'rejected.parquet'

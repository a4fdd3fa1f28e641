import { z } from 'zod'
import { QUALITY_CLASSES } from '../quality/index.ts'

/** One bound table of a treatment at one version. */
export const BaseTable = z.object({
  table: z.string(),
  datasetId: z.uuid(),
  versionId: z.uuid(),
  reference: z.boolean(),
})
export type BaseTable = z.output<typeof BaseTable>

const CellRef = z.strictObject({
  table: z.string().max(63),
  column: z.string().max(128),
  row: z.int().min(0),
})

/** A group of proposals that a steward approved, without the single cells that were refused. */
export const Approval = z.object({ fix: z.string(), userId: z.string(), except: z.array(CellRef) })
export type Approval = z.output<typeof Approval>

export const NewRepair = z.strictObject({
  /** A dry run: counts and masked samples, nothing is written. */
  preview: z.boolean().default(false),
})
export type NewRepair = z.input<typeof NewRepair>

export const Decision = z.strictObject({
  decision: z.enum(['approved', 'rejected']),
  reason: z.string().trim().min(1).max(500),
  /** Single cells that are not to be changed. */
  except: z.array(CellRef).max(1_000).default([]),
})
export type Decision = z.input<typeof Decision>

const Text = z.string().nullable()
const SampleView = z.object({ row: z.int(), before: Text, after: Text })
const Counts = {
  scanned: z.int(),
  rows: z.int(),
  changedCells: z.int(),
  changedRows: z.int(),
  merged: z.int(),
  quarantined: z.int(),
  stillDirty: z.int(),
  dirtyBefore: z.int(),
  proposed: z.int(),
  accuracyPpm: z.int(),
}

/** 1 − (still dirty + quarantined) ÷ scanned, in parts of a million, with what it is computed from. */
export const Accuracy = z.object({
  tables: z.array(z.string()),
  scanned: z.int(),
  stillDirty: z.int(),
  quarantined: z.int(),
  accuracyPpm: z.int(),
})
export type Accuracy = z.output<typeof Accuracy>

export const RepairBrief = z.object({
  id: z.uuid(),
  treatmentId: z.uuid(),
  jobId: z.uuid(),
  kind: z.enum(['preview', 'repair']),
  state: z.enum(['queued', 'active', 'done', 'failed', 'cancelled']),
  createdAt: z.int(),
  finishedAt: z.int().nullable(),
  changedCells: z.int(),
  merged: z.int(),
  quarantined: z.int(),
  waiting: z.int(),
  /** Of persons and contributions. */
  register: Accuracy.nullable(),
})
export type RepairBrief = z.output<typeof RepairBrief>

export const ProposalView = z.object({
  id: z.uuid(),
  fix: z.string(),
  titleZh: z.string(),
  titleEn: z.string(),
  cells: z.int(),
  state: z.enum(['waiting', 'approved', 'rejected']),
  reason: Text,
  decidedAt: z.int().nullable(),
  except: z.array(CellRef),
  samples: z.array(SampleView.extend({ table: z.string(), column: z.string() })),
})
export type ProposalView = z.output<typeof ProposalView>

export const RepairView = RepairBrief.extend({
  fixPack: z.string(),
  fixVersion: z.int(),
  ruleVersion: z.int(),
  base: z.array(BaseTable),
  /** Table → the version that it made. */
  versions: z.record(z.string(), z.uuid()),
  stable: z.boolean().nullable(),
  rounds: z.array(z.object({ round: z.int(), stage: z.int(), findings: z.int(), changed: z.int() })),
  tables: z.array(
    z.object({ table: z.string(), ...Counts, columns: z.array(z.string()), written: z.boolean() }),
  ),
  classes: z.array(
    z.object({
      class: z.enum(QUALITY_CLASSES),
      scanned: z.int(),
      found: z.int(),
      repaired: z.int(),
      quarantined: z.int(),
      stillDirty: z.int(),
    }),
  ),
  fixes: z.array(
    z.object({
      fix: z.string(),
      titleZh: z.string(),
      titleEn: z.string(),
      kind: z.string(),
      mode: z.enum(['automatic', 'proposal']),
      table: z.string(),
      column: z.string(),
      changed: z.int(),
      merged: z.int(),
      proposed: z.int(),
      samples: z.array(SampleView),
    }),
  ),
  rest: z.array(
    z.object({
      rule: z.string(),
      class: z.enum(QUALITY_CLASSES),
      table: z.string(),
      column: z.string(),
      fate: z.enum(['quarantine', 'keep']),
      whyZh: z.string(),
      whyEn: z.string(),
      quarantined: z.int(),
      stillDirty: z.int(),
    }),
  ),
  accuracy: z.array(Accuracy),
  proposals: z.array(ProposalView),
})
export type RepairView = z.output<typeof RepairView>

/** One changed, merged, proposed or quarantined cell or row; values masked. */
export const CellView = z.object({
  row: z.int(),
  column: z.string(),
  before: Text,
  after: Text,
  rule: z.string(),
  fix: z.string(),
  round: z.int().nullable(),
  who: z.string(),
})
export type CellView = z.output<typeof CellView>

export const QuarantineView = z.object({
  row: z.int(),
  rid: Text,
  rules: z.array(z.string()),
  columns: z.array(z.string()),
})
export type QuarantineView = z.output<typeof QuarantineView>

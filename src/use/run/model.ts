import { z } from 'zod'
import { Decision } from '../../flow/decision/index.ts'

export const RunState = z.enum([
  'denied',
  /** Allowed once what `decision.conditions` lists was done. */
  'conditional',
  'refused',
  'granted',
  'running',
  'released',
  'withheld',
  'failed',
  'cancelled',
  'lost',
])
export type RunState = z.output<typeof RunState>

export const NewRun = z.strictObject({
  contractId: z.uuid(),
  kind: z.literal('query'),
  sql: z.string().min(1).max(100_000),
  title: z.string().trim().max(120).optional(),
  /** A consent of an insured person that the run is bound to: it runs as long as that one holds. */
  consentId: z.uuid().optional(),
})
export type NewRun = z.output<typeof NewRun>

export const CellView = z.union([
  z.null(),
  z.boolean(),
  z.number(),
  z.string(),
  /** One word for every reason; outputs from before the other rules say `min-group`. */
  z.object({ withheld: z.enum(['protected', 'min-group']) }),
  /** The key of the row that small groups were merged into, 其他. */
  z.object({ rest: z.literal(true) }),
])

/** A released table, exactly as hashed: the canonical JSON of this object is the output file. */
export const OutputTable = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string(), role: z.enum(['key', 'statistic']) })),
  rows: z.array(z.array(CellView)),
  minGroup: z.int(),
})
export type OutputTable = z.output<typeof OutputTable>

export const ProblemView = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  detail: z.unknown().optional(),
})
export type ProblemView = z.output<typeof ProblemView>

/** What a result carries with it of the policy that it was made under (策略继承). */
export const Inherited = z.object({
  contractId: z.uuid(),
  contractHash: z.string(),
  until: z.int(),
  minGroup: z.int(),
  /** Actions that the policy permits on it, and those that it forbids whatever else holds. */
  permits: z.array(z.string()),
  forbids: z.array(z.string()),
  /** Actions that the consumer owes, such as `delete`. */
  owes: z.array(z.string()),
})
export type Inherited = z.output<typeof Inherited>

export const RunView = z.object({
  id: z.uuid(),
  contractId: z.uuid(),
  projectId: z.uuid(),
  providerId: z.uuid(),
  consumerId: z.uuid(),
  userId: z.uuid(),
  kind: z.string(),
  title: z.string().nullable(),
  /** The user's text; null for those who may see the run but not the text. */
  sql: z.string().nullable(),
  state: RunState,
  decision: Decision.nullable(),
  problem: ProblemView.nullable(),
  /** `table.column` that it touched. */
  fields: z.array(z.string()),
  /** Evidence entries of grant, step and release: leaf numbers. */
  grantLeaf: z.int().nullable(),
  stepLeaf: z.int().nullable(),
  releaseLeaf: z.int().nullable(),
  /** Hash of the released output file, hex, by the suite of the space. */
  outputHash: z.string().nullable(),
  outputRows: z.int().nullable(),
  elapsedMs: z.int().nullable(),
  /** released and withheld only. */
  inherits: Inherited.nullable(),
  /** When the output was destroyed with its contract. */
  outputDestroyedAt: z.int().nullable(),
  /** Kind `file`: its name, and when it was called back after its release. */
  fileName: z.string().nullable(),
  outputRevokedAt: z.int().nullable(),
  createdAt: z.int(),
  endedAt: z.int().nullable(),
})
export type RunView = z.output<typeof RunView>

export const RunAnswer = z.object({ run: RunView, output: OutputTable.nullable() })
export type RunAnswer = z.output<typeof RunAnswer>

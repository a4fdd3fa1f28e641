import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ENVIRONMENTS, OUTPUT_KINDS, type Purpose, PURPOSES, purposeWithin } from '../policy/index.ts'
import { CONSUMER_KINDS, JOINS, type RiskLevel } from './model.ts'

const Share = z.number().min(0).max(1)
const shares = <K extends string>(keys: readonly K[]) => z.record(z.enum(keys), Share)

export const PART_CODES = [
  'grade',
  'breadth',
  'single',
  'rows',
  'environment',
  'outputs',
  'joins',
  'consumer',
  'notices',
  'retention',
  'people',
  'safeguards',
] as const
export type PartCode = (typeof PART_CODES)[number]

export const Approver = z.strictObject({ code: z.string(), zh: z.string(), en: z.string() })
export type Approver = z.output<typeof Approver>

/** Weights 权重, versioned data: most points of each part (100 in all), shares of them, thresholds. */
export const Weights = z
  .strictObject({
    version: z.int().min(1),
    basis: z.string(),
    max: z.record(z.enum(PART_CODES), z.number().min(0).max(100)),
    /** Share for a column that nobody has graded. */
    ungraded: Share,
    /** Columns at which `breadth` is full; likewise the others: powers of ten of rows, notices, days, people. */
    breadthFull: z.int().min(1),
    rowsFull: z.number().gt(0),
    environment: shares(ENVIRONMENTS),
    outputs: shares(OUTPUT_KINDS),
    joins: shares(JOINS),
    consumer: shares(CONSUMER_KINDS),
    noticesFull: z.int().min(1),
    retentionFull: z.int().min(1),
    peopleFull: z.int().min(1),
    /** Scores from which a level begins. */
    levels: z.strictObject({ medium: z.number(), high: z.number() }),
  })
  .refine(({ max }) => Math.abs(Object.values(max).reduce((sum, one) => sum + one, 0) - 100) < 1e-9, {
    path: ['max'],
    message: 'the parts make 100 in all',
  })
export type Weights = z.output<typeof Weights>

/** What a purpose needs, versioned data: groups of national columns, and years. */
export const Needs = z.strictObject({
  version: z.int().min(1),
  basis: z.string(),
  groups: z.record(
    z.string(),
    z.strictObject({ zh: z.string(), en: z.string(), columns: z.array(z.string()) }),
  ),
  purposes: z.record(
    z.string(),
    z.strictObject({ groups: z.array(z.string()).min(1), years: z.int().min(1) }),
  ),
})
export type Needs = z.output<typeof Needs>

const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'data', name), 'utf8'))

export const WEIGHTS: Weights = Weights.parse(read('weights.json'))
export const NEEDS: Needs = Needs.parse(read('needs.json'))

/** People of the provider who have to agree, by level: settings `flow.approversLow`, `…Medium` and `…High`. */
export type ApproverCounts = Readonly<Record<`approvers${Capitalize<RiskLevel>}`, number>>

/** Who has to approve a request of this level, in this order, where the provider has no longer chain of its own. */
export function approvalsFor(level: RiskLevel, counts: ApproverCounts): Approver[] {
  const { approversLow: low, approversMedium: medium, approversHigh: high } = counts
  return Array.from({ length: { low, medium, high }[level] }, (_, at) => ({
    code: 'data_officer',
    zh: at === 0 ? '数据专员' : `第 ${at + 1} 名数据专员`,
    en: at === 0 ? 'data officer' : `data officer ${at + 1}`,
  }))
}

/** What a purpose needs; one that is only a heading needs what the purposes below it need, together. */
export function needOf(
  purpose: Purpose,
  needs: Needs = NEEDS,
): { readonly groups: readonly string[]; readonly years: number } | undefined {
  const own = needs.purposes[purpose]
  if (own) return own
  const below = PURPOSES.filter((code) => code !== purpose && purposeWithin(code, [purpose]))
  const each = below.flatMap((code) => needs.purposes[code] ?? [])
  if (each.length === 0) return undefined
  return {
    groups: [...new Set(each.flatMap(({ groups }) => groups))],
    years: Math.max(...each.map(({ years }) => years)),
  }
}

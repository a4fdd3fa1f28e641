import type { ColumnRole, ColumnSuggestion, GradeReason } from './model.ts'
import { NAME_RULES } from './words.ts'

type Kind = GradeReason['kind']

/** What was counted in the values of one column. */
export interface ColumnCounts {
  readonly looked: number
  readonly matched: Readonly<Partial<Record<Kind, number>>>
}

/**
 * From which share of matching cells on values speak, and what they then say. One identity number among a thousand
 * free texts already makes the column identifying; a short Chinese word is a name only where nearly all cells look so.
 */
const BY_VALUES: readonly { kind: Kind; from: number; role: ColumnRole; level: string }[] = [
  { kind: 'id_number', from: 0.001, role: 'direct', level: 'L4' },
  { kind: 'bank_card', from: 0.2, role: 'direct', level: 'L4' },
  { kind: 'phone', from: 0.01, role: 'direct', level: 'L4' },
  { kind: 'email', from: 0.01, role: 'direct', level: 'L4' },
  { kind: 'name_in_text', from: 0.001, role: 'direct', level: 'L4' },
  { kind: 'address', from: 0.3, role: 'direct', level: 'L4' },
  { kind: 'person_name', from: 0.85, role: 'direct', level: 'L4' },
]

/** Half of the codes: the column is about such diseases, not merely one that also holds them. */
const MOSTLY_SENSITIVE = 0.5

/** The suggestion for one column from its name and, where they were looked at, its values. */
export function suggestGrade(column: string, counts: ColumnCounts | null): ColumnSuggestion {
  const rule = NAME_RULES.find(({ names }) => names.test(column))
  const byName: GradeReason[] = rule ? [{ kind: rule.kind, by: 'name', matched: 0, looked: 0 }] : []
  const found = counts === null ? [] : BY_VALUES.filter((one) => shareOf(counts, one.kind) >= one.from)
  const diagnosis = rule?.kind === 'diagnosis'
  // A code that falls into a range by chance (an institution, a batch) is no diagnosis: the name must say it is one.
  const sensitive = counts !== null && diagnosis ? shareOf(counts, 'sensitive_diagnosis') : 0
  const reasons = [
    ...byName,
    ...found.map(({ kind }) => reasonOf(counts!, kind)),
    ...(sensitive > 0 ? [reasonOf(counts!, 'sensitive_diagnosis')] : []),
  ]
  if (rule?.role === 'direct' || found.length > 0) return { column, level: 'L4', role: 'direct', reasons }
  if (sensitive >= MOSTLY_SENSITIVE) return { column, level: 'L5', role: 'sensitive', reasons }
  return { column, level: rule?.level ?? 'L2', role: rule?.role ?? 'plain', reasons }
}

const shareOf = ({ looked, matched }: ColumnCounts, kind: Kind): number =>
  looked === 0 ? 0 : (matched[kind] ?? 0) / looked

const reasonOf = ({ looked, matched }: ColumnCounts, kind: Kind): GradeReason => ({
  kind,
  by: 'values',
  matched: matched[kind] ?? 0,
  looked,
})

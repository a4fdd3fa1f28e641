import { suggestJoinKeys, suggestLevels } from '../../../../src/flow/policy/suggest.ts'
import type { ColumnLevel, ColumnView, NewOffer, Policy } from '../../api/types.ts'
import { EMPTY_POLICY, openColumns, type PolicyDraft } from '../../parts/policy/draft.ts'
import type { LegalDraft } from './assessment.tsx'

export interface ChosenTable {
  readonly datasetId: string
  readonly versionId: string
  readonly name: string
}

export interface PublishDraft {
  readonly tables: readonly ChosenTable[]
  readonly titleZh: string
  readonly titleEn: string
  readonly code: string
  readonly summary: string
  readonly policy: PolicyDraft
  /** Set once somebody wrote it. */
  readonly legal?: LegalDraft
  /** Set once the product exists: a second try goes on from there. */
  readonly productId?: string
  readonly published?: boolean
}

export const EMPTY_DRAFT: PublishDraft = {
  tables: [],
  titleZh: '',
  titleEn: '',
  code: '',
  summary: '',
  policy: EMPTY_POLICY,
}

/** A table as the policy editor looks at it. */
export interface EditorTable {
  readonly name: string
  readonly titleZh: string
  readonly titleEn: string
  readonly rows: number
  readonly insuredColumn: string | null
  readonly columns: readonly ColumnView[]
  /** Levels that the grade of a column allows, where it was graded. */
  readonly floors?: Readonly<Record<string, readonly ColumnLevel[]>> | undefined
}

const asSuggest = (table: EditorTable) => ({
  name: table.name,
  rows: table.rows,
  insuredColumn: table.insuredColumn,
  columns: table.columns.map(({ name, type, profile }) => ({
    name,
    type,
    distinctApprox: profile?.distinctApprox ?? 0,
    ...(table.floors?.[name] ? { allows: table.floors[name] } : {}),
  })),
})

export const suggested = (table: EditorTable): Policy['columns'][string] => suggestLevels(asSuggest(table))
export const suggestedJoins = (tables: readonly EditorTable[]): Policy['joinKeys'] =>
  suggestJoinKeys(tables.map(asSuggest))

/**
 * Columns of the chosen tables only, suggestions where nothing was chosen yet; the zone's minimum group until somebody
 * writes another. A draft that an older version kept gets what it lacks.
 */
export function completed(
  draft: PolicyDraft,
  tables: readonly EditorTable[],
  zoneMinGroup: number,
): PolicyDraft {
  const policy = { ...EMPTY_POLICY, ...draft, minGroup: draft.minGroup || zoneMinGroup }
  const columns = Object.fromEntries(
    tables.map((table) => [table.name, policy.columns[table.name] ?? suggested(table)]),
  )
  const usable = ({ table, column }: { table: string; column: string }) => {
    const level = columns[table]?.[column]
    return level === 'join' || level === 'identity'
  }
  const wished = Object.keys(policy.columns).length === 0 ? suggestedJoins(tables) : policy.joinKeys
  return { ...policy, columns, joinKeys: wished.filter(([a, b]) => usable(a) && usable(b)) }
}

/** What goes to the server: hidden columns are left out, since what is not named is hidden. */
export const offerOf = (productId: string, policy: PolicyDraft): NewOffer => ({
  productId,
  policy: { ...policy, until: policy.until ?? 0, columns: openColumns(policy.columns) },
})

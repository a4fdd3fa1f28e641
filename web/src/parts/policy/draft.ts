import type { Policy } from '../../api/types.ts'

/** A policy that is being written: its end may not be chosen yet, and `minGroup` 0 waits for the zone's default. */
export type PolicyDraft = Omit<Policy, 'until'> & { readonly until: number | null }

/** What the server fills in where a caller leaves it out. */
export const EMPTY_POLICY: PolicyDraft = {
  consumers: 'any',
  purposes: [],
  until: null,
  maxRuns: 1000,
  columns: {},
  joinKeys: [],
  minGroup: 0,
  permissions: [{ actions: ['access', 'read', 'download', 'compute'], constraints: [], duties: [] }],
  prohibitions: [],
  obligations: [],
  disclosure: {
    minInstitutions: 0,
    dominance: null,
    pPercent: null,
    rounding: 'none',
    outputs: ['table'],
    checkers: 0,
  },
  singlePerson: false,
  notice: { veto: false, waitMs: 3000, silence: 'deny' },
}

/** The product as the builder needs it: names for the text, columns for the conditions. */
export interface BuilderProduct {
  readonly titleZh: string
  readonly titleEn: string
  readonly providerId?: string
  readonly tables: readonly {
    readonly name: string
    readonly columns: readonly { readonly name: string }[]
  }[]
}

/**
 * The draft as a whole policy, or null while something that the text needs is missing. Hidden columns are left out, as
 * they are in what goes to the server: what is not named is hidden.
 */
export function wholePolicy(draft: PolicyDraft): Policy | null {
  if (draft.until === null || draft.purposes.length === 0 || draft.minGroup < 2) return null
  return { ...draft, until: draft.until, columns: openColumns(draft.columns) }
}

export const openColumns = (columns: Policy['columns']): Policy['columns'] =>
  Object.fromEntries(
    Object.entries(columns).map(([table, levels]) => [
      table,
      Object.fromEntries(Object.entries(levels).filter(([, level]) => level !== 'hidden')),
    ]),
  )

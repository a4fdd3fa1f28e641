import type { Fees, LinkView, NewLink, Scope } from '../../api/authority.ts'

export const FEE_BASES = ['free', 'fixed', 'yearly', 'per_use', 'share'] as const

/** What most authorities allow: the rest is added on purpose. */
export const USUAL_ACTIONS = ['access', 'read', 'compute', 'download'] as const satisfies Scope['actions']

/** A link as far as it is filled in. */
export interface LinkDraft {
  readonly granteeId: string | null
  readonly zones: readonly string[]
  readonly datasets: readonly string[]
  readonly purposes: readonly Scope['purposes'][number][]
  readonly actions: readonly Scope['actions'][number][]
  readonly from: string
  readonly until: string
  readonly basis: Fees['basis']
  /** Yuan, or per cent for a share. */
  readonly amount: number | null
  readonly note: string
}

export const dayOf = (at: number): string => {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const YEAR_MS = 365 * 86_400_000

/** Goes on with all that the link above allows; the first of a chain begins today for a year. */
export const startLink = (parent: LinkView | undefined, now: number): LinkDraft => ({
  granteeId: null,
  zones: parent?.scope.zones ?? [],
  datasets: parent?.scope.datasets ?? [],
  purposes: parent?.scope.purposes ?? [],
  actions: parent?.scope.actions ?? [...USUAL_ACTIONS],
  from: dayOf(parent?.from ?? now),
  until: dayOf(parent?.until ?? now + YEAR_MS),
  basis: 'free',
  amount: null,
  note: '',
})

const momentOf = (day: string, same: number | undefined): number =>
  same !== undefined && dayOf(same) === day ? same : new Date(`${day}T00:00:00`).getTime()

/** Key of the text that says what is missing in a step; null: nothing. */
export const missingIn = {
  who: (draft: LinkDraft) => (draft.granteeId ? null : 'authority.missing.grantee'),
  scope: (draft: LinkDraft) => {
    if (draft.zones.length + draft.datasets.length === 0) return 'authority.missing.data'
    if (draft.purposes.length === 0) return 'authority.missing.purposes'
    return draft.actions.length === 0 ? 'authority.missing.actions' : null
  },
  terms: (draft: LinkDraft) => {
    if (!draft.from || !draft.until || draft.from >= draft.until) return 'authority.missing.term'
    return draft.basis !== 'free' && !draft.amount ? 'authority.missing.amount' : null
  },
}

/** Fees as the server takes them: 分, or a percentage. */
export function feesOf({ basis, amount, note }: LinkDraft): Fees {
  const share = basis === 'share'
  return {
    basis,
    fen: basis === 'free' || share ? 0 : Math.round((amount ?? 0) * 100),
    percent: share ? Math.round(amount ?? 0) : null,
    note: note.trim(),
  }
}

export const linkOf = (draft: LinkDraft, parent: LinkView | undefined): NewLink => ({
  parentId: parent?.id ?? null,
  granteeId: draft.granteeId!,
  scope: {
    zones: [...draft.zones],
    datasets: [...draft.datasets],
    purposes: [...draft.purposes],
    actions: [...draft.actions],
    columns: parent?.scope.columns ?? null,
  },
  from: momentOf(draft.from, parent?.from),
  until: momentOf(draft.until, parent?.until),
  fees: feesOf(draft),
})

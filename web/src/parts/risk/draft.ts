import type { RiskForm } from '../../api/risk.ts'
import type { OfferView } from '../../api/types.ts'

export const ENVIRONMENTS = ['05', '03', '06', '04', '02', '01', '07'] as const
export const OUTPUTS = ['table', 'chart', 'report', 'model', 'file'] as const
export const JOINS = ['none', 'contract', 'own', 'external'] as const
export const SAFEGUARDS = [
  'staff_bound',
  'two_persons',
  'screen_watermark',
  'no_linking',
  'no_export',
  'training',
] as const

/** The form as far as it is filled in: kept as a draft in the browser. */
export interface RiskDraft {
  readonly purposeDetail: string
  readonly people: number | null
  readonly columns: readonly string[]
  readonly from: string
  readonly to: string
  readonly regions: readonly string[]
  readonly environment: RiskForm['environment']
  readonly outputs: readonly RiskForm['outputs'][number][]
  readonly retentionDays: number | null
  readonly joins: RiskForm['joins']
  readonly safeguards: readonly RiskForm['safeguards'][number][]
}

/** `table.column` of all that an offer opens. */
export const openColumns = ({ policy }: OfferView): string[] =>
  Object.entries(policy.columns).flatMap(([table, levels]) =>
    Object.entries(levels)
      .filter(([, level]) => level !== 'hidden')
      .map(([column]) => `${table}.${column}`),
  )

/** Begins with all that is offered: what is not needed is then dropped with one click. */
export const startRisk = (offer: OfferView): RiskDraft => ({
  purposeDetail: '',
  people: 3,
  columns: openColumns(offer),
  from: '',
  to: '',
  regions: [],
  environment: '01',
  outputs: offer.policy.disclosure.outputs.slice(0, 1),
  retentionDays: 180,
  joins: 'none',
  safeguards: [],
})

const DAY = /^\d{4}-\d{2}-\d{2}$/
const LEAST_WORDS = 10

/** Key of the text that says what is missing; null: the form is complete. */
export function riskMissing(draft: RiskDraft): string | null {
  if (draft.purposeDetail.trim().length < LEAST_WORDS) return 'risk.missing.purpose'
  if (!draft.people || draft.retentionDays === null) return 'risk.missing.numbers'
  if (draft.columns.length === 0) return 'risk.missing.columns'
  if (draft.outputs.length === 0) return 'risk.missing.outputs'
  if ([draft.from, draft.to].some((day) => day !== '' && !DAY.test(day))) return 'risk.missing.days'
  if (draft.from !== '' && draft.to !== '' && draft.from > draft.to) return 'risk.missing.days'
  return null
}

/** The form as the server takes it; null while something is missing. */
export function riskForm(draft: RiskDraft): RiskForm | null {
  if (riskMissing(draft) !== null) return null
  return {
    purposeDetail: draft.purposeDetail.trim(),
    people: draft.people!,
    columns: [...draft.columns],
    rows: { from: draft.from || null, to: draft.to || null, regions: [...draft.regions] },
    environment: draft.environment,
    outputs: [...draft.outputs],
    retentionDays: draft.retentionDays!,
    joins: draft.joins,
    safeguards: [...draft.safeguards],
  }
}

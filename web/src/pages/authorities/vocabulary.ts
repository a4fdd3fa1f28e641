import type { Scope } from '../../api/authority.ts'

/** The same words as `flow/policy`, for choices; the server checks them. */
export const ACTIONS = [
  'access',
  'read',
  'compute',
  'download',
  'process',
  'transform',
  'anonymize',
  'desensitize',
  'jointDevelop',
  'storage',
  'reproduce',
  'delivery',
  'distribute',
  'grantUse',
  'sell',
] as const satisfies readonly Scope['actions'][number][]

type Purpose = Scope['purposes'][number]

/** Every purpose with what it is part of. */
const PARENTS = {
  public_management: null,
  fund_supervision: 'public_management',
  public_health: 'public_management',
  service_improvement: 'public_management',
  enrolment_verification: 'public_management',
  commercial_insurance: null,
  actuarial_pricing: 'commercial_insurance',
  underwriting: 'commercial_insurance',
  claims_settlement: 'commercial_insurance',
  research: null,
  chronic_disease_research: 'research',
  drug_evaluation: 'research',
  medical_care: null,
  care_continuity: 'medical_care',
  personal_file: 'medical_care',
  financial_service: null,
  credit_assessment: 'financial_service',
  innovation: null,
  contest_modelling: 'innovation',
} as const satisfies Record<Purpose, Purpose | null>

/** The purposes that these allow: themselves and their parts; all where nothing limits them. */
export function purposesWithin(allowed: readonly Purpose[] | undefined): Purpose[] {
  const all = Object.keys(PARENTS) as Purpose[]
  if (allowed === undefined) return all
  const inside = (code: Purpose | null): boolean =>
    code !== null && (allowed.includes(code) || inside(PARENTS[code]))
  return all.filter(inside)
}

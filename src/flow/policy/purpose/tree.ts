import tree from './purposes.v1.json' with { type: 'json' }

/** The codes of the tree, in its order. A test keeps this list and the tree equal; a code is never taken away. */
export const PURPOSE_CODES = [
  'public_management',
  'fund_supervision',
  'public_health',
  'service_improvement',
  'enrolment_verification',
  'commercial_insurance',
  'actuarial_pricing',
  'underwriting',
  'claims_settlement',
  'research',
  'chronic_disease_research',
  'drug_evaluation',
  'medical_care',
  'care_continuity',
  'personal_file',
  'financial_service',
  'credit_assessment',
  'innovation',
  'contest_modelling',
] as const
export type PurposeCode = (typeof PURPOSE_CODES)[number]

export interface PurposeNode {
  readonly code: PurposeCode
  readonly parent: PurposeCode | null
  readonly zh: string
  readonly en: string
}

export const PURPOSE_VERSION: number = tree.version
export const PURPOSE_TREE = tree.purposes as readonly PurposeNode[]
const NODES: ReadonlyMap<string, PurposeNode> = new Map(PURPOSE_TREE.map((node) => [node.code, node]))

/** Titles of a purpose. */
export const purposeTitle = (code: PurposeCode): PurposeNode => NODES.get(code)!

/** The purpose and what it is part of, nearest first. */
export function purposePath(code: PurposeCode): PurposeCode[] {
  const parent = NODES.get(code)?.parent ?? null
  return parent === null ? [code] : [code, ...purposePath(parent)]
}

/** Is what is asked one of the allowed purposes, or a part of one? Who may do research may evaluate drugs. */
export const purposeWithin = (asked: PurposeCode, allowed: readonly PurposeCode[]): boolean =>
  purposePath(asked).some((code) => allowed.includes(code))

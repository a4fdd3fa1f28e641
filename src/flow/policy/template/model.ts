import type { Constraint, Disclosure, Notice, Policy, PolicyInput } from '../model.ts'

/** How a parameter is written: a form of the vocabulary, or one of the kinds that only templates know. */
export const PARAMETER_FORMS = [
  'field',
  'place',
  'body',
  'action',
  'number',
  'milliseconds',
  'duration',
  'hours',
  'rate',
  'region',
  'network',
  'environment',
  'expression',
  'money',
] as const
export type ParameterForm = (typeof PARAMETER_FORMS)[number]

export interface TemplateParameter {
  readonly name: string
  readonly form: ParameterForm
  /** Takes a list. */
  readonly many: boolean
  readonly zh: string
  readonly en: string
  readonly example: readonly string[]
}

/** A kind of policy 策略模板 (TC609-6-2025-01 §5.2.2.5 a) as data: `{name}` in `parts` is filled from a parameter. */
export interface PolicyTemplate {
  readonly code: string
  /** The kind's name in the text; 扩展 for our own. */
  readonly kind: string
  readonly zh: string
  readonly en: string
  readonly sayZh: string
  readonly sayEn: string
  readonly parameters: readonly TemplateParameter[]
  readonly parts: unknown
}

/** What a template adds to a policy. */
export interface PolicyParts {
  /** Fields that are replaced. */
  readonly set?: Partial<Omit<Policy, 'permissions' | 'disclosure' | 'notice'>> & {
    readonly permissions?: NonNullable<PolicyInput['permissions']>
    readonly disclosure?: Partial<Disclosure>
    readonly notice?: Partial<Notice>
  }
  /** Added to every permission. */
  readonly constraints?: readonly Constraint[]
  /** Added to every permission, before use. */
  readonly duties?: NonNullable<NonNullable<PolicyInput['permissions']>[number]['duties']>
  readonly permissions?: NonNullable<PolicyInput['permissions']>
  readonly prohibitions?: NonNullable<PolicyInput['prohibitions']>
  readonly obligations?: NonNullable<PolicyInput['obligations']>
}

/** Parameter name → its value, or its values. */
export type TemplateParameters = Readonly<Record<string, string | readonly string[]>>

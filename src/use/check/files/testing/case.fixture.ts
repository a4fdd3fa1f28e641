import type { InspectedFile, InspectTerms } from '../model.ts'
import { pseudonymOf } from './make.fixture.ts'

export interface Case {
  readonly name: string
  readonly path: string
  readonly bytes: () => Buffer | Promise<Buffer>
  readonly context?: Partial<NonNullable<InspectedFile['context']>> | null
  readonly terms?: Partial<InspectTerms>
}

export interface Planted extends Case {
  readonly rule: string
  readonly place: RegExp
}

export const CONTEXT = {
  shows: '各区按险种的住院人数和平均费用，2023 年',
  how: '从结算表按区和险种分组，人数为去重参保人数，费用取平均',
  persons: 12_500,
  kind: 'other',
  countColumns: [],
} as const

/** A planted person of the project, by its pseudonym, and a number that the register knows. */
export const CANARY = pseudonymOf(4711)
export const TERMS: InspectTerms = {
  minGroup: 10,
  rounding: 'none',
  identifying: ['psn_no', 'certno', 'person_key'],
  maxBytes: 16 * 1024 * 1024,
  known: (texts) =>
    Promise.resolve(
      texts.map((text) => (text === CANARY ? 'canary' : text === 'P-2023-88120041' ? 'pseudonym' : null)),
    ),
}

export const fileOf = ({ path, context }: Case, bytes: Uint8Array): InspectedFile => ({
  path,
  bytes,
  context: context === null ? null : { ...CONTEXT, ...context },
})

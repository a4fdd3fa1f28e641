import type { Proof } from './model.ts'

/** Whoever acts at the insured person's door: oneself, or a guardian for a ward. Never a user. */
export interface Insured {
  /** Keyed hash of the identity number of the person whose data it is. */
  readonly personKey: string
  /** That person's dense number. Shown to nobody, noted nowhere. */
  readonly insured: number
  /** How whoever acts was identified. */
  readonly proof: Proof
  /** Set when a guardian acts. */
  readonly guardianshipId: string | null
}

import type { UserActor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import type { Decision } from '../../flow/decision/index.ts'
import type { OUTPUT_KINDS } from '../../flow/policy/index.ts'
import type { StopReason } from './live.ts'
import type { Origin } from './use.ts'

/** Work of many steps under one contract, such as a seat: what is asked for once. */
export interface HoldAsk {
  readonly contractId: string
  readonly kind: 'seat'
  readonly title: string
  /** `table.column` of everything that the work will see. */
  readonly fields: readonly string[]
  readonly origin: Origin
}

/** What was asked for is not allowed: the run that says so. */
export interface NotHeld {
  readonly runId: string
  readonly decision: Decision
}

/** A grant that is held while work goes on, renewed by a fresh decision at half of its time. */
export interface Held {
  readonly runId: string
  readonly contractId: string
  readonly decision: Decision
  /** Aborted, with the reason, in the moment that the contract, a consent, a renewal or a person ends it. */
  readonly signal: AbortSignal
  /**
   * One step: the grant's epoch is checked under the contract's lock, the step recorded. Returns the leaf.
   * @throws XinyuError GRANT_VOID
   */
  step(actor: UserActor, step: HeldStep): Promise<number>
  /** Ends the work: its run is `released` where nothing went out by itself (files go by `releaseFile`), else as said. */
  end(why: 'done' | StopReason): Promise<void>
}

export interface HeldStep {
  /** Such as `seat.cell`, `seat.job`, `seat.table`, `seat.view`. */
  readonly kind: `seat.${string}`
  readonly subject: Readonly<Record<string, string>>
  readonly payload: Json
}

export type OutputKind = (typeof OUTPUT_KINDS)[number]

/** One file on its way out of the airlock: decided anew, stored, hashed and receipted as a run of kind `file`. */
export interface FileRelease {
  readonly contractId: string
  readonly title: string
  /** What it is in the words of the policy: refused where the contract does not let such outputs go. */
  readonly kind: OutputKind
  /** Name that it is taken away under. */
  readonly name: string
  readonly bytes: Uint8Array
  readonly origin: Origin
  /** Disclosure record of the file and who decided: payload of the entry. */
  readonly record: Json
}

import type { Actor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import type { EventName, Events } from '../../kernel/events.ts'
import type { Platform } from '../../platform/platform.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import type { Evidence } from './evidence.ts'

/** The platform with its evidence: what every room from `supply` on takes as its first argument. */
export interface Core extends Platform {
  readonly evidence: Evidence
}

declare module '../../kernel/events.ts' {
  interface Events {
    /** Entries up to this leaf are durable: whoever follows the log looks. Listeners must not keep actions waiting. */
    'evidence.appended': { leaf: number }
  }
}

/** One thing that happened, for the log. Ids and kinds only; what may tell about a person goes into `payload`. */
export interface Note {
  /** `product.published`: room word, dot, past participle. */
  readonly kind: string
  /** Names → ids of what it is about, such as `{ product: '0190…', contract: '0190…' }`. */
  readonly subject: Readonly<Record<string, string>>
  /** Kept beside the log under a salted hash, so that it can be destroyed without breaking the tree. */
  readonly payload?: Json
}

/** What an action may do inside its transaction. */
export interface ActionScope {
  readonly tx: Tx
  readonly actor: Actor
  /** ms since 1970, the same for the whole action. */
  readonly now: number
  /** A new UUID v7. */
  readonly id: () => string
  /** Writes the entry into the outbox, in this transaction. An action without a note is a defect and throws. */
  readonly note: (note: Note) => void
  /** Publishes after the entry is durable. */
  readonly emit: <K extends EventName>(name: K, event: Events[K]) => void
  /** Publishes as soon as the transaction has committed: what takes a right away does not wait for the log's disk. */
  readonly stop: <K extends EventName>(name: K, event: Events[K]) => void
}

export interface Acted<T> {
  readonly value: T
  /** The entries of this action with their leaf numbers in the log, in the order of the notes. */
  readonly entries: readonly { readonly id: string; readonly leaf: number }[]
}

/**
 * Runs one action: transaction, outbox entry, commit, sync of the log, and only then the answer (design rule 2).
 * @throws XinyuError EVIDENCE_NOT_READY (503) when the sequencer is not healthy; nothing is written then
 */
export function act<T>(
  core: Core,
  actor: Actor,
  body: (scope: ActionScope) => Promise<T>,
): Promise<Acted<T>> {
  return core.evidence.act(core, actor, body)
}

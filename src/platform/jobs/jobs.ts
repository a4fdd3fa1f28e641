import type { Actor } from '../../kernel/actor.ts'
import type { Json } from '../../kernel/canonical.ts'
import type { Tx } from '../postgres/tables.ts'

/** A long work as its owner sees it. */
export interface JobView {
  readonly id: string
  /** `import`, `demo`, … as registered. */
  readonly kind: string
  readonly state: 'queued' | 'active' | 'done' | 'failed' | 'cancelled'
  /** 0 … 1, or null where the size is unknown. */
  readonly progress: number | null
  /** What it does now, as an i18n key with params: `{ key: 'import.scanning', params: { file: 'a.csv' } }`. */
  readonly message: { key: string; params: Record<string, string | number> } | null
  readonly result: Json
  /** The error code and sentences when it failed. */
  readonly error: { code: string; zh: string; en: string; detail?: Json } | null
  readonly ownerParticipant: string
  readonly ownerUser: string | null
  readonly createdAt: number
  readonly updatedAt: number
}

export interface JobContext<I> {
  readonly id: string
  readonly input: I
  readonly actor: Actor
  /** Aborted on cancel and on shutdown; the reason tells which. */
  readonly signal: AbortSignal
  readonly progress: (fraction: number | null, key: string, params?: Record<string, string | number>) => void
}

/** Must be safe to run again after a kill: it resumes or starts anew, and never leaves a half. */
export type JobHandler<I extends Json> = (context: JobContext<I>) => Promise<Json>

export interface Jobs {
  register<I extends Json>(kind: string, handler: JobHandler<I>): void
  /** Enqueues in the action's own transaction; returns the job id. */
  enqueue(tx: Tx, actor: Actor, kind: string, input: Json): Promise<string>
  get(id: string): Promise<JobView | undefined>
  list(filter: { ownerParticipant?: string; limit?: number }): Promise<JobView[]>
  /** Calls back on each change of one job until the returned function is called. */
  watch(id: string, listener: (job: JobView) => void): () => void
  cancel(id: string): Promise<void>
  /** Waits for the end; for the CLI and for tests. */
  finished(id: string): Promise<JobView>
  start(): Promise<void>
  stop(): Promise<void>
}

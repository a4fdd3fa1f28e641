import type { Json } from '../../kernel/canonical.ts'
import type { Cell, Fold } from './engine.ts'
import type { MembersTold } from './members.ts'

/** What parent and children say to each other. Plain JSON over the IPC channel; nothing else crosses. */
export interface ExecutorWork {
  readonly sql: string
  readonly tables: Readonly<Record<string, readonly string[]>>
  readonly maxRows: number
  readonly softMemoryBytes: number
  readonly threads: number
  readonly tempDirectory: string
  readonly tempBytes: number
  readonly steps: readonly { readonly name: string; readonly sql: string }[]
  readonly members: {
    readonly sql: string
    readonly folds: readonly Fold[]
    readonly size: string | null
    readonly unions: string | null
    readonly most: number
  } | null
  /** Memory for folding members; above it the library folds, which can spill. */
  readonly membersBytes: number
}

export type ExecutorMessage =
  | { readonly type: 'ready' }
  /** The work has arrived: from here on an end without an answer is a failure of the work. */
  | { readonly type: 'begun' }
  | {
      readonly type: 'columns'
      readonly columns: readonly { readonly name: string; readonly type: string }[]
    }
  | { readonly type: 'rows'; readonly rows: readonly (readonly Cell[])[] }
  /** `members`: what the file `members.bin` of the temp folder holds. */
  | {
      readonly type: 'done'
      readonly elapsedMs: number
      readonly peakBytes: number
      readonly members: MembersTold | null
    }
  | { readonly type: 'error'; readonly kind: ExecutorErrorKind; readonly what: string }

/** `what` of a failure never quotes data: only the class of the engine's error, or its text when it names no value. */
export type ExecutorErrorKind = 'memory' | 'disk' | 'rows' | 'members' | 'refused' | 'failed'

export interface ParserRequest {
  readonly id: number
  readonly sql: string
}

export type ParserMessage = { readonly type: 'ready' } | { readonly id: number; readonly tree: string }

export interface ScriptWork {
  readonly module: string
  readonly input: Json
  readonly softMemoryBytes: number
  readonly threads: number
}

export type ScriptMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly message: Json }
  | { readonly type: 'done'; readonly output: Json }
  | {
      readonly type: 'error'
      readonly xinyu: {
        readonly code: string
        readonly params: Record<string, string | number>
        readonly detail?: Json
      } | null
      readonly memory: boolean
      /** Class and frames of the error without its message, which may quote a row. */
      readonly what: string
    }

import type { Json } from '../../kernel/canonical.ts'

/** Limits of one piece of engine work. */
export interface EngineLimits {
  /** Hard wall-clock limit in ms; the child is killed after it. */
  readonly timeMs: number
  /** Hard memory limit in bytes (cgroup where there is one, else rlimit; the engine's own soft limit lies below). */
  readonly memoryBytes: number
  /** Most rows that may come back. */
  readonly maxRows: number
  /** Most bytes on temp disk, spilled or brought back as members; left out: as the settings say. */
  readonly tempBytes?: number
}

/**
 * A value as it comes back from the engine: numbers where a double holds them exactly, else (beyond 2^53, decimals of
 * more than 15 digits, NaN, infinities) exact text; dates and times as ISO text.
 */
export type Cell = null | boolean | number | string

export interface QueryWork {
  /** SQL that we printed ourselves from the plan; never the user's text. */
  readonly sql: string
  /** Table name in the SQL → absolute paths of its Parquet files. Nothing else can be opened. */
  readonly tables: Readonly<Record<string, readonly string[]>>
  readonly limits: EngineLimits
  /** Tables that `sql` and `members` may read, each made in this order by one SELECT. */
  readonly steps?: readonly { readonly name: string; readonly sql: string }[]
  /** Who is in which row, and with how much. */
  readonly members?: MembersWork
  /** Works of one lane wait for each other, and lanes take turns: the project. */
  readonly lane?: string
}

/**
 * How what a person has in one row becomes its part. NaN is left out; a part of nothing is NaN. `count`: how often it
 * is there; `one`: 1, however often. Without a column what is there are the rows.
 */
export type Fold =
  | { readonly how: 'sum' | 'min' | 'max'; readonly of: number }
  | { readonly how: 'count' | 'one'; readonly of: number | null }

export interface MembersWork {
  /**
   * A SELECT of number of the row (UINTEGER, dense from 0), insured person (UINTEGER) and one DOUBLE for each column
   * that the folds read, none of it missing, in no order, a person as often as it likes. NaN: nothing.
   */
  readonly sql: string
  readonly folds: readonly Fold[]
  /** A SELECT of about how many rows that gives (DOUBLE), which costs nothing: it decides who folds them. */
  readonly size?: string
  /** A SELECT of rows (UINTEGER) and the larger groups (UINTEGER, dense from 0) that each belongs to. */
  readonly unions?: string
  /**
   * Part (0 … 1) of the limit of the settings that may come back: drawn at random by the caller, so that nobody can
   * place a query at the edge of it.
   */
  readonly share?: number
}

/** The members of row r stand at `start[r]` until `start[r + 1]`, each person once, in no order. */
export interface WorkMembers {
  readonly start: Uint32Array
  readonly person: Uint32Array
  /** One for each fold, aligned with `person`. */
  readonly parts: readonly Float64Array[]
  /** Persons that each part rests on, by row. */
  readonly supports: readonly Uint32Array[]
  /** Distinct persons of the larger groups, and of those the ones that each part rests on. */
  readonly unions: { readonly persons: Uint32Array; readonly supports: readonly Uint32Array[] }
}

export interface QueryResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly Cell[])[]
  /** Only where the work asks for them. */
  readonly members?: WorkMembers
  readonly elapsedMs: number
  readonly peakBytes: number
}

/**
 * The engine behind its border. DuckDB in child processes now, Trino later: each passes the same test suite.
 * Failures are XinyuErrors (ENGINE_TIMEOUT, ENGINE_MEMORY, ENGINE_DISK, ENGINE_TOO_MANY_ROWS,
 * ENGINE_TOO_MANY_MEMBERS, ENGINE_FAILED, ENGINE_CANCELLED).
 */
export interface Engine {
  /** The engine's own parse tree of one text (`json_serialize_sql`), or its syntax error with a byte offset. */
  parse(
    sql: string,
  ): Promise<{ ok: true; tree: Json } | { ok: false; message: string; offset: number | null }>
  /** Runs printed SQL in a pre-started child that is used once and never again. */
  query(work: QueryWork, signal?: AbortSignal): Promise<QueryResult>
  /**
   * Runs a trusted script of ours on data that is not (import, profile): its own child, files limited to
   * `readable` and `writable` folders by the child itself, progress as messages. `script` names a module below
   * `platform/engine/scripts` or an absolute file URL of a room.
   */
  script<O extends Json>(
    work: { module: string; input: Json; limits: EngineLimits },
    options?: { signal?: AbortSignal; onProgress?: (message: Json) => void },
  ): Promise<O>
  /** What confines the children here, for `doctor` and the system page. */
  confinement(): Promise<{ memory: 'cgroup2' | 'cgroup1' | 'rlimit' | 'none'; notes: string[] }>
  start(): Promise<void>
  stop(): Promise<void>
}

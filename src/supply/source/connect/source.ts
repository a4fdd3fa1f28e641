import type { z } from 'zod'
import type { ErrorCode } from '../../../kernel/errors/index.ts'
import type { AddressRules } from './service/net/address.ts'

/** A cell as it goes into the spool: text as its source writes it, or null. Numbers are never floats. */
export type Cell = string | null

export interface SourceColumn {
  readonly name: string
  /** Type as the source names it; for people, not for rules. */
  readonly type: string
}

/** A table that a source offers. */
export interface SourceTable {
  /** `schema.table`, a path of a service, or a file name. */
  readonly name: string
  readonly columns: readonly SourceColumn[]
  /** Columns that identify a row; empty where unknown, which leaves snapshots only. */
  readonly key: readonly string[]
  /** Columns that may serve as watermark, best first (`updt_time`, `rid`). */
  readonly watermarks: readonly string[]
  readonly rowsApprox: number | null
  /** The source itself keeps the order in which rows came: increments need no watermark, and nothing is deleted there. */
  readonly ordered?: boolean
}

/** Where reading goes on after a kill or in the next increment: plain text of the driver, opaque to everybody else. */
export type Cursor = string

/** Rows in one durable step: when a batch is spooled its cursor is kept, and reading goes on after it. */
export interface Batch {
  readonly rows: readonly (readonly Cell[])[]
  readonly cursor: Cursor
}

/** What is read: one table, everything or what changed since a cursor. */
export interface ReadWork {
  /** With the key and the watermark that the feed uses; columns in the order in which rows are wanted. */
  readonly table: SourceTable
  readonly mode: 'snapshot' | 'increment'
  readonly watermark: string | null
  /** Null: from the start. Else the cursor of the last batch that is safe. */
  readonly after: Cursor | null
  /**
   * Increments only: how far before the cursor reading begins, for rows that were committed late; seconds of a time,
   * units of a number. 0 when reading goes on after a kill.
   */
  readonly overlap?: number
  readonly signal: AbortSignal
}

/** Something that works and should still be mended, such as a login that may write. */
export interface Warning {
  readonly code: ErrorCode
  readonly params: Readonly<Record<string, string | number>>
}

/** An open connection to a source. Reading changes nothing there. */
export interface Connection {
  tables(): Promise<readonly SourceTable[]>
  /**
   * In an order that is the same each time, so that a cursor means something. With a watermark, a snapshot ends with a
   * batch (of no rows where need be) whose cursor the next increment goes on from: it tells the watermark as it was
   * when the snapshot began. A snapshot that goes on after that last cursor gives no row again. @throws XinyuError SOURCE_*
   */
  read(work: ReadWork): AsyncIterable<Batch>
  /** All keys that exist now: what is missing among them was deleted. */
  keys(table: SourceTable, signal: AbortSignal): AsyncIterable<readonly (readonly Cell[])[]>
  /**
   * Those of the rows with the given keys that exist now, cells as `read` gives them. A row that the comparison of keys
   * missed here is read by it; one that seemed to be deleted is looked for again.
   */
  rows(
    table: SourceTable,
    keys: readonly (readonly Cell[])[],
    signal: AbortSignal,
  ): AsyncIterable<readonly (readonly Cell[])[]>
  /** What a test of the source tells beside success. */
  warnings?(): Promise<readonly Warning[]>
  close(): Promise<void>
}

/** Which addresses a source may be at, by the settings of the space. */
export interface Hosts extends AddressRules {
  /**
   * The address to connect to: connect to it and not to the name again, or a name that changes its address gets past.
   * @throws XinyuError SERVICE_ADDRESS_FORBIDDEN, SOURCE_UNREACHABLE
   */
  resolve(host: string): Promise<string>
}

/** Which source is opened: what is pushed lies in the space under its id. */
export interface AboutSource {
  /** Null where settings are only tried: nothing was pushed to them yet. */
  readonly sourceId: string | null
}

/** One way in. Drivers for further databases implement this and nothing else: see docs/drivers.md. */
export interface SourceDriver<Settings = unknown, Secret = unknown> {
  /** `postgresql`, `mysql`, `http`, … */
  readonly kind: string
  readonly settings: z.ZodType<Settings>
  /** What is encrypted and never shown again. */
  readonly secret: z.ZodType<Secret>
  /** @throws XinyuError SOURCE_UNREACHABLE, SOURCE_REFUSED and others of `kernel/errors/connect.ts` */
  open(
    settings: Settings,
    secret: Secret,
    signal: AbortSignal,
    hosts: Hosts,
    about?: AboutSource,
  ): Promise<Connection>
}

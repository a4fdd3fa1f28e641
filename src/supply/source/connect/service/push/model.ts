import { z } from 'zod'

const Column = z.string().min(1).max(128)

/** A table that a participant's system pushes: its columns are agreed, so that nothing unforeseen comes in. */
export const PushTable = z
  .strictObject({
    name: z.string().regex(/^[A-Za-z]\w{0,62}$/),
    columns: z.array(Column).min(1).max(1_000),
    /** A row with the same key is the newer state of the same thing. Left empty: every row is one more. */
    key: z.array(Column).max(16).default([]),
  })
  .refine(({ columns }) => new Set(columns.map((name) => name.toLowerCase())).size === columns.length, {
    path: ['columns'],
    message: 'each column once, whatever the case of its letters',
  })
  .refine(({ key, columns }) => key.every((name) => columns.includes(name)), {
    path: ['key'],
    message: 'key columns must be among the columns',
  })
export type PushTable = z.output<typeof PushTable>

/** A system that sends its rows to us. */
export const PushSettings = z
  .strictObject({
    tables: z.array(PushTable).min(1).max(200),
    maxRows: z.int().min(1).max(100_000).default(10_000),
    /** As soon as this many rows wait, they are gathered, whatever the schedule says. */
    gatherRows: z.int().min(1).max(10_000_000).default(50_000),
    /** Days for which what has landed can still be read again; null: for good, as the versions are. */
    keepDays: z.int().min(1).max(3_650).nullable().default(null),
  })
  .refine(({ tables }) => new Set(tables.map(({ name }) => name)).size === tables.length, {
    path: ['tables'],
    message: 'each table once',
  })
export type PushSettings = z.output<typeof PushSettings>

/** The token is made by us and shown once; a participant gives us no secret. */
export const PushSecret = z.strictObject({})
export type PushSecret = z.output<typeof PushSecret>

export const PushMessageView = z.object({
  id: z.uuid(),
  msgid: z.string(),
  infno: z.string(),
  receivedAt: z.int(),
  /** In = accepted + rejected. */
  rows: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  /** True once all its accepted rows are in versions. */
  landed: z.boolean(),
})
export type PushMessageView = z.output<typeof PushMessageView>

/** How a system pushes to a source. */
export const PushDoor = z.object({
  /** Below the address of the space. */
  path: z.string(),
  /** When the token was made; null: none yet. */
  tokenAt: z.int().nullable(),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), key: z.array(z.string()) })),
  /** Rows that wait to be gathered. */
  waiting: z.int(),
})
export type PushDoor = z.output<typeof PushDoor>

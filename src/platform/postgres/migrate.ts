import { createHash } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import type { Db, RoomMigrations, Tables } from './tables.ts'

/** Any fixed number: whoever migrates this database takes this lock. */
const LOCK = 7_120_451

interface Step {
  readonly room: string
  readonly name: string
  readonly sql: string
  readonly hash: string
}

/**
 * Brings the schema forward: all open steps in one transaction, or none. Returns the names of the steps that ran.
 * @throws XinyuError MIGRATION_EDITED, MIGRATION_UNKNOWN, MIGRATION_ORDER, MIGRATION_FAILED
 */
export async function migrate(db: Db, rooms: readonly RoomMigrations[]): Promise<string[]> {
  const steps = rooms.flatMap(stepsOf)
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(tx)
    await sql`create table if not exists schema_migration (
      room text not null, name text not null, hash text not null,
      at timestamptz not null default now(), primary key (room, name))`.execute(tx)
    const applied = await sql<{ room: string; name: string; hash: string }>`
      select room, name, hash from schema_migration`.execute(tx)
    const open = openSteps(steps, applied.rows)
    for (const step of open) await run(tx, step)
    return open.map((step) => `${step.room}/${step.name}`)
  })
}

/** The steps still to run, in order. Pure. */
export function openSteps(
  steps: readonly Step[],
  applied: readonly { room: string; name: string; hash: string }[],
): Step[] {
  const known = new Map(steps.map((step) => [key(step), step]))
  for (const row of applied) {
    const step = known.get(key(row))
    if (!step) throw new XinyuError('MIGRATION_UNKNOWN', { name: key(row) })
    if (step.hash !== row.hash) throw new XinyuError('MIGRATION_EDITED', { name: key(row) })
  }
  const done = new Set(applied.map(key))
  const open = steps.filter((step) => !done.has(key(step)))
  for (const step of open) {
    const later = steps
      .slice(steps.indexOf(step))
      .some((other) => other.room === step.room && done.has(key(other)))
    if (later) throw new XinyuError('MIGRATION_ORDER', { name: key(step) })
  }
  return open
}

export function stepsOf({ room, migrations }: RoomMigrations): Step[] {
  migrations.forEach((step, i) => {
    const before = migrations[i - 1]
    if (before && before.name >= step.name)
      throw new XinyuError('MIGRATION_ORDER', { name: `${room}/${step.name}` })
  })
  return migrations.map(({ name, sql: text }) => ({
    room,
    name,
    sql: text,
    hash: createHash('sha256').update(text).digest('hex'),
  }))
}

async function run(tx: Transaction<Tables>, step: Step): Promise<void> {
  try {
    await sql.raw(step.sql).execute(tx)
    await sql`insert into schema_migration (room, name, hash) values (${step.room}, ${step.name}, ${step.hash})`.execute(
      tx,
    )
  } catch (error) {
    if (isXinyuError(error)) throw error
    throw new XinyuError(
      'MIGRATION_FAILED',
      { name: key(step), why: (error as Error).message },
      { cause: error },
    )
  }
}

const key = (step: { room: string; name: string }): string => `${step.room}/${step.name}`

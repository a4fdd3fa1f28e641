import { sql } from 'kysely'
import { XinyuError } from '../../kernel/index.ts'
import type { Core } from '../evidence/index.ts'

/** Failures older than this are forgotten, and with them the lockouts that made pauses longer. */
export const FORGET_AFTER_MS = 24 * 3_600_000

/** A door's brake: where it counts, when it locks, and what it then says. */
export interface BrakeRule {
  /** Table with key, failures, lockouts, locked_until, updated_at. */
  readonly table: 'sign_in_throttle' | 'insured_throttle' | 'contest_entrant_throttle'
  /** Failures that lock. */
  readonly allowed: number
  /** First pause and longest one, ms; each lockout doubles it. */
  readonly pause: { readonly baseMs: number; readonly maxMs: number }
  readonly code: 'SIGN_IN_LOCKED' | 'INSURED_LOCKED' | 'ENTRANT_LOCKED'
}

export interface Attempt {
  /** True when this attempt, if it fails, is the one that locks. */
  readonly last: boolean
  /** Failures in the present row, this one included. */
  readonly failures: number
}

/**
 * Counts an attempt as failed before any secret is looked at, so that a thousand parallel guesses are a thousand counted
 * ones; for known and unknown names alike. Its rows are no facts about the space, so they are written outside of
 * actions. @throws XinyuError with the code of the rule while it is locked
 */
export async function countAttempt(
  { db, clock }: Pick<Core, 'db' | 'clock'>,
  { table, allowed, pause, code }: BrakeRule,
  key: string,
): Promise<Attempt> {
  const now = clock.now()
  const old = now - FORGET_AFTER_MS
  // One statement, so that the row lock orders parallel attempts: locked → unchanged; else one failure more.
  const { rows } = await sql<{ failures: number; locked_until: number }>`
    insert into ${sql.table(table)} as t (key, failures, lockouts, locked_until, updated_at)
    values (${key}, 1, 0, 0, ${now})
    on conflict (key) do update set
      failures = case
        when t.locked_until > ${now} then ${allowed} + 1
        when t.updated_at < ${old} or t.failures >= ${allowed} then 1
        else t.failures + 1 end,
      lockouts = case
        when t.locked_until > ${now} then t.lockouts
        when t.updated_at < ${old} then 0
        when t.failures + 1 = ${allowed} then t.lockouts + 1
        else t.lockouts end,
      locked_until = case
        when t.locked_until > ${now} then t.locked_until
        when t.updated_at >= ${old} and t.failures + 1 = ${allowed}
          then ${now} + least(${pause.maxMs}::float8, ${pause.baseMs} * power(2, least(t.lockouts, 20)))::bigint
        else t.locked_until end,
      updated_at = case when t.locked_until > ${now} then t.updated_at else ${now} end
    returning failures, locked_until`.execute(db)
  const { failures, locked_until } = rows[0]!
  if (failures > allowed) throw lockedUntil(code, locked_until, now)
  return { last: failures === allowed, failures }
}

/** Looks whether it holds, without counting: for what costs us something and is no attempt yet. @throws as above */
export async function mustNotBePaused(
  { db, clock }: Pick<Core, 'db' | 'clock'>,
  { table, code }: Pick<BrakeRule, 'table' | 'code'>,
  key: string,
): Promise<void> {
  const now = clock.now()
  const { rows } = await sql<{ locked_until: number }>`
    select locked_until from ${sql.table(table)} where key = ${key} and locked_until > ${now}`.execute(db)
  if (rows[0]) throw lockedUntil(code, rows[0].locked_until, now)
}

/** How long it still lasts, in whole minutes. */
const lockedUntil = (code: BrakeRule['code'], until: number, now: number): XinyuError =>
  new XinyuError(code, { minutes: Math.max(1, Math.ceil((until - now) / 60_000)) })

/** Forgets what is too old to matter, so that made-up names do not fill the table. */
export async function forgetAttempts(
  { db, clock }: Pick<Core, 'db' | 'clock'>,
  table: BrakeRule['table'],
): Promise<void> {
  const now = clock.now()
  await sql`delete from ${sql.table(table)}
    where updated_at < ${now - FORGET_AFTER_MS} and locked_until < ${now}`.execute(db)
}

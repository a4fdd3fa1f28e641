import { sql } from 'kysely'
import type { Actor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { overseesAll } from './zones/rules.ts'

/** What a caller may see of the catalogue, asked once and used for many entries. */
export interface Eyes {
  /** The space itself and its overseers see everything. */
  readonly all: boolean
  /** Null: nobody is signed in, who sees what is public alone. */
  readonly body: string | null
  /** Zones that are read as a member or as the body that made them. */
  readonly zones: readonly string[]
}

export const NOBODY: Eyes = { all: false, body: null, zones: [] }

export async function eyesOf(core: Core, actor: Actor | null): Promise<Eyes> {
  if (actor === null) return NOBODY
  if (actor.kind === 'system' || overseesAll(actor)) return { all: true, body: null, zones: [] }
  const { rows } = await sql<{ id: string }>`
    select zone_id as id from zone_member where member_id in (${actor.participantId}, ${actor.userId})
    union select id from zone where participant_id = ${actor.participantId}`.execute(core.db)
  return { all: false, body: actor.participantId, zones: rows.map((row) => row.id) }
}

export interface Placed {
  readonly participantId: string
  readonly zoneId: string | null
  readonly readers: 'public' | 'space' | 'members'
}

/** May this entry be read? A body always reads what is its own. */
export function mayReadEntry(eyes: Eyes, entry: Placed): boolean {
  if (eyes.all || entry.readers === 'public') return true
  if (eyes.body === null) return false
  return (
    entry.readers === 'space' ||
    entry.participantId === eyes.body ||
    (entry.zoneId !== null && eyes.zones.includes(entry.zoneId))
  )
}

/** The same as a condition on a row that has `readers`, `participant_id` and `zone_id`. */
export function visibleRow(eyes: Eyes, table: string) {
  const row = sql.ref(table)
  if (eyes.all) return sql<boolean>`true`
  if (eyes.body === null) return sql<boolean>`${row}.readers = 'public'`
  return sql<boolean>`(${row}.readers <> 'members' or ${row}.participant_id = ${eyes.body}
    or ${row}.zone_id = any(${[...eyes.zones]}::uuid[]))`
}

import { sql } from 'kysely'
import { systemRandom } from '../../../kernel/random.ts'
import type { Db } from '../../../platform/postgres/index.ts'
import { payloadHash } from '../payload-hash.ts'
import { createVault, openRow, payloadsOf } from '../payload/index.ts'
import { provenDestructions } from '../retention/index.ts'
import type { EntryView } from '../verifier/index.ts'
import type { Findings } from './report.ts'

/** An entry's row with what lies beside it. */
export interface PayloadState {
  readonly id: string
  readonly salt: Buffer | null
  readonly body: string | null
  readonly key: string | null
  readonly sealed: Buffer | null
  /** The destruction that names the payload. */
  readonly destruction: string | null
}

export type PayloadFate = 'none' | 'kept' | 'destroyed' | 'lost' | 'damaged'

export type PayloadJudge = (row: PayloadState, view: EntryView, leaf: number) => Promise<PayloadFate>

/** Judges what lies beside each entry: kept as it was hashed, destroyed with a proof in the log, or a problem. */
export async function payloadJudge(home: string, db: Db, found: Findings): Promise<PayloadJudge> {
  const vault = createVault(home, systemRandom)
  const proven = await provenDestructions(db, vault)
  const restored = await lostToRestores(db, (ids) => payloadsOf(db, vault, ids))
  const keysTold = new Set<string>()

  const told = (leaf: number, why: string): PayloadFate => {
    found.add('database', leaf, why)
    return 'damaged'
  }

  return async (row, view, leaf) => {
    const destroyed = row.destruction !== null && proven.has(row.destruction)
    const present = row.salt !== null && (row.sealed !== null || row.body !== null)
    if (!present) {
      if (!view.payload) return 'none'
      if (destroyed) return 'destroyed'
      // A restored database honestly lacks what came after its backup; the log says which entries those are.
      if (restored.some(({ from, to }) => leaf >= from && leaf < to)) return 'lost'
      return told(leaf, `the payload of entry ${view.id} is missing and no destruction names it`)
    }
    if (!view.payload) return told(leaf, `entry ${view.id} has a payload that the log does not know`)
    const sealed = { ...row, salt: row.salt, entry_id: row.id }
    const body = await openRow(vault, sealed).catch(() => undefined)
    if (body === null && destroyed) return 'destroyed'
    if (body === null) {
      if (!keysTold.has(row.key!)) {
        keysTold.add(row.key!)
        found.add(
          `keys/payload/${row.key}.key`,
          leaf,
          'missing: the payloads that it sealed cannot be opened',
        )
      }
      return 'damaged'
    }
    if (body === undefined || payloadHash(view.payload.alg, row.salt, body) !== view.payload.hash)
      return told(leaf, `the payload of entry ${view.id} was altered`)
    if (destroyed && !proven.get(row.destruction)!.running)
      return told(leaf, `the payload of entry ${view.id} is said to be destroyed and can be opened`)
    return 'kept'
  }
}

/** Leaves whose payloads went with a database that was restored from an older backup. */
async function lostToRestores(
  db: Db,
  open: (ids: readonly string[]) => Promise<Map<string, { body: string }>>,
): Promise<{ from: number; to: number }[]> {
  const { rows } = await sql<{ id: string }>`
    select id from evidence_outbox where kind = 'evidence.restored'`.execute(db)
  const payloads = await open(rows.map(({ id }) => id))
  return [...payloads.values()].flatMap(({ body }) => {
    const { databaseKnew, logHad } = JSON.parse(body) as { databaseKnew?: number; logHad?: number }
    return databaseKnew === undefined || logHad === undefined ? [] : [{ from: databaseKnew, to: logHad }]
  })
}

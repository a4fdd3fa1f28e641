import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Actor } from '../../kernel/actor.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import type { LandInput, NumberInput, NumberOutput } from './child/messages.ts'
import { STAGED } from './child/messages.ts'
import { insuredKey } from './insured-key.ts'
import { insuredFolder } from './places.ts'
import { syncPath } from '../../platform/files/index.ts'

/** PostgreSQL advisory lock of the registry: one import at a time hands out numbers. */
const LOCK = 7_402_118_305

export interface Numbered {
  /** Distinct persons of each table with a system, in the order given. */
  readonly persons: readonly number[]
  /** The generation of the registry that holds all persons of this import. */
  readonly generation: number
  readonly landed: NumberOutput['landed']
}

/**
 * Gives every distinct person of staged tables the number known for them, or the next. New persons are a new
 * generation: a file and its row, committed before any version names the numbers. A number that no version came to use
 * (the import was killed) stays that person's number.
 */
export function numberPersons(
  core: Core,
  actor: Actor,
  work: { importId: string; staging: string; tables: NumberInput['tables']; land: LandInput | null },
  run: (input: NumberInput) => Promise<NumberOutput>,
): Promise<Numbered> {
  return core.db.connection().execute(async (db) => {
    await sql`select pg_advisory_lock(${LOCK}::bigint)`.execute(db)
    try {
      const generations = await db.selectFrom('insured_generation').selectAll().orderBy('number').execute()
      const last = generations.at(-1)
      const folder = insuredFolder(core)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const key = await insuredKey(core, last?.key_hash ?? null)
      const lastNumber = last?.last_number ?? 0
      const result = await run({
        staging: work.staging,
        keyFile: key.file,
        tables: work.tables,
        registry: generations.map((generation) => join(folder, generation.file)),
        lastNumber,
        land: work.land,
      })
      const { persons, added, landed } = result
      if (added === 0) return { persons, generation: last?.number ?? 0, landed }
      const number = (last?.number ?? 0) + 1
      const file = `${String(number).padStart(6, '0')}-${work.importId}.parquet`
      await syncPath(join(work.staging, STAGED.generation))
      await rename(join(work.staging, STAGED.generation), join(folder, file))
      await syncPath(folder)
      const last_number = lastNumber + added
      await act(core, actor, async ({ tx, now, note }) => {
        await tx
          .insertInto('insured_generation')
          .values({
            number,
            file,
            first_number: lastNumber + 1,
            last_number,
            key_hash: key.hash,
            created_at: now,
          })
          .execute()
        note({
          kind: 'insured.extended',
          subject: { import: work.importId },
          payload: { generation: number, added },
        })
      })
      return { persons, generation: number, landed }
    } finally {
      await sql`select pg_advisory_unlock(${LOCK}::bigint)`.execute(db)
    }
  })
}

import type { Core } from '../../safeguard/evidence/index.ts'
import type { Destroyer, Held } from '../tools.ts'
import { destroy } from './vault.ts'

/** What of a hidden test goes when its contest is closed: data, programs, predictions and logs. Scores and hashes stay. */
export const scoringDestroyers: readonly Destroyer[] = [
  {
    part: 'programs',
    list: async (core, contestId, after, most) => {
      const rows = await core.db
        .selectFrom('contest_artefact')
        .select(['id', 'digest', 'bytes'])
        .where('contest_id', '=', contestId)
        .where('key', 'is not', null)
        .$if(after !== null, (query) => query.where('id', '>', after!))
        .orderBy('id')
        .limit(most)
        .execute()
      return rows
    },
    destroy: async (core, contestId, ids) => {
      if (ids.length === 0) return
      for (const id of ids) await destroy(core.home, id)
      await core.db
        .updateTable('contest_artefact')
        .set({ key: null })
        .where('contest_id', '=', contestId)
        .where('id', 'in', [...ids])
        .execute()
    },
  },
  {
    part: 'runs',
    list: async (core, contestId, after, most) => {
      const rows = await core.db
        .selectFrom('contest_task_run')
        .select(['id', 'predictions_digest'])
        .where('contest_id', '=', contestId)
        .where('answered_at', 'is not', null)
        .where((eb) => eb.or([eb('predictions_key', 'is not', null), eb('log', 'is not', null)]))
        .$if(after !== null, (query) => query.where('id', '>', after!))
        .orderBy('id')
        .limit(most)
        .execute()
      return rows.map((row): Held => ({ id: row.id, digest: row.predictions_digest, bytes: 0 }))
    },
    destroy: async (core, contestId, ids) => {
      if (ids.length === 0) return
      for (const id of ids) await destroy(core.home, id)
      await core.db
        .updateTable('contest_task_run')
        .set({ predictions_key: null, log: null })
        .where('contest_id', '=', contestId)
        .where('id', 'in', [...ids])
        .execute()
    },
  },
  {
    part: 'hidden_data',
    list: (core, contestId, after, most) => heldData(core, contestId, after, most),
    destroy: async (core, contestId, ids) => {
      for (const id of ids) {
        const row = await core.db
          .selectFrom('contest_task')
          .select(['features_id', 'answers_id', 'sample_id'])
          .where('contest_id', '=', contestId)
          .where('features_id', '=', id)
          .executeTakeFirst()
        if (!row) continue
        for (const one of [row.features_id, row.answers_id, row.sample_id]) await destroy(core.home, one)
        await core.db
          .updateTable('contest_task')
          .set({ features_key: null, answers_key: null, sample_key: null })
          .where('features_id', '=', id)
          .execute()
      }
    },
  },
]

async function heldData(core: Core, contestId: string, after: string | null, most: number): Promise<Held[]> {
  const rows = await core.db
    .selectFrom('contest_task')
    .select(['features_id', 'data_digest'])
    .where('contest_id', '=', contestId)
    .where('features_key', 'is not', null)
    .$if(after !== null, (query) => query.where('features_id', '>', after!))
    .orderBy('features_id')
    .limit(most)
    .execute()
  return rows.map((row) => ({ id: row.features_id, digest: row.data_digest, bytes: 0 }))
}

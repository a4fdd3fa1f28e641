import type { Selectable } from 'kysely'
import { XinyuError } from '../../kernel/errors/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import type { Db, Tables, Tx } from '../../platform/postgres/tables.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Place } from './may.ts'

export type WorkRow = Selectable<Tables['contest_work']>

export const findWork = (db: Db | Tx, teamId: string, round: string): Promise<WorkRow | undefined> =>
  db
    .selectFrom('contest_work')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('round', '=', round)
    .executeTakeFirst()

/** The work of a team for a round, made when it is missing; nobody else changes it until this transaction ends. */
export async function lockWork(tx: Tx, core: Pick<Core, 'random' | 'clock'>, place: Place): Promise<WorkRow> {
  const now = core.clock.now()
  await tx
    .insertInto('contest_work')
    .values({
      id: uuid7(core.random, now),
      contest_id: place.contest.id,
      team_id: place.team.id,
      round: place.round.code,
      state: 'draft',
      fields: '{}',
      draft: 0,
      version: 0,
      submitted_at: null,
      digest: null,
      leaf: null,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.columns(['team_id', 'round']).doNothing())
    .execute()
  return tx
    .selectFrom('contest_work')
    .selectAll()
    .where('team_id', '=', place.team.id)
    .where('round', '=', place.round.code)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/** Only texts of the form are kept. @throws XinyuError WORK_FIELD */
function mustBeOfForm({ round }: Place, fields: Readonly<Record<string, string>>): void {
  const texts = new Set(round.submission.form.filter(({ kind }) => kind !== 'file').map(({ code }) => code))
  const strange = Object.keys(fields).find((code) => !texts.has(code))
  if (strange !== undefined) throw new XinyuError('WORK_FIELD', { field: strange })
}

/**
 * Keeps a draft; answers its new number. Who changes an older one is told, and nothing is written over. A draft is no
 * fact about the space, so it is written outside of actions: what is handed in is one.
 * @throws XinyuError WORK_DRAFT_CONFLICT (with the newest draft), WORK_FIELD
 */
export async function saveDraft(
  core: Core,
  place: Place,
  fields: Readonly<Record<string, string>>,
  draft: number,
): Promise<number> {
  mustBeOfForm(place, fields)
  return core.db.transaction().execute(async (tx) => {
    const work = await lockWork(tx, core, place)
    mustBeDraft(work, draft)
    await tx
      .updateTable('contest_work')
      .set({ fields: JSON.stringify(fields), draft: draft + 1, updated_at: core.clock.now() })
      .where('id', '=', work.id)
      .execute()
    return draft + 1
  })
}

/** @throws XinyuError WORK_DRAFT_CONFLICT */
export function mustBeDraft(work: WorkRow, draft: number): void {
  if (work.draft === draft) return
  throw new XinyuError(
    'WORK_DRAFT_CONFLICT',
    { draft: work.draft },
    { detail: { draft: work.draft, fields: work.fields } },
  )
}

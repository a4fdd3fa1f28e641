import { XinyuError } from '../../kernel/errors/index.ts'
import type { Db, Tx } from '../../platform/postgres/tables.ts'
import { manifestHash } from './manifest.ts'
import type { SubmittedWork, WorkFile } from './model.ts'

type Reader = Db | Tx

/** The last versions, by work; of admitted teams only where `admitted`. */
const lastVersions = (db: Reader) =>
  db
    .selectFrom('contest_work as w')
    .innerJoin('contest_work_version as v', (join) =>
      join.onRef('v.work_id', '=', 'w.id').onRef('v.version', '=', 'w.version'),
    )
    .select([
      'w.id',
      'w.contest_id',
      'w.team_id',
      'w.round',
      'w.draft',
      'v.division',
      'v.title',
      'v.version',
      'v.submitted_at',
      'v.digest',
      'v.fields',
      'v.files',
    ])

type Row = Awaited<ReturnType<ReturnType<typeof lastVersions>['execute']>>[number]

/**
 * What was handed in is what is read: counted again each time, until the words of a closed contest are destroyed (a draft
 * below zero says so). @throws XinyuError WORK_DAMAGED
 */
function workOf(row: Row): SubmittedWork {
  const work = {
    id: row.id,
    contestId: row.contest_id,
    teamId: row.team_id,
    round: row.round,
    division: row.division,
    title: row.title,
    version: row.version,
    submittedAt: row.submitted_at,
    digest: row.digest,
    fields: row.fields,
    files: row.files,
  }
  if (row.draft >= 0 && manifestHash({ ...work, workId: work.id }) !== work.digest)
    throw new XinyuError('WORK_DAMAGED', { work: work.id })
  return work
}

/** The last version that each admitted team handed in, in the order of the works' ids (which tells nothing of teams' numbers). */
export async function submittedWorks(db: Reader, contestId: string, round: string): Promise<SubmittedWork[]> {
  const rows = await lastVersions(db)
    .innerJoin('contest_team as t', 't.id', 'w.team_id')
    .where('w.contest_id', '=', contestId)
    .where('w.round', '=', round)
    .where('t.state', '=', 'admitted')
    .orderBy('w.id')
    .execute()
  return rows.map(workOf)
}

/** A work that was handed in. @throws XinyuError NOT_FOUND, WORK_DAMAGED */
export async function workById(db: Reader, id: string): Promise<SubmittedWork> {
  const row = await lastVersions(db).where('w.id', '=', id).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'work' })
  return workOf(row)
}

/** A file that is whole. @throws XinyuError NOT_FOUND */
export async function workFile(
  db: Reader,
  fileId: string,
): Promise<WorkFile & { teamId: string; contestId: string; round: string; virus: string | null }> {
  const row = await db
    .selectFrom('contest_file')
    .selectAll()
    .where('id', '=', fileId)
    .where('state', '=', 'whole')
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'file' })
  const { id, field, name, bytes, digest, type } = row
  const place = { teamId: row.team_id, contestId: row.contest_id, round: row.round }
  return { id, field, name, bytes, digest, type: type!, ...place, virus: row.virus }
}

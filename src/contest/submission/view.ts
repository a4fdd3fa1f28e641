import type { Db, Tx } from '../../platform/postgres/tables.ts'
import type { ContestTools } from '../tools.ts'
import { openingAt } from '../scheme/index.ts'
import { filesOfDraft, usedBytes, viewOfFile } from './files/store.ts'
import { manifestHash } from './manifest.ts'
import type { Place } from './may.ts'
import type { VersionView, WorkView } from './model.ts'
import { missingOf, quotaOf } from './rules.ts'
import { contentOf } from './submit.ts'
import { findWork } from './work.ts'

/** What was handed in, newest first. */
export async function versionsOf(db: Db | Tx, workId: string): Promise<VersionView[]> {
  const rows = await db
    .selectFrom('contest_work_version')
    .selectAll()
    .where('work_id', '=', workId)
    .orderBy('version', 'desc')
    .execute()
  return rows.map(({ id, version, title, digest, submitted_at, late, leaf, files, fields }) => ({
    id,
    version,
    title,
    digest,
    submittedAt: submitted_at,
    late,
    leaf,
    files,
    fields,
  }))
}

/** A work as its own team sees it, before it is begun too. */
export async function workView(
  { core }: Pick<ContestTools, 'core'>,
  place: Place,
  entrantId: string,
): Promise<WorkView> {
  const { contest, round, team } = place
  const { submission } = round
  const work = await findWork(core.db, team.id, round.code)
  const files = await filesOfDraft(core.db, team.id, round.code)
  const reminders = await core.db
    .selectFrom('contest_work_reminder')
    .select(['at', 'missing'])
    .where('team_id', '=', team.id)
    .where('round', '=', round.code)
    .orderBy('at', 'desc')
    .limit(5)
    .execute()
  const now = core.clock.now()
  return {
    contestId: contest.id,
    teamId: team.id,
    round: round.code,
    state: work?.state ?? 'none',
    opening: openingAt(submission, now, submission.graceMs),
    opensAt: submission.opensAt,
    closesAt: submission.closesAt,
    graceMs: submission.graceMs,
    now,
    captain: team.captainId === entrantId,
    form: submission.form,
    titleZh: round.titleZh,
    titleEn: round.titleEn,
    fields: work?.fields ?? {},
    draft: work?.draft ?? 0,
    changed: work?.digest ? manifestHash(contentOf(place, work, files)) !== work.digest : false,
    files: files.map(viewOfFile),
    missing: missingOf(submission.form, work?.fields ?? {}, files),
    versions: work ? await versionsOf(core.db, work.id) : [],
    reminders,
    usedBytes: await usedBytes(core.db, team.id, round.code),
    quotaBytes: quotaOf(submission.form),
  }
}

/** The leaf of a version's entry: as it was written back, or as the log says where a crash came between. */
export async function leafOf(
  { core }: Pick<ContestTools, 'core'>,
  version: VersionView,
): Promise<number | null> {
  if (version.leaf !== null) return version.leaf
  const found = await core.evidence.leavesAbout([version.id])
  return found.find(({ kind }) => kind === 'work.submitted')?.leaf ?? null
}

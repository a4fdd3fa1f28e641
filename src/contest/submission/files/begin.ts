import { mkdir, open, rm } from 'node:fs/promises'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { syncPath } from '../../../platform/files/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import type { FormField } from '../../scheme/index.ts'
import type { Place } from '../may.ts'
import { quotaOf } from '../rules.ts'
import { lockWork } from '../work.ts'
import { endingAllowed, KNOWN_ENDINGS } from './kinds.ts'
import type { NewFile } from './model.ts'
import { filePath, teamFolder } from './places.ts'
import { type FileRow, filesOfDraft, usedBytes } from './store.ts'

/** @throws XinyuError WORK_FIELD, WORK_FILE_TYPE, WORK_FILE_LIMIT */
function fieldFor({ round }: Place, asked: NewFile): FormField {
  const field = round.submission.form.find(({ code, kind }) => code === asked.field && kind === 'file')
  if (!field) throw new XinyuError('WORK_FIELD', { field: asked.field })
  if (!endingAllowed(asked.name, field.types)) {
    const allowed = (field.types.length > 0 ? field.types : KNOWN_ENDINGS).join(', ')
    throw new XinyuError('WORK_FILE_TYPE', { allowed, name: asked.name })
  }
  if (asked.bytes > field.maxBytes)
    throw new XinyuError('WORK_FILE_LIMIT', { bytes: asked.bytes, limit: field.maxBytes })
  return field
}

/**
 * Makes room for a file, or finds the upload of the same file that was begun before (by this or another device): it
 * goes on where it was. An upload is no fact about the space until the file is whole, so it is written outside of
 * actions. @throws XinyuError WORK_FIELD, WORK_FILE_TYPE, WORK_FILE_LIMIT, WORK_FILES_MOST, WORK_QUOTA
 */
export async function beginFile(core: Core, place: Place, asked: NewFile): Promise<FileRow> {
  const field = fieldFor(place, asked)
  const { contest, round, team } = place
  const now = core.clock.now()
  const begun = await core.db.transaction().execute(async (tx) => {
    // One at a time within a team: neither the quota nor the number of files is passed by two at once.
    await lockWork(tx, core, place)
    const files = await filesOfDraft(tx, team.id, round.code)
    const same = files.find(
      (file) =>
        file.field === asked.field &&
        file.digest === asked.digest &&
        file.name === asked.name &&
        file.state !== 'refused',
    )
    if (same) return { row: same, old: [] }
    // What was refused makes room for the next try of the same name.
    const old = files.filter((file) => file.state === 'refused' && file.field === asked.field)
    if (old.length > 0)
      await tx
        .deleteFrom('contest_file')
        .where(
          'id',
          'in',
          old.map(({ id }) => id),
        )
        .execute()
    const there = files.filter((file) => file.field === asked.field && file.state !== 'refused')
    if (there.length >= field.maxFiles) throw new XinyuError('WORK_FILES_MOST', { most: field.maxFiles })
    const [used, quota] = [await usedBytes(tx, team.id, round.code), quotaOf(round.submission.form)]
    if (used + asked.bytes > quota) throw new XinyuError('WORK_QUOTA', { quota, used })
    const row = await tx
      .insertInto('contest_file')
      .values({
        id: uuid7(core.random, now),
        team_id: team.id,
        contest_id: contest.id,
        round: round.code,
        field: asked.field,
        name: asked.name,
        bytes: asked.bytes,
        digest: asked.digest,
        state: 'uploading',
        received: 0,
        detached: false,
        created_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return { row, old }
  })
  for (const file of begun.old) await rm(pathOf(core, file), { force: true })
  if (begun.row.state === 'uploading') await makeEmpty(core, begun.row)
  return begun.row
}

export const pathOf = (core: Pick<Core, 'home'>, row: FileRow): string =>
  filePath(core, { id: row.id, contestId: row.contest_id, teamId: row.team_id })

/** The name is on the disk before the first byte is; for the owner of the server alone. */
async function makeEmpty(core: Core, row: FileRow): Promise<void> {
  const folder = teamFolder(core, row.contest_id, row.team_id)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const handle = await open(pathOf(core, row), 'a', 0o600)
  await handle.close()
  await syncPath(folder)
}

/** Takes a file out of the draft. What was handed in keeps it; nobody else's are destroyed. */
export async function removeFile(core: Core, place: Place, id: string): Promise<void> {
  const gone = await core.db.transaction().execute(async (tx) => {
    const work = await lockWork(tx, core, place)
    const row = (await filesOfDraft(tx, place.team.id, place.round.code)).find((file) => file.id === id)
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'file' })
    const versions = await tx
      .selectFrom('contest_work_version')
      .select('files')
      .where('work_id', '=', work.id)
      .execute()
    if (versions.some(({ files }) => files.some((file) => file.id === id))) {
      await tx.updateTable('contest_file').set({ detached: true }).where('id', '=', id).execute()
      return null
    }
    await tx.deleteFrom('contest_file').where('id', '=', id).execute()
    return row
  })
  if (gone) await rm(pathOf(core, gone), { force: true })
}

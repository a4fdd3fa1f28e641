import { systemActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import { act, type ActionScope } from '../../safeguard/evidence/index.ts'
import type { ContestTools } from '../tools.ts'
import { type FileRow, filesOfDraft } from './files/store.ts'
import { manifestHash } from './manifest.ts'
import { mustBeInTime, mustTakePart, type Place, placeNow } from './may.ts'
import type { WorkFile } from './model.ts'
import { missingOf, momentOf } from './rules.ts'
import { findWork, lockWork, mustBeDraft, type WorkRow } from './work.ts'

/** Versions of one work: more than anybody needs, and few enough to be read at once. */
const MOST_VERSIONS = 100

export interface Handing {
  /** Made once for one wish to hand in: asked again with it, the answer is the same. */
  readonly key: string
  /** Number of the draft that the person saw. */
  readonly draft: number
}

/** The work stands already: nothing new is written, and the transaction is taken back. */
class Stands extends Error {
  readonly version: number
  constructor(version: number) {
    super('handed in already')
    this.version = version
  }
}

/**
 * Hands a work in: the form is whole, the moment is in time by the server's clock, what is handed in gets a version that
 * never changes, its hash is evidence. The same wish is counted once, however often it comes: by its key, and where the
 * content is that of the last version. Answers the number of the version.
 * @throws XinyuError WORK_TOO_LATE, WORK_INCOMPLETE, WORK_DRAFT_CONFLICT, WORK_VERSIONS_MOST
 */
export async function submitWork(
  { core, ports }: Pick<ContestTools, 'core' | 'ports'>,
  place: Place,
  entrantId: string,
  handing: Handing,
): Promise<number> {
  const known = await versionOfKey(core.db as never, place, handing.key)
  // What was accepted in time is answered after the deadline too.
  if (known !== null) return known
  await mustTakePart({ ports }, place)
  try {
    const { value, entries } = await act(core, systemActor('contest'), (scope) =>
      handIn(scope, core, place, entrantId, handing),
    )
    await writeLeaf(core, value, entries[0]!.leaf)
    return value.version
  } catch (error) {
    if (error instanceof Stands) return error.version
    throw error
  }
}

async function handIn(
  scope: ActionScope,
  core: ContestTools['core'],
  seen: Place,
  entrantId: string,
  { key, draft }: Handing,
): Promise<{ workId: string; version: number }> {
  const { tx, now, id, note } = scope
  const work = await lockWork(tx, core, seen)
  const known = await versionOfKey(tx, seen, key)
  if (known !== null) throw new Stands(known)
  const place = await placeNow(tx, seen)
  mustBeInTime(place.round, now)
  mustBeDraft(work, draft)
  const files = await wholeFiles(tx, place, work)
  const content = contentOf(place, work, files)
  const digest = manifestHash(content)
  if (digest === work.digest) throw new Stands(work.version)
  if (work.version >= MOST_VERSIONS) throw new XinyuError('WORK_VERSIONS_MOST', { most: MOST_VERSIONS })
  const version = work.version + 1
  const versionId = id()
  const late = momentOf(place.round, now) === 'grace'
  await tx
    .insertInto('contest_work_version')
    .values({
      id: versionId,
      work_id: work.id,
      version,
      title: content.title,
      division: content.division,
      fields: JSON.stringify(content.fields),
      files: JSON.stringify(content.files),
      digest,
      scheme_number: place.contest.number,
      by_entrant: entrantId,
      submitted_at: now,
      late,
      leaf: null,
    })
    .execute()
  await tx.insertInto('contest_work_key').values({ work_id: work.id, key, version }).execute()
  await tx
    .updateTable('contest_work')
    .set({ state: 'submitted', version, submitted_at: now, digest, leaf: null })
    .where('id', '=', work.id)
    .execute()
  note({
    kind: 'work.submitted',
    subject: {
      contest: place.contest.id,
      team: place.team.id,
      entrant: entrantId,
      work: work.id,
      version: versionId,
    },
    payload: {
      round: place.round.code,
      version,
      digest,
      late,
      files: content.files.map((file) => ({ id: file.id, digest: file.digest, bytes: file.bytes })),
    },
  })
  return { workId: work.id, version }
}

/** The files of the draft, where nothing is missing. @throws XinyuError WORK_INCOMPLETE (with the check list) */
async function wholeFiles(tx: Tx, { round, team }: Place, work: WorkRow): Promise<FileRow[]> {
  const files = await filesOfDraft(tx, team.id, round.code)
  const missing = missingOf(round.submission.form, work.fields, files)
  if (missing.length > 0)
    throw new XinyuError(
      'WORK_INCOMPLETE',
      { count: missing.length },
      { detail: { missing: missing.map(({ field, why }) => ({ field, why })) } },
    )
  return files
}

export const workFileOf = ({ id, field, name, bytes, digest, type }: FileRow): WorkFile => ({
  id,
  field,
  name,
  bytes,
  digest,
  type: type ?? '',
})

/** What is handed in of a draft: the fields that the form has, and the files that are whole. */
export function contentOf({ contest, round, team }: Place, work: WorkRow, files: readonly FileRow[]) {
  const known = new Set(round.submission.form.map(({ code }) => code))
  return {
    contestId: contest.id,
    round: round.code,
    teamId: team.id,
    workId: work.id,
    title: team.title,
    division: team.division,
    fields: Object.fromEntries(Object.entries(work.fields).filter(([code]) => known.has(code))),
    files: files.filter(({ state, field }) => state === 'whole' && known.has(field)).map(workFileOf),
  }
}

async function versionOfKey(db: Tx, { team, round }: Place, key: string): Promise<number | null> {
  const work = await findWork(db, team.id, round.code)
  if (!work) return null
  const row = await db
    .selectFrom('contest_work_key')
    .select('version')
    .where('work_id', '=', work.id)
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.version ?? null
}

/** Where the entry stands in the log: a help for readers, who look it up themselves where a crash came between. */
async function writeLeaf(
  { db }: ContestTools['core'],
  { workId, version }: { workId: string; version: number },
  leaf: number,
): Promise<void> {
  await db
    .updateTable('contest_work_version')
    .set({ leaf })
    .where('work_id', '=', workId)
    .where('version', '=', version)
    .execute()
  await db
    .updateTable('contest_work')
    .set({ leaf })
    .where('id', '=', workId)
    .where('version', '=', version)
    .execute()
}

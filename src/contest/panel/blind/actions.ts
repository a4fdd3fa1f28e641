import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { type SubmittedWork, workById } from '../../submission/index.ts'
import { mustBeOver } from '../moments.ts'
import { cleanInThread } from './clean/in-thread.ts'
import { REFUSED_WORDS, type Refused } from './clean/refusal.ts'
import { keep, type MadeCopy, makeCopy } from './copy.ts'
import { openFlags } from './flags.ts'
import { plainOf } from './mentions.ts'
import type { KeptMention } from './model.ts'
import { redactionNeedles } from './needles.ts'
import { blindFiles, copyRow, type CopyRow, type FileRow } from './store.ts'
import { destroyBlind } from './vault.ts'

/** What an officer decides stands in the evidence of the officers; experts of his own body do not read it there. */
const machine = systemActor('contest')

/** Makes the first copy of a work, or one of its newest version; true where one was made. */
export async function prepareCopy(
  core: Core,
  contest: Contest,
  work: SubmittedWork,
  by: string,
): Promise<boolean> {
  const before = await copyRow(core.db, work.id)
  if (before?.version === work.version) return false
  // What was decided of another version says nothing of this one; words that were taken out stay out.
  const decided = { redactions: before?.redactions ?? [], kept: [], files: [] }
  try {
    await writeCopy(core, contest, work, by, before, decided, 'made')
    return true
  } catch (error) {
    // Another job made it at the same moment.
    if (isXinyuError(error) && error.code === 'BLIND_CHANGED') return false
    throw error
  }
}

/**
 * Takes words out of a copy, wherever they stand and however they are written, for good. @throws XinyuError NOT_FOUND,
 * BLIND_CHANGED, BLIND_TOO_SHORT
 */
export async function redact(
  core: Core,
  actor: UserActor,
  contest: Contest,
  workId: string,
  asked: { readonly edition: number; readonly texts: readonly string[] },
): Promise<void> {
  const { work, before } = await existing(core, contest, workId, asked.edition)
  const added = asked.texts.map((text) => plainOf(text).text)
  if (added.some((text) => text.length < 2)) throw new XinyuError('BLIND_TOO_SHORT')
  const redactions = [...new Set([...before.redactions, ...added])]
  const files = await blindFiles(core.db, [workId])
  await writeCopy(
    core,
    contest,
    work,
    actor.userId,
    before,
    { redactions, kept: before.kept, files },
    'redacted',
  )
}

/** Lets mentions stand that tell nothing, each with the reason. @throws XinyuError NOT_FOUND, BLIND_CHANGED */
export async function keepMentions(
  core: Core,
  actor: UserActor,
  contest: Contest,
  workId: string,
  asked: { readonly edition: number; readonly keys: readonly string[]; readonly reason: string },
): Promise<void> {
  await existing(core, contest, workId, asked.edition)
  await act(core, machine, async (scope) => {
    const row = await locked(scope, workId, asked.edition)
    const known = new Set(row.flags.map(({ key }) => key))
    const kept = [
      ...row.kept.filter(({ key }) => !asked.keys.includes(key)),
      ...asked.keys.filter((key) => known.has(key)).map((key) => ({ key, reason: asked.reason })),
    ]
    const files = await blindFiles(scope.tx, [workId])
    await scope.tx
      .updateTable('contest_blind')
      .set({
        kept: JSON.stringify(kept),
        state: stateOf(row.flags, kept, files),
        edition: row.edition + 1,
        at: scope.now,
      })
      .where('work_id', '=', workId)
      .execute()
    scope.note({
      kind: 'blind.mentions_kept',
      subject: { contest: contest.id, work: workId, by: actor.userId },
      payload: { count: asked.keys.length, reason: asked.reason },
    })
  })
}

/** Pictures of all works of a round at once: somebody looked through them. Returns how many works. */
export async function keepPictures(
  core: Core,
  actor: UserActor,
  contest: Contest,
  round: string,
  reason: string,
): Promise<number> {
  const rows = await core.db
    .selectFrom('contest_blind')
    .select(['work_id', 'edition', 'flags', 'kept'])
    .where('contest_id', '=', contest.id)
    .where('round', '=', round)
    .where('state', '=', 'flagged')
    .execute()
  let works = 0
  for (const row of rows) {
    const keys = openFlags(row.flags, row.kept)
      .filter(({ kind }) => kind === 'picture')
      .map(({ key }) => key)
    if (keys.length === 0) continue
    await keepMentions(core, actor, contest, row.work_id, {
      edition: row.edition,
      keys: [...new Set(keys)],
      reason,
    })
    works++
  }
  return works
}

/** A file that is not given to experts, with the reason. @throws XinyuError NOT_FOUND, BLIND_CHANGED */
export async function leaveOut(
  core: Core,
  actor: UserActor,
  contest: Contest,
  workId: string,
  asked: { readonly edition: number; readonly fileId: string; readonly reason: string },
): Promise<void> {
  const { work, before } = await existing(core, contest, workId, asked.edition)
  const files = (await blindFiles(core.db, [workId])).map((file) =>
    file.id === asked.fileId ? { ...file, state: 'left_out' as const, reason: asked.reason } : file,
  )
  if (!files.some(({ id }) => id === asked.fileId)) throw new XinyuError('NOT_FOUND', { what: 'file' })
  await writeCopy(core, contest, work, actor.userId, before, { ...before, files }, 'file_left_out')
}

/** A file that the organiser gives in the place of one that could not be cleaned: it is cleaned as well. */
export async function replaceFile(
  core: Core,
  actor: UserActor,
  contest: Contest,
  workId: string,
  asked: {
    readonly edition: number
    readonly fileId: string
    readonly name: string
    readonly bytes: Buffer
    readonly reason: string
  },
): Promise<void> {
  const { work, before } = await existing(core, contest, workId, asked.edition)
  const files = await blindFiles(core.db, [workId])
  const file = files.find(({ id }) => id === asked.fileId)
  if (!file) throw new XinyuError('NOT_FOUND', { what: 'file' })
  const answer = await cleanInThread({ ...asked, needles: redactionNeedles(before.redactions), known: [] })
  if ('refused' in answer) throw notCleaned(answer.refused)
  // Under an id of its own: until the new copy stands the old one is given.
  const id = uuid7(core.random, core.clock.now())
  const made = await keep(core, { ...file, id, replaced: true, reason: asked.reason }, asked, answer, {
    type: file.type,
    digest: file.source_digest,
  })
  try {
    const now = files.map((one) => (one.id === file.id ? { ...made.row, work_id: workId } : one))
    await writeCopy(core, contest, work, actor.userId, before, { ...before, files: now }, 'file_replaced')
  } finally {
    // The copy was made anew out of it, under another id.
    await destroyBlind(core.home, id)
  }
}

function notCleaned(why: Refused): XinyuError {
  const [whyZh, whyEn] = REFUSED_WORDS[why]
  return new XinyuError('BLIND_NOT_CLEANED', { whyZh, whyEn })
}

async function existing(core: Core, contest: Contest, workId: string, edition: number) {
  const before = await copyRow(core.db, workId)
  if (!before || before.contest_id !== contest.id) throw new XinyuError('NOT_FOUND', { what: 'work' })
  if (before.edition !== edition) throw new XinyuError('BLIND_CHANGED')
  return { before, work: await workById(core.db, workId) }
}

async function locked({ tx }: ActionScope, workId: string, edition: number): Promise<CopyRow> {
  const row = await tx
    .selectFrom('contest_blind')
    .selectAll()
    .where('work_id', '=', workId)
    .forUpdate()
    .executeTakeFirst()
  if (row?.edition !== edition) throw new XinyuError('BLIND_CHANGED')
  return row
}

const stateOf = (
  flags: MadeCopy['flags'],
  kept: readonly KeptMention[],
  files: readonly Pick<FileRow, 'state'>[],
): CopyRow['state'] =>
  openFlags(flags, kept).length === 0 && files.every(({ state }) => state !== 'refused') ? 'clear' : 'flagged'

interface Decided {
  readonly redactions: readonly string[]
  readonly kept: readonly KeptMention[]
  readonly files: readonly FileRow[]
}

/** Makes a copy and puts it in the place of the one before, whose bytes are destroyed then. */
async function writeCopy(
  core: Core,
  contest: Contest,
  work: SubmittedWork,
  by: string,
  before: CopyRow | null,
  decided: Decided,
  done: 'made' | 'redacted' | 'file_left_out' | 'file_replaced',
): Promise<void> {
  mustBeOver(contest, work.round, core.clock.now())
  const made = await makeCopy(core, contest, work, decided.redactions, decided.files)
  const old = await blindFiles(core.db, [work.id])
  const place = { contest_id: contest.id, round: work.round, version: work.version }
  const edition = (before?.edition ?? 0) + 1
  try {
    await act(core, machine, async (scope) => {
      const { tx, now, note } = scope
      if (before) await locked(scope, work.id, before.edition)
      const row = {
        ...place,
        title: made.title,
        fields: JSON.stringify(made.fields),
        flags: JSON.stringify(made.flags),
        redactions: JSON.stringify(decided.redactions),
        kept: JSON.stringify(decided.kept),
        state: stateOf(made.flags, decided.kept, made.files),
        edition,
        at: now,
      }
      const written = await tx
        .insertInto('contest_blind')
        .values({ work_id: work.id, ...row })
        .onConflict((conflict) =>
          before ? conflict.column('work_id').doUpdateSet(row) : conflict.column('work_id').doNothing(),
        )
        .returning('edition')
        .execute()
      if (written.length === 0) throw new XinyuError('BLIND_CHANGED')
      await tx.deleteFrom('contest_blind_file').where('work_id', '=', work.id).execute()
      if (made.files.length > 0)
        await tx
          .insertInto('contest_blind_file')
          .values(made.files.map((file) => ({ ...file, work_id: work.id })))
          .execute()
      note({
        kind: `blind.${done}`,
        subject: { contest: contest.id, work: work.id, by },
        payload: {
          version: work.version,
          state: row.state,
          redactions: decided.redactions.length,
          files: made.files.map(({ digest, state }) => ({ digest, state })),
        },
      })
    })
  } catch (error) {
    for (const file of made.files) await destroyBlind(core.home, file.id)
    throw error
  }
  for (const file of old) await destroyBlind(core.home, file.id)
}

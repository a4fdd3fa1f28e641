import { type Actor, systemActor, type UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { NO_ORIGIN, type Origin } from '../../run/index.ts'
import { aboutOf, asJson, move, subjectOf } from '../move.ts'
import { OUTPUT_OF } from '../need.ts'
import { mustBeFit, personsOf, presentIn } from '../people.ts'
import type { Airlock } from '../ports.ts'
import { mustMove, type Mover } from '../states.ts'
import {
  currentFiles,
  type FileRow,
  filesOf,
  numberOf,
  lockRequest,
  opinionsOf,
  type RequestRow,
  requestRow,
} from '../store.ts'
import { destroyBytes, readBytes } from '../vault.ts'
import { outcomeOf } from '../outcome.ts'

/** Requests whose release is under way in this process: two at once would release each file twice. */
const releasing = new WeakMap<Airlock['core'], Set<string>>()

/**
 * Lets an approved request go. Never its author, nor anybody of the consuming body; each file goes out under a fresh
 * decision about its author's use, one for each contract. Where one is denied none stays out.
 * @throws XinyuError NOT_FOUND, AIRLOCK_*, and what a release throws
 */
export async function releaseRequest(
  airlock: Airlock,
  actor: UserActor,
  id: string,
  origin: Origin,
): Promise<void> {
  const row = await requestRow(airlock.core.db, id)
  await mustBeFit(airlock.core.db, actor, row, 'release', await presentIn(airlock, id))
  await letOut(airlock, actor, 'releaser', row, origin)
}

/** What a contract allows to leave without a person. A denial leaves it approved, for people to look at. */
export async function releaseByMachine(airlock: Airlock, id: string): Promise<void> {
  const row = await requestRow(airlock.core.db, id)
  try {
    await letOut(airlock, systemActor('airlock'), 'machine', row, NO_ORIGIN)
  } catch (error) {
    if (!isXinyuError(error)) throw error
    airlock.core.log.info({ request: id, code: error.code }, 'automatic release was not allowed')
  }
}

async function letOut(
  airlock: Airlock,
  by: Actor,
  who: Mover,
  row: RequestRow,
  origin: Origin,
): Promise<void> {
  const { core } = airlock
  mustMove(who, row.state, 'released')
  await mustBeDecided(airlock, row)
  const busy = releasing.get(core) ?? new Set<string>()
  releasing.set(core, busy)
  if (busy.has(row.id)) throw new XinyuError('AIRLOCK_RELEASING')
  busy.add(row.id)
  try {
    await letFilesOut(airlock, by, who, row, origin)
  } finally {
    busy.delete(row.id)
  }
}

/** Looked at once more where it counts: no file leaves without the opinions that its request needs. */
async function mustBeDecided({ core }: Airlock, row: RequestRow): Promise<void> {
  if (row.checkers === 0) return
  const opinions = (await opinionsOf(core.db, [row.id])).filter(({ round }) => round === row.round)
  const outcome = outcomeOf(
    opinions.map(({ decision }) => decision),
    row.checkers,
  )
  if (outcome !== 'approved') throw new XinyuError('AIRLOCK_STATE', { state: row.state })
}

async function letFilesOut(
  airlock: Airlock,
  by: Actor,
  who: Mover,
  row: RequestRow,
  origin: Origin,
): Promise<void> {
  const { core } = airlock
  const author = await authorOf(airlock, row)
  const files = currentFiles(await filesOf(core.db, [row.id]))
  await dropLeftOver(airlock, row, files)
  const out: { file: FileRow; runIds: string[] }[] = []
  try {
    for (const file of files) {
      const runIds: string[] = []
      out.push({ file, runIds })
      await letFileOut(airlock, row, author, file, runIds, origin)
    }
  } catch (error) {
    await takeBack(airlock, row, out, isXinyuError(error) ? error.code : 'INTERNAL')
    throw error
  }
  await act(core, by, async (scope) => {
    const { tx, now, note, emit } = scope
    const locked = await lockRequest(tx, row.id)
    await move(scope, locked, who, 'released', { released_at: now })
    for (const { file, runIds } of out) {
      await tx
        .updateTable('airlock_file')
        .set({ key: null, sets_key: null })
        .where('id', '=', file.id)
        .execute()
      note({
        kind: 'airlock.file_released',
        subject: { ...subjectOf(row), file: file.id, run: runIds[0]! },
        payload: { digest: file.digest, bytes: file.bytes, record: file.record_digest, runs: runIds },
      })
    }
    await tx.updateTable('airlock_request').set({ emptied_at: now }).where('id', '=', row.id).execute()
    note({
      kind: 'airlock.released',
      subject: subjectOf(row),
      payload: { round: row.round, checkers: row.checkers, files: out.length, automatic: who === 'machine' },
    })
    emit('airlock.released', aboutOf(row))
  })
  for (const { file } of out) await destroyBytes(core.home, file.id)
}

/** The use is its author's, as the register knows him now. @throws XinyuError AIRLOCK_AUTHOR_GONE */
async function authorOf({ core }: Airlock, row: RequestRow): Promise<UserActor> {
  const author = (await personsOf(core.db, [row.author_id])).get(row.author_id)
  const stands =
    author?.state === 'active' &&
    author.participantId === row.consumer_id &&
    author.roles.includes('developer')
  if (!author || !stands) throw new XinyuError('AIRLOCK_AUTHOR_GONE')
  return { kind: 'user', userId: author.userId, participantId: author.participantId, roles: author.roles }
}

async function letFileOut(
  { core, runs }: Airlock,
  row: RequestRow,
  author: UserActor,
  file: FileRow,
  runIds: string[],
  origin: Origin,
): Promise<void> {
  const bytes = await readBytes(core, file)
  const name = file.path.split('/').at(-1)!
  for (const contractId of file.contract_ids.slice(runIds.length)) {
    const { runId } = await runs.releaseFile(author, {
      contractId,
      title: row.title.slice(0, 120),
      kind: OUTPUT_OF[file.context.kind],
      name,
      bytes,
      origin,
      record: asJson({
        request: row.id,
        number: numberOf(row),
        disclosure: file.record,
        digest: file.record_digest,
      }),
    })
    runIds.push(runId)
    await core.db.updateTable('airlock_file').set({ run_ids: runIds }).where('id', '=', file.id).execute()
  }
}

/** What a killed server let out of a request that is not released is called back before it begins anew. */
async function dropLeftOver(airlock: Airlock, row: RequestRow, files: readonly FileRow[]): Promise<void> {
  const left = files.filter((file) => file.run_ids.length > 0)
  if (left.length === 0) return
  await takeBack(
    airlock,
    row,
    left.map((file) => ({ file, runIds: file.run_ids })),
    'left over',
  )
}

/** Nothing of a request is out where one of its files may not go. */
async function takeBack(
  { core, runs }: Airlock,
  row: RequestRow,
  out: readonly { readonly file: FileRow; readonly runIds: readonly string[] }[],
  code: string,
): Promise<void> {
  for (const { runIds } of out)
    for (const runId of runIds)
      await runs
        .revokeFile(systemActor('airlock'), runId, `not all of the request may leave: ${code}`)
        .catch((error: unknown) => core.log.error({ err: error, run: runId }, 'taking a file back failed'))
  await act(core, systemActor('airlock'), async ({ tx, note }) => {
    await tx.updateTable('airlock_file').set({ run_ids: [] }).where('request_id', '=', row.id).execute()
    note({ kind: 'airlock.release_denied', subject: subjectOf(row), payload: { code, files: out.length } })
  })
}

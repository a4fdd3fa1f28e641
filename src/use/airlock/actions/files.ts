import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type ActionScope } from '../../../safeguard/evidence/index.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { Origin } from '../../run/index.ts'
import type { FileChange, FileContext, NewFile } from '../model.ts'
import { subjectOf } from '../move.ts'
import type { Airlock } from '../ports.ts'
import { EDITABLE } from '../states.ts'
import { currentFiles, type FileRow, fileRow, filesOf, type RequestRow, requestRow } from '../store.ts'
import { keepSets, type ProbeSets, readSets, setsBeside } from '../sets.ts'
import { destroyBytes, keepBytes, readBytes } from '../vault.ts'
import { lockEditable } from './draft.ts'

interface Taken {
  readonly id: string
  readonly path: string
  readonly bytes: Buffer
  readonly contractIds: readonly string[]
  readonly key: Buffer
  /** Labelled sets beside a model, for its probe: they never leave. */
  readonly sets: ProbeSets | null
  readonly setsKey: Buffer | null
}

/**
 * Takes a file out of the seat into the airlock, as it is now. One of the same path replaces the one before, which
 * stays in the history of the submissions that it was part of.
 * @throws XinyuError NOT_FOUND, AIRLOCK_*, and what the seat says
 */
export async function takeFile(
  airlock: Airlock,
  actor: UserActor,
  requestId: string,
  { path, context }: NewFile,
  origin: Origin,
): Promise<Acted<string>> {
  const row = await editable(airlock, actor, requestId)
  const read = await fromSeat(airlock, actor, row, { path, kind: context.kind, origin })
  return kept(airlock, { ...read, path }, (taken, gone) =>
    act(airlock.core, actor, async (scope) => {
      const locked = await lockEditable(airlock, scope, actor, requestId)
      const files = currentFiles(await filesOf(scope.tx, [requestId]))
      const before = files.find((file) => file.path === path)
      mustFit(
        airlock,
        files.filter((file) => file !== before),
        taken.bytes.length,
      )
      if (before) await letGo(scope, locked, before, gone)
      await insertFile(scope, actor, locked, taken, context)
      note(scope, locked, taken, 'airlock.file_taken')
      return taken.id
    }),
  )
}

/** New words for a file, and with `path` the bytes as the seat holds them now. Returns its id, which may be a new one. */
export async function changeFile(
  airlock: Airlock,
  actor: UserActor,
  requestId: string,
  fileId: string,
  { context, path }: FileChange,
  origin: Origin,
): Promise<Acted<string>> {
  const row = await editable(airlock, actor, requestId)
  const before = await fileRow(airlock.core.db, requestId, fileId)
  if (before.last_round !== null) throw new XinyuError('NOT_FOUND', { what: 'file' })
  const read =
    path === undefined
      ? {
          bytes: await readBytes(airlock.core, before),
          contractIds: before.contract_ids,
          sets: await readSets(airlock.core, before),
        }
      : await fromSeat(airlock, actor, row, { path, kind: context.kind, origin })
  return kept(airlock, { ...read, path: path ?? before.path }, (taken, gone) =>
    act(airlock.core, actor, async (scope) => {
      const locked = await lockEditable(airlock, scope, actor, requestId)
      const files = currentFiles(await filesOf(scope.tx, [requestId]))
      const held = files.find((file) => file.id === fileId)
      if (!held) throw new XinyuError('NOT_FOUND', { what: 'file' })
      const others = files.filter((file) => file !== held)
      if (others.some((file) => file.path === taken.path))
        throw new XinyuError('AIRLOCK_FILE_TWICE', { path: taken.path })
      mustFit(airlock, others, taken.bytes.length)
      await letGo(scope, locked, held, gone)
      await insertFile(scope, actor, locked, taken, context)
      note(scope, locked, taken, 'airlock.file_changed')
      return taken.id
    }),
  )
}

/** Takes a file out of the next submission. @throws XinyuError NOT_FOUND, AIRLOCK_STATE */
export async function removeFile(
  airlock: Airlock,
  actor: UserActor,
  requestId: string,
  fileId: string,
): Promise<Acted<void>> {
  const gone: string[] = []
  const acted = await act(airlock.core, actor, async (scope) => {
    const row = await lockEditable(airlock, scope, actor, requestId)
    const file = await fileRow(scope.tx, requestId, fileId)
    if (file.last_round !== null) throw new XinyuError('NOT_FOUND', { what: 'file' })
    await letGo(scope, row, file, gone)
    scope.note({ kind: 'airlock.file_removed', subject: { ...subjectOf(row), file: fileId } })
  })
  for (const id of gone) await destroyBytes(airlock.core.home, id)
  return acted
}

/** Said before bytes are moved; the action says it again under the lock. */
async function editable(airlock: Airlock, actor: UserActor, id: string): Promise<RequestRow> {
  const row = await requestRow(airlock.core.db, id)
  if (row.consumer_id !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'airlock request' })
  if (row.author_id !== actor.userId) throw new XinyuError('AIRLOCK_NOT_AUTHOR')
  if (!EDITABLE.includes(row.state)) throw new XinyuError('AIRLOCK_STATE', { state: row.state })
  return row
}

interface Wanted {
  readonly path: string
  readonly kind: FileContext['kind']
  readonly origin: Origin
}

async function fromSeat(
  airlock: Airlock,
  actor: UserActor,
  row: RequestRow,
  { path, kind, origin }: Wanted,
): Promise<Omit<Taken, 'id' | 'key' | 'setsKey' | 'path'>> {
  const { core, ports } = airlock
  if (row.seat_id === null) throw new XinyuError('AIRLOCK_NO_SEAT')
  const { bytes, projectId, contractIds } = await ports.files.read(actor, row.seat_id, path, origin)
  if (projectId !== row.project_id) throw new XinyuError('NOT_FOUND', { what: 'seat' })
  const limit = core.config.airlock.fileBytes
  if (bytes.length > limit) throw new XinyuError('AIRLOCK_FILE_TOO_LARGE', { bytes: bytes.length, limit })
  const sets =
    kind === 'model' ? await setsBeside(airlock, actor, { seatId: row.seat_id, path, origin }) : null
  return { bytes, contractIds, sets }
}

/** Bytes are on the disk before their row is, and leave it after: what fails in between leaves none that count. */
async function kept<T>(
  { core }: Airlock,
  file: Omit<Taken, 'id' | 'key' | 'setsKey'>,
  write: (taken: Taken, gone: string[]) => Promise<T>,
): Promise<T> {
  const id = uuid7(core.random, core.clock.now())
  const key = await keepBytes(core, id, file.bytes)
  const setsKey = file.sets ? await keepSets(core, id, file.sets) : null
  const gone: string[] = []
  try {
    const done = await write({ ...file, id, key, setsKey }, gone)
    for (const one of gone) await destroyBytes(core.home, one)
    return done
  } catch (error) {
    await destroyBytes(core.home, id)
    throw error
  }
}

function mustFit({ core }: Airlock, others: readonly FileRow[], bytes: number): void {
  const { files: most, requestBytes } = core.config.airlock
  if (others.length >= most) throw new XinyuError('AIRLOCK_MOST_FILES', { most })
  const all = others.reduce((sum, file) => sum + file.bytes, bytes)
  if (all > requestBytes) throw new XinyuError('AIRLOCK_TOO_LARGE', { bytes: all, limit: requestBytes })
}

async function insertFile(
  { tx, now }: ActionScope,
  actor: UserActor,
  row: RequestRow,
  { id, path, bytes, contractIds, key, setsKey }: Taken,
  context: FileContext,
): Promise<void> {
  await tx
    .insertInto('airlock_file')
    .values({
      id,
      request_id: row.id,
      path,
      bytes: bytes.length,
      digest: digestOf(bytes),
      context: JSON.stringify(context),
      contract_ids: [...contractIds],
      first_round: row.round + 1,
      last_round: null,
      verdict: null,
      record_digest: null,
      key,
      sets_key: setsKey,
      taken_by: actor.userId,
      taken_at: now,
    })
    .execute()
}

/** What was submitted before stays in the history without its bytes; what was not never was. */
async function letGo({ tx }: ActionScope, row: RequestRow, file: FileRow, gone: string[]): Promise<void> {
  if (file.first_round > row.round) await tx.deleteFrom('airlock_file').where('id', '=', file.id).execute()
  else
    await tx
      .updateTable('airlock_file')
      .set({ last_round: row.round, key: null, sets_key: null })
      .where('id', '=', file.id)
      .execute()
  gone.push(file.id)
}

function note({ note: write }: ActionScope, row: RequestRow, taken: Taken, kind: string): void {
  write({
    kind,
    subject: { ...subjectOf(row), file: taken.id },
    payload: {
      digest: digestOf(taken.bytes),
      bytes: taken.bytes.length,
      contracts: [...taken.contractIds],
      probeSets: taken.sets !== null,
    },
  })
}

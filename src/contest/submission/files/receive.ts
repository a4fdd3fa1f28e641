import { type FileHandle, open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { mustBeInTime, type Place } from '../may.ts'
import { pathOf } from './begin.ts'
import type { House } from './house.ts'
import { type FileRow, fileOfTeam } from './store.ts'

/** Largest piece that one request may bring. */
export const MOST_PIECE_BYTES = 16 * 2 ** 20
/** Pieces that one team sends at the same time. */
export const MOST_OPEN = 3

/**
 * Adds one piece to a file. What is answered as received is on the disk; a piece that is cut off counts as far as it
 * came. One that ends after the deadline and its grace is refused, whenever it began.
 * @throws XinyuError WORK_FILE_STATE, UPLOAD_OFFSET, UPLOAD_BUSY, WORK_UPLOADS_MOST, WORK_FILE_CUT, WORK_TOO_LATE
 */
export async function receivePiece(
  house: House,
  place: Place,
  file: FileRow,
  offset: number,
  body: Readable,
): Promise<number> {
  const done = takePlace(house, file)
  try {
    // Read again: a piece that was on its way when this one came is in by now.
    const row = await fileOfTeam(house.core.db, file.id, [file.team_id])
    if (row.state !== 'uploading') throw new XinyuError('WORK_FILE_STATE', { state: row.state })
    if (offset !== row.received)
      throw new XinyuError('UPLOAD_OFFSET', { file: row.name, received: row.received })
    const received = await write(house, row, body)
    mustBeInTime(place.round, house.core.clock.now())
    return received
  } finally {
    done()
  }
}

function takePlace({ busy, open: teams }: House, { id, name, team_id: team }: FileRow): () => void {
  if (busy.has(id)) throw new XinyuError('UPLOAD_BUSY', { file: name })
  const open = teams.get(team) ?? 0
  if (open >= MOST_OPEN) throw new XinyuError('WORK_UPLOADS_MOST', { most: MOST_OPEN })
  busy.add(id)
  teams.set(team, open + 1)
  return () => {
    busy.delete(id)
    const left = (teams.get(team) ?? 1) - 1
    if (left > 0) teams.set(team, left)
    else teams.delete(team)
  }
}

const CUT = new Set(['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'])
const FULL = new Set(['ENOSPC', 'EDQUOT'])
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? ''

async function write(house: House, row: FileRow, body: Readable): Promise<number> {
  const handle = await open(pathOf(house.core, row), 'r+')
  const came = { at: row.received }
  try {
    await append(handle, row, body, came)
    return await keep(house, handle, row, came.at)
  } catch (error) {
    if (FULL.has(codeOf(error))) throw new XinyuError('WORK_NO_SPACE', {}, { cause: error })
    if (!CUT.has(codeOf(error))) throw error
    throw new XinyuError('WORK_FILE_CUT', { received: await keep(house, handle, row, came.at) })
  } finally {
    await handle.close()
  }
}

async function append(handle: FileHandle, row: FileRow, body: Readable, came: { at: number }): Promise<void> {
  const end = Math.min(row.bytes, row.received + MOST_PIECE_BYTES)
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (came.at + chunk.length > end)
      throw new XinyuError('WORK_FILE_LIMIT', { bytes: came.at + chunk.length, limit: end })
    for (let from = 0; from < chunk.length; ) {
      const { bytesWritten } = await handle.write(chunk, from, chunk.length - from, came.at)
      from += bytesWritten
      came.at += bytesWritten
    }
  }
}

/** The bytes first, in the team's turn; then the row that says so. Bytes without it are written over by the next piece. */
async function keep({ core, fair }: House, handle: FileHandle, row: FileRow, at: number): Promise<number> {
  if (at === row.received) return at
  await fair.take(row.team_id, at - row.received, () => handle.datasync())
  const kept = await core.db
    .updateTable('contest_file')
    .set({ received: at })
    .where('id', '=', row.id)
    .where('state', '=', 'uploading')
    .where('received', '=', row.received)
    .executeTakeFirst()
  if (kept.numUpdatedRows === 0n) throw new XinyuError('NOT_FOUND', { what: 'file' })
  return at
}

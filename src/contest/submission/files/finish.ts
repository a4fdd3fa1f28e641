import { rm } from 'node:fs/promises'
import { systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import { mustBeInTime, type Place } from '../may.ts'
import { pathOf } from './begin.ts'
import { hashInTurns } from './hash.ts'
import type { House } from './house.ts'
import { type Inspected, inspectFile } from './inspect.ts'
import { askScan } from './scan.ts'
import { type FileRow, fileOfTeam } from './store.ts'

/**
 * Ends an upload: length and digest are those that were said, and the bytes are what the name promises. Only then the
 * file counts. Asked again, it answers the same. @throws XinyuError UPLOAD_OFFSET, UPLOAD_HASH, UPLOAD_BUSY, WORK_TOO_LATE
 */
export async function finishFile(
  house: House,
  place: Place,
  entrantId: string,
  file: FileRow,
): Promise<FileRow> {
  if (house.busy.has(file.id)) throw new XinyuError('UPLOAD_BUSY', { file: file.name })
  house.busy.add(file.id)
  try {
    const row = await fileOfTeam(house.core.db, file.id, [file.team_id])
    if (row.state !== 'uploading') return row
    if (row.received !== row.bytes)
      throw new XinyuError('UPLOAD_OFFSET', { file: row.name, received: row.received })
    const path = pathOf(house.core, row)
    const { digest, bytes } = await hashInTurns(house.fair, row.team_id, path)
    if (digest !== row.digest || bytes !== row.bytes) return await startAnew(house, row)
    const seen = await inspectFile(path, row.name)
    mustBeInTime(place.round, house.core.clock.now())
    const ended = await writeEnd(house, entrantId, row, seen)
    if (ended.state === 'refused') await rm(path, { force: true })
    return ended
  } finally {
    house.busy.delete(file.id)
  }
}

/** Not what was said: nothing of it counts, and the next piece begins at 0. @throws XinyuError UPLOAD_HASH */
async function startAnew({ core }: House, row: FileRow): Promise<never> {
  await core.db
    .updateTable('contest_file')
    .set({ received: 0 })
    .where('id', '=', row.id)
    .where('state', '=', 'uploading')
    .execute()
  throw new XinyuError('UPLOAD_HASH', { file: row.name })
}

async function writeEnd(house: House, entrantId: string, row: FileRow, seen: Inspected): Promise<FileRow> {
  const { core, scanner } = house
  const { value } = await act(core, systemActor('contest'), async ({ tx, now, note }) => {
    const whole = seen.refusal === null
    const virus = whole ? (scanner ? ('waiting' as const) : ('not_scanned' as const)) : null
    const ended = await tx
      .updateTable('contest_file')
      .set({
        state: whole ? 'whole' : 'refused',
        refusal: seen.refusal,
        type: seen.type,
        checked: JSON.stringify(seen.check),
        virus,
        whole_at: whole ? now : null,
      })
      .where('id', '=', row.id)
      .where('state', '=', 'uploading')
      .returningAll()
      .executeTakeFirst()
    if (!ended) throw new XinyuError('NOT_FOUND', { what: 'file' })
    note({
      kind: whole ? 'work.file_received' : 'work.file_refused',
      subject: { contest: row.contest_id, team: row.team_id, entrant: entrantId, file: row.id },
      payload: { digest: row.digest, bytes: row.bytes, type: seen.type, refusal: seen.refusal, virus },
    })
    if (virus === 'waiting') await askScan(tx, core)
    return ended
  })
  return value
}

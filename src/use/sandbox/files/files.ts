import { z } from 'zod'
import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import { act } from '../../../safeguard/evidence/index.ts'
import type { Origin } from '../../run/index.ts'
import type { SeatFile } from '../driver/driver.ts'
import type { CellOutput } from '../model.ts'
import type { LiveSeat } from '../seats/live.ts'
import { plainText, storable } from '../text.ts'
import { CELL_MOST_ROWS, costOfAll, fit } from '../views/index.ts'
import type { WorkTools } from '../work/tools.ts'
import { type FileList, type FileLook, LIST_MOST, LOOK_MOST_BYTES, TEXT_MOST_BYTES } from './model.ts'
import { showFile, textOf } from './show.ts'

const HostileFile = z.object({
  path: z.string().min(1).max(4_096),
  bytes: z.int().min(0),
  modifiedAt: z.number().transform(Math.round),
  kind: z.enum(['file', 'folder', 'link', 'special']),
})

/** The files of a seat. Their names are made by programs inside: those not seen before count as views. */
export async function listFiles(
  { seats, views }: WorkTools,
  actor: UserActor,
  seatId: string,
  origin: Origin,
): Promise<FileList> {
  const seat = await seats.enter(actor, seatId, origin)
  const all = (await seat.box.list()).slice(0, LIST_MOST).flatMap(parsed)
  const lines = all.map(lineOf)
  const { shown, cut } = await views.texts(seat.projectId, lines)
  const may = new Set(shown)
  const items = all.filter((_, at) => may.has(lines[at]!))
  return { items, total: all.length, cut }
}

function parsed(file: SeatFile): SeatFile[] {
  const found = HostileFile.safeParse(file)
  return found.success ? [{ ...found.data, path: plainText(found.data.path) }] : []
}

/** Size and time are a program's to choose as well as the name. */
const lineOf = ({ path, bytes, modifiedAt, kind }: SeatFile): string =>
  `${path} ${bytes} ${modifiedAt} ${kind}`

/** What a file looks like, as far as the cap allows. @throws XinyuError GRANT_VOID, SEAT_FILE_MISSING, SEAT_FILE_TOO_LARGE */
export async function lookAtFile(
  { core, seats, views, recording }: WorkTools,
  actor: UserActor,
  seatId: string,
  path: string,
  origin: Origin,
): Promise<FileLook> {
  const seat = await seats.enter(actor, seatId, origin)
  const leaf = await seat.step(actor, {
    kind: 'seat.view',
    subject: { seat: seat.id, file: nameHash(path) },
    payload: { path },
  })
  const bytes = await seat.box.read(path, LOOK_MOST_BYTES)
  const { kind, outputs, cut } = showFile(path, bytes)
  const lease = await views.lease(seat.projectId, Math.min(costOfAll(outputs), CELL_MOST_ROWS))
  const shown: CellOutput[] = []
  let rows = 0
  let held = false
  for (const output of outputs) {
    const fitted = fit(output, lease.rows - rows)
    held ||= fitted.cut
    if (fitted.shown === null) continue
    shown.push(fitted.shown)
    rows += fitted.cost
  }
  const capped = held && lease.capped
  await core.db.transaction().execute(async (tx) => {
    await lease.pay(tx, rows)
    const of = { seatId: seat.id, userId: actor.userId, leaf }
    await recording.keepIn(tx, [
      { ...of, kind: 'view', text: path, outputs: storable(shown) },
      ...(capped ? [{ ...of, kind: 'capped' as const, text: path }] : []),
    ])
  })
  lease.done()
  if (capped) await core.events.publish('seat.capped', cappedBy(actor, seat))
  seat.touch()
  const watermark = await views.watermark(actor)
  return { path, bytes: bytes.length, kind, outputs: shown, cut: cut || held, capped, watermark }
}

/** Saves what was typed in the editor. Anything else comes in by an import. @throws XinyuError SEAT_FILE_TEXT */
export async function writeText(
  { core, seats, recording }: WorkTools,
  actor: UserActor,
  seatId: string,
  file: { readonly path: string; readonly bytes: Uint8Array },
  origin: Origin,
): Promise<void> {
  const { path, bytes } = file
  const text = bytes.length > TEXT_MOST_BYTES ? null : textOf(bytes)
  if (text === null) throw new XinyuError('SEAT_FILE_TEXT')
  const seat = await seats.enter(actor, seatId, origin)
  await seat.box.write(path, bytes)
  seat.touch()
  const acted = await act(core, actor, async ({ note }) =>
    note({
      kind: 'seat.file_written',
      subject: { seat: seat.id, consumer: seat.consumerId, file: nameHash(path) },
      payload: { path, bytes: bytes.length, digest: digestOf(bytes) },
    }),
  )
  const leaf = acted.entries[0]!.leaf
  await recording.keep({ seatId, userId: actor.userId, kind: 'file', text: `${path}\n\n${text}`, leaf })
}

export async function removeFile(
  { core, seats, recording }: WorkTools,
  actor: UserActor,
  seatId: string,
  path: string,
  origin: Origin,
): Promise<void> {
  const seat = await seats.enter(actor, seatId, origin)
  await seat.box.remove(path)
  seat.touch()
  const acted = await act(core, actor, async ({ note }) =>
    note({
      kind: 'seat.file_removed',
      subject: { seat: seat.id, consumer: seat.consumerId, file: nameHash(path) },
      payload: { path },
    }),
  )
  const leaf = acted.entries[0]!.leaf
  await recording.keep({ seatId, userId: actor.userId, kind: 'file', text: `− ${path}`, leaf })
}

export const cappedBy = (actor: UserActor, seat: LiveSeat) => ({
  seatId: seat.id,
  userId: actor.userId,
  projectId: seat.projectId,
  consumerId: seat.consumerId,
})

/** A name may hold anything that a person typed: the entry has its hash. */
const nameHash = (path: string): string => digestOf(path)

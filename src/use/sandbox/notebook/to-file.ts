import type { UserActor } from '../../../kernel/actor.ts'
import { digestOf } from '../../../safeguard/crypto/index.ts'
import type { Origin } from '../../run/index.ts'
import type { WorkTools } from '../work/tools.ts'
import { writeIpynb } from './ipynb/index.ts'
import type { ToFile } from './model.ts'
import type { NotebookAt } from './notebooks.ts'
import { notebookRow, notebookView } from './store.ts'

/** The notebook as a file beside the others of the seat: a step, since with its outputs it holds rows. */
export async function notebookToFile(
  { core, seats, recording }: WorkTools,
  actor: UserActor,
  at: NotebookAt,
  asked: ToFile,
  origin: Origin,
): Promise<{ path: string; bytes: number }> {
  const seat = await seats.enter(actor, at.seatId, origin)
  const row = await notebookRow(core.db, at.seatId, at.notebookId)
  const { cells } = asked.outputs ? await notebookView(core.db, row, new Map()) : row
  const bytes = writeIpynb(cells)
  const path = asked.path ?? `${fileName(row.name)}.ipynb`
  const leaf = await seat.step(actor, {
    kind: 'seat.file',
    subject: { seat: seat.id, notebook: row.id },
    payload: { path, bytes: bytes.length, digest: digestOf(bytes) },
  })
  await seat.box.write(path, bytes)
  seat.touch()
  const text = `${path} (${bytes.length} B)`
  await recording.keep({
    seatId: seat.id,
    userId: actor.userId,
    kind: 'file',
    notebookId: row.id,
    text,
    leaf,
  })
  return { path, bytes: bytes.length }
}

/** A name as a file may have it. */
const fileName = (name: string): string =>
  name
    .replaceAll(/[^\p{L}\p{N} _-]+/gu, '_')
    .slice(0, 60)
    .trim() || 'notebook'

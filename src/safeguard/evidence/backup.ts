import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import {
  journalFolder,
  makeSegment,
  packFrame,
  publishCheckpoint,
  tilePath,
  TILE_WIDTH,
  writeAtomic,
  writeSegment,
  type Log,
  type TileName,
} from './log/index.ts'

/**
 * Copies a log, running or not, into an empty folder: all full tiles, the rest as one journal segment, the checkpoint
 * and the name. The copy is a log of its own kind: `fsck` and `restore` take it. Keys are not in it.
 * @throws XinyuError EVIDENCE_BACKUP_INVALID when the folder is not empty
 */
export async function backupLog(
  log: Log,
  folder: string,
): Promise<{ origin: string; size: number; root: string }> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 0)
    throw new XinyuError('EVIDENCE_BACKUP_INVALID', { why: `${folder} is not empty` })
  const { note, size } = await log.checkpoint(log.reader.size)
  for (const name of fullTiles(size)) {
    await writeAtomic(join(folder, tilePath(name)), (await log.reader.tile(name))!, { sync: true })
  }
  const whole = size - (size % TILE_WIDTH)
  await mkdir(journalFolder(folder), { recursive: true })
  const segment = await makeSegment(journalFolder(folder), whole, await log.reader.rootAt(whole))
  const writer = await writeSegment(segment)
  if (size > whole) await writer.append(packFrame(whole, await log.reader.entries(whole, size)))
  await writer.close()
  await writeAtomic(join(folder, 'origin'), `${log.signer.origin}\n`, { sync: true })
  await writeAtomic(join(folder, 'vkey'), `${log.signer.vkey}\n`, { sync: true })
  await publishCheckpoint(folder, note)
  return { origin: log.signer.origin, size, root: (await log.reader.rootAt(size)).toString('base64') }
}

/** Names of all full tiles and bundles of a tree. */
export function* fullTiles(size: number): Generator<TileName> {
  for (let index = 0; (index + 1) * TILE_WIDTH <= size; index++) {
    yield { level: 'entries', index, width: TILE_WIDTH }
  }
  for (let level = 0, span = TILE_WIDTH; span <= size; level++, span *= TILE_WIDTH) {
    for (let index = 0; (index + 1) * span <= size; index++) yield { level, index, width: TILE_WIDTH }
  }
}

import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import { writeHistory } from './keys/history.ts'
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
import type { KeyHistory } from './verifier/index.ts'

/**
 * Copies a log, running or not, into an empty folder: all full tiles, the rest as one journal segment, the checkpoint,
 * the name and the public keys. The copy is a log of its own kind: `fsck` and `restore` take it. No private key is in it.
 * @throws XinyuError EVIDENCE_BACKUP_INVALID when the folder is not empty
 */
export async function backupLog(
  log: Log,
  folder: string,
  keys: KeyHistory,
): Promise<{ origin: string; size: number; root: string }> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length > 0)
    throw new XinyuError('EVIDENCE_BACKUP_INVALID', { why: `${folder} is not empty` })
  const { note, size } = await log.checkpoint(log.reader.size)
  for (const name of fullTiles(size, log.reader.sm3 !== null)) {
    await writeAtomic(join(folder, tilePath(name)), (await log.reader.tile(name))!, { sync: true })
  }
  const whole = size - (size % TILE_WIDTH)
  await mkdir(journalFolder(folder), { recursive: true })
  const segment = await makeSegment(journalFolder(folder), whole, await log.reader.rootAt(whole))
  const writer = await writeSegment(segment)
  if (size > whole) await writer.append(packFrame(whole, await log.reader.entries(whole, size)))
  await writer.close()
  await writeAtomic(join(folder, 'origin'), `${log.signer.origin}\n`, { sync: true })
  // Whichever of them signed the checkpoint: a rotation may have come between.
  await writeAtomic(join(folder, 'vkey'), `${log.knownKeys().join('\n')}\n`, { sync: true })
  await writeHistory(folder, keys)
  await publishCheckpoint(folder, note)
  return { origin: log.signer.origin, size, root: (await log.reader.rootAt(size)).toString('base64') }
}

/** Names of all full tiles and bundles of a log, those of its second tree included where it keeps one. */
export function* fullTiles(size: number, sm3: boolean): Generator<TileName> {
  for (let index = 0; (index + 1) * TILE_WIDTH <= size; index++) {
    yield { level: 'entries', index, width: TILE_WIDTH }
  }
  yield* fullHashTiles(size)
  if (sm3) for (const name of fullHashTiles(size)) yield { tree: 'sm3', ...name }
}

function* fullHashTiles(size: number): Generator<TileName> {
  for (let level = 0, span = TILE_WIDTH; span <= size; level++, span *= TILE_WIDTH) {
    for (let index = 0; (index + 1) * span <= size; index++) yield { level, index, width: TILE_WIDTH }
  }
}

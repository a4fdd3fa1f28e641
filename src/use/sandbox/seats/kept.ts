import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { seatsHome } from '../tables/places.ts'
import { destroySeatKey, seatKey } from './key.ts'
import type { SeatRow } from './store.ts'
import { syncPath } from '../../../platform/files/index.ts'
import { openStream, sealStream, STREAM_PREFIX_BYTES, suite } from '../../../safeguard/crypto/index.ts'

const folderOf = (core: Core, seatId: string): string => join(seatsHome(core), 'files', seatId)
const nameOf = (generation: number): string => `${generation}.sealed`

/**
 * Keeps the file area of a seat: a tar that was made inside, sealed with the seat's key as it streams by. Nobody outside
 * unpacks it. The generation before stays until the row names the new one.
 */
export async function keepFiles(core: Core, row: SeatRow, files: Readable): Promise<void> {
  const folder = folderOf(core, row.id)
  const generation = row.files_generation + 1
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const key = await seatKey(core, row.id)
  const draft = join(folder, `${nameOf(generation)}.part`)
  const hash = suite().hash.begin()
  let bytes = 0
  const file = await open(draft, 'w', 0o600)
  try {
    for await (const part of sealStream(files, key, row.id, core.random.bytes(STREAM_PREFIX_BYTES))) {
      hash.update(part)
      bytes += part.length
      await file.write(part)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, join(folder, nameOf(generation)))
  await syncPath(folder)
  // Says only what the disk holds: no action of anybody, so without an entry.
  const written = await core.db
    .updateTable('seat')
    .set({
      files_generation: generation,
      files_bytes: bytes,
      files_digest: hash.digest().toString('hex'),
      files_at: core.clock.now(),
    })
    .where('id', '=', row.id)
    .where('files_generation', '=', row.files_generation)
    .where('state', '<>', 'closed')
    .returning('id')
    .executeTakeFirst()
  // A seat that was closed meanwhile has no key any more, and keeps nothing.
  const kept = written ? nameOf(generation) : null
  for (const name of await readdir(folder)) if (name !== kept) await rm(join(folder, name), { force: true })
}

/** What was kept, as the tar that it was; null: nothing. */
export async function keptFiles(core: Core, row: SeatRow): Promise<Readable | null> {
  if (row.files_generation === 0) return null
  const folder = folderOf(core, row.id)
  const name = await newestOf(folder, row.files_generation)
  if (name === null) {
    core.log.warn({ seat: row.id }, 'the kept files of a seat are gone; it begins with an empty area')
    return null
  }
  const key = await seatKey(core, row.id)
  return Readable.from(openStream(createReadStream(join(folder, name)), key, row.id))
}

/** The generation that the row names. After a restore it may be the next one: a backup copies files behind the rows. */
async function newestOf(folder: string, generation: number): Promise<string | null> {
  const names = await readdir(folder).catch((): string[] => [])
  if (names.includes(nameOf(generation))) return nameOf(generation)
  const others = names.filter((name) => /^\d+\.sealed$/.test(name)).map((name) => Number.parseInt(name, 10))
  return others.length === 0 ? null : nameOf(Math.max(...others))
}

/** Destroys the files of a seat and their key. Returns what it was, for the proof. */
export async function destroyFiles(core: Core, row: SeatRow) {
  await destroySeatKey(core, row.id)
  await rm(folderOf(core, row.id), { recursive: true, force: true })
  return {
    generation: row.files_generation,
    bytes: row.files_bytes,
    digest: row.files_digest,
    key: 'destroyed',
  }
}

import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import { writeDurably } from '../../platform/files/index.ts'
import { digestOf, openBox, sealBox } from '../../safeguard/crypto/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'

/**
 * Bytes that wait, as files `HOME/airlock/…`, each under a key of its own (by the cipher of the suite) that lies in the database: the
 * folder alone is noise, and what was destroyed is gone from every copy of the folder too.
 */
const KEY_BYTES = 32

const fileOf = (home: string, id: string): string => join(home, 'airlock', id.slice(-2), `${id}.bin`)

/** Keeps bytes durably. Returns their key. */
export async function keepBytes(core: Core, id: string, bytes: Uint8Array): Promise<Buffer> {
  const key = Buffer.from(core.random.bytes(KEY_BYTES))
  await writeDurably(fileOf(core.home, id), sealBox(key, id, bytes, core.random))
  return key
}

/** The bytes as they were taken. @throws XinyuError AIRLOCK_FILE_GONE, AIRLOCK_FILE_DAMAGED */
export async function readBytes(
  core: Core,
  file: { readonly id: string; readonly key: Buffer | null; readonly digest: string | null },
): Promise<Buffer> {
  if (file.key === null) throw new XinyuError('AIRLOCK_FILE_GONE')
  try {
    const bytes = openBox(file.key, file.id, await readFile(fileOf(core.home, file.id)))
    if (file.digest === null || digestOf(bytes) === file.digest) return bytes
  } catch (cause) {
    throw new XinyuError('AIRLOCK_FILE_DAMAGED', { id: file.id }, { cause })
  }
  throw new XinyuError('AIRLOCK_FILE_DAMAGED', { id: file.id })
}

/** Takes the bytes away for good, and what lies beside them; what is gone already is gone. */
export async function destroyBytes(home: string, id: string): Promise<void> {
  await rm(fileOf(home, id), { force: true })
  await rm(fileOf(home, setsIdOf(id)), { force: true })
}

/** What was written and never counted, since the server was killed in between: no row holds its key. */
export async function sweepVault(core: Core): Promise<number> {
  const names = await readdir(join(core.home, 'airlock'), { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    },
  )
  const rows = await core.db.selectFrom('airlock_file').select('id').where('key', 'is not', null).execute()
  const known = new Set(rows.flatMap(({ id }) => [`${id}.bin`, `${setsIdOf(id)}.bin`]))
  const lost = names.filter((one) => one.isFile() && !known.has(one.name))
  for (const one of lost) await rm(join(one.parentPath, one.name), { force: true })
  return lost.length
}

/** What a model's probe needs lies beside the model. */
export const setsIdOf = (id: string): string => `sets-${id}`

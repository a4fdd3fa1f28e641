import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { writeDurably } from '../../../platform/files/index.ts'
import { digestOf, openBox, sealBox } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'

/** Clean copies, each under a key of its own that lies in the database: what was destroyed is gone from backups too. */
const fileOf = (home: string, id: string): string => join(home, 'contest-blind', id.slice(-2), `${id}.bin`)

export async function keepBlind(core: Core, id: string, bytes: Uint8Array): Promise<Buffer> {
  const key = Buffer.from(core.random.bytes(32))
  await writeDurably(fileOf(core.home, id), sealBox(key, id, bytes, core.random))
  return key
}

/** @throws XinyuError BLIND_NOT_READY where the bytes are not there whole */
export async function readBlind(
  core: Core,
  row: { readonly id: string; readonly key: Buffer | null; readonly digest: string | null },
): Promise<Buffer> {
  if (row.key === null) throw new XinyuError('BLIND_NOT_READY')
  try {
    const bytes = openBox(row.key, row.id, await readFile(fileOf(core.home, row.id)))
    if (digestOf(bytes) === row.digest) return bytes
  } catch (cause) {
    throw new XinyuError('BLIND_NOT_READY', {}, { cause })
  }
  throw new XinyuError('BLIND_NOT_READY')
}

export const destroyBlind = (home: string, id: string): Promise<void> => rm(fileOf(home, id), { force: true })

import { mkdir, open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import { syncPath } from '../../platform/files/index.ts'
import { suite } from '../../safeguard/crypto/index.ts'
import { type BackupFile, FORMAT, type Manifest } from './model.ts'
import type { Sealer } from './seal.ts'

type Bytes = AsyncIterable<Uint8Array>

/** Where a backup is written: file by file, and its manifest last, without which it is none. */
export interface BackupTarget {
  put(path: string, mode: number, source: Bytes): Promise<void>
  finish(about: Omit<Manifest, 'format' | 'files'>): Promise<Manifest>
}

/** Names on the disk tell nothing of a sealed backup: its files are numbered in the order of the manifest. */
export const sealedName = (at: number): string => `files/${String(at + 1).padStart(6, '0')}.sealed`
export const SEALED_MANIFEST = 'manifest.sealed'
export const HEADER = 'backup.json'

/** @throws XinyuError BACKUP_FOLDER where the folder is not empty */
export async function backupTarget(folder: string, sealer: Sealer | null): Promise<BackupTarget> {
  await mustBeEmpty(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const files: BackupFile[] = []
  return {
    async put(path, mode, source) {
      const counted = counting(source)
      const name = sealer ? sealedName(files.length) : path
      await write(join(folder, name), sealer ? sealer.seal(path, counted.bytes) : counted.bytes)
      files.push({ path, mode, ...counted.told() })
    },
    async finish(about) {
      const manifest: Manifest = { format: FORMAT, ...about, files }
      const text = [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)]
      if (sealer) {
        await write(
          join(folder, HEADER),
          pieces([Buffer.from(`${JSON.stringify(sealer.header, null, 2)}\n`)]),
        )
        await write(join(folder, SEALED_MANIFEST), sealer.seal(SEALED_MANIFEST, pieces(text)))
      } else await write(join(folder, 'manifest.json'), pieces(text))
      await syncPath(folder)
      return manifest
    },
  }
}

async function* pieces(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts
}

/** Length and digest of what goes by. */
function counting(source: Bytes) {
  const hash = suite().hash.begin()
  let bytes = 0
  async function* pass() {
    for await (const part of source) {
      hash.update(part)
      bytes += part.length
      yield part
    }
  }
  return { bytes: pass(), told: () => ({ bytes, digest: hash.digest().toString('hex') }) }
}

async function write(file: string, source: Bytes): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const handle = await open(file, 'wx', 0o600)
  try {
    for await (const part of source) await handle.writeFile(part)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function mustBeEmpty(folder: string): Promise<void> {
  const found = await readdir(folder).catch(() => [])
  if (found.length > 0) throw new XinyuError('BACKUP_FOLDER', { folder })
}

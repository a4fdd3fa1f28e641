import { createReadStream } from 'node:fs'
import { chmod, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isXinyuError, XinyuError } from '../../kernel/errors/index.ts'
import { type Suite, suiteOf } from '../../safeguard/crypto/index.ts'
import { type BackupFile, Header, Manifest } from './model.ts'
import { type Sealer, sealerOf } from './seal.ts'
import { HEADER, SEALED_MANIFEST, sealedName } from './target.ts'

type Bytes = AsyncIterable<Uint8Array>

/** A backup that is read: its manifest, and each file as it was, or an error. */
export interface BackupSource {
  readonly manifest: Manifest
  /** Those below a folder of the backup, such as `home/`. */
  below(prefix: string): readonly BackupFile[]
  /** @throws XinyuError BACKUP_INVALID where the file is gone, was changed or is another one */
  readonly read: (path: string) => Bytes
  /** Writes a file durably where there is none yet. */
  take(path: string, to: string): Promise<void>
}

/** @throws XinyuError BACKUP_INVALID, BACKUP_SEALED, BACKUP_PASSPHRASE */
export async function backupSource(folder: string, passphrase: string | null): Promise<BackupSource> {
  const head = await readFile(join(folder, HEADER), 'utf8').catch(() => null)
  if (head !== null && passphrase === null) throw new XinyuError('BACKUP_SEALED')
  // Whoever lays a readable backup in the place of a sealed one would bring his own keys in.
  if (head === null && passphrase !== null) throw invalid('it is not sealed, though a passphrase was given')
  const sealer = head === null ? null : await sealerOf(passphrase!, parsed(Header, head, HEADER))
  const manifest = parsed(Manifest, await manifestText(folder, sealer), 'manifest')
  if (sealer && manifest.suite !== sealer.header.suite) throw invalid('header and manifest name two suites')
  const places = new Map(manifest.files.map((file, at) => [file.path, { file, at }]))
  const by = suiteOf(manifest.suite)
  const read = (path: string): Bytes => {
    const found = places.get(path)
    if (!found) throw invalid(`${path} is not in it`)
    const raw = createReadStream(join(folder, sealer ? sealedName(found.at) : path))
    return checked(sealer ? sealer.open(path, raw) : raw, found.file, by)
  }
  return {
    manifest,
    below: (prefix) => manifest.files.filter((file) => file.path.startsWith(prefix)),
    read,
    take: (path, to) => take(read(path), to, places.get(path)!.file.mode),
  }
}

async function manifestText(folder: string, sealer: Sealer | null): Promise<string> {
  if (!sealer) {
    return readFile(join(folder, 'manifest.json'), 'utf8').catch(() => {
      throw invalid('no manifest.json')
    })
  }
  const bytes = await readFile(join(folder, SEALED_MANIFEST)).catch(() => {
    throw invalid(`no ${SEALED_MANIFEST}`)
  })
  const parts: Uint8Array[] = []
  try {
    for await (const part of sealer.open(SEALED_MANIFEST, one(bytes))) parts.push(part)
  } catch (cause) {
    throw new XinyuError('BACKUP_PASSPHRASE', {}, { cause })
  }
  return Buffer.concat(parts).toString('utf8')
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Passes a file on and, at its end, says whether it was the one of the manifest. */
async function* checked(source: Bytes, file: BackupFile, by: Suite): AsyncGenerator<Uint8Array> {
  const hash = by.hash.begin()
  let bytes = 0
  try {
    for await (const part of source) {
      hash.update(part)
      bytes += part.length
      yield part
    }
  } catch (cause) {
    throw isXinyuError(cause) ? cause : damaged(file, cause)
  }
  if (bytes !== file.bytes || hash.digest().toString('hex') !== file.digest) throw damaged(file)
}

async function take(source: Bytes, to: string, mode: number): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  const handle = await open(to, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null
    throw error
  })
  if (handle === null) return
  try {
    for await (const part of source) await handle.writeFile(part)
    await handle.sync()
  } catch (error) {
    // Half a file must not be taken for a whole one when the restore is tried again.
    await rm(to, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  await chmod(to, mode)
}

function parsed<T>(schema: { parse(value: unknown): T }, text: string, what: string): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new XinyuError('BACKUP_INVALID', { why: `${what} does not fit` }, { cause })
  }
}

const invalid = (why: string) => new XinyuError('BACKUP_INVALID', { why })
const damaged = (file: BackupFile, cause?: unknown) =>
  new XinyuError('BACKUP_INVALID', { why: `${file.path} is missing or was changed` }, { cause })

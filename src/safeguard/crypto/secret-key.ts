import { randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Random } from '../../kernel/random.ts'
import { syncPath } from '../../platform/files/index.ts'

const KEY_BYTES = 32

/** A new key of 32 random bytes, readable by its owner; where there is one already, that one. */
export async function makeSecretKey(file: string, random: Random): Promise<Buffer> {
  const found = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (found !== null) return found
  await putOnce(file, Buffer.from(random.bytes(KEY_BYTES)))
  return readFile(file)
}

/**
 * Destroys a key, overwritten first: what was sealed or named with it is noise from then on. What a file system or a
 * backup kept of it is theirs to destroy (see the handbook). False where there was none.
 */
export async function destroySecretKey(file: string, random: Random): Promise<boolean> {
  const handle = await open(file, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (handle === null) return false
  try {
    await handle.write(random.bytes((await handle.stat()).size), 0, null, 0)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rm(file, { force: true })
  await syncPath(dirname(file))
  return true
}

/** Two that come first at the same moment get the same file: it is linked into its place once, whole, and never replaced. */
export async function putOnce(file: string, bytes: string | Uint8Array): Promise<void> {
  const draft = await putDraft(file, bytes)
  try {
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  await syncPath(dirname(file))
}

/**
 * Several files as one: every one is whole on the disk beside its place before the first gets its name, and where one
 * cannot get it the others lose theirs. None is replaced. @throws Error EEXIST where one is there already
 */
export async function putAllOnce(
  files: readonly { file: string; bytes: string | Uint8Array }[],
): Promise<void> {
  const drafts: string[] = []
  const named: string[] = []
  try {
    for (const { file, bytes } of files) drafts.push(await putDraft(file, bytes))
    for (const [at, { file }] of files.entries()) {
      await link(drafts[at]!, file)
      named.push(file)
    }
  } catch (error) {
    for (const file of named) await rm(file, { force: true })
    throw error
  } finally {
    for (const draft of drafts) await rm(draft, { force: true })
  }
  for (const folder of new Set(files.map(({ file }) => dirname(file)))) await syncPath(folder)
}

/** Writes the bytes beside the file, durable; gives back where. */
export async function putDraft(file: string, bytes: string | Uint8Array): Promise<string> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomUUID()}.new`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } catch (error) {
    // A full disk must not be left with half of it.
    await rm(draft, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  return draft
}

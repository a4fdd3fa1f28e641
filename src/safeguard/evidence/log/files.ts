import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** What was written to this file, by whomever, is on disk when it returns. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Names in a folder are durable only after the folder itself is synced. */
export const syncFolder = (folder: string): Promise<void> => syncFile(folder)

/** Writes a file so that readers see the old or the new content, never a part. Durable when `sync` is set. */
export async function writeAtomic(
  file: string,
  content: Uint8Array | string,
  options: { sync: boolean },
): Promise<void> {
  const draft = `${file}.new`
  const folder = dirname(file)
  const handle = await open(draft, 'w').catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    await mkdir(folder, { recursive: true })
    return open(draft, 'w')
  })
  try {
    await handle.writeFile(content)
    if (options.sync) await handle.datasync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
  if (options.sync) await syncFolder(folder)
}

/** The content, or null where there is no such file. */
export async function readOrNull(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

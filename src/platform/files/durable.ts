import { mkdir, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes new, renamed and removed names of a folder durable, or the bytes of a file. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/**
 * Writes a file for its owner alone, its folder with it. After a crash there is the whole file or the one before: the
 * bytes are on the disk before the name is.
 */
export async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.part`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  await syncPath(dirname(path))
}

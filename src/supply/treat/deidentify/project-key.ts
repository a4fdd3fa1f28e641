import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { syncPath } from '../../source/index.ts'
import { projectKeyFile } from './places.ts'

const KEY_BYTES = 32

/**
 * The key of a project, made when its first table is prepared: 32 random bytes, readable by their owner.
 * @throws XinyuError PROJECT_KEY_BROKEN where the file is no such key
 */
export async function projectKey(core: Core, projectId: string): Promise<string> {
  const file = projectKeyFile(core, projectId)
  const found = await stat(file).catch(() => null)
  if (found) {
    if (found.size !== KEY_BYTES || (found.mode & 0o077) !== 0)
      throw new XinyuError('PROJECT_KEY_BROKEN', { project: projectId })
    return file
  }
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.new`
  const handle = await open(draft, 'w', 0o600)
  try {
    await handle.writeFile(core.random.bytes(KEY_BYTES))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
  await syncPath(dirname(file))
  return file
}

/**
 * Destroys the key of a project: from then on nobody can make or recognise its pseudonyms. Overwritten first; what a
 * file system or a backup kept of it is theirs to destroy (see the handbook).
 */
export async function destroyProjectKey(core: Core, projectId: string): Promise<boolean> {
  const file = projectKeyFile(core, projectId)
  const found = await readFile(file).catch(() => null)
  if (found === null) return false
  const handle = await open(file, 'r+')
  try {
    await handle.write(core.random.bytes(found.length), 0, found.length, 0)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rm(file, { force: true })
  await syncPath(dirname(file))
  return true
}

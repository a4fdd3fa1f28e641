import { stat } from 'node:fs/promises'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { destroySecretKey, makeSecretKey } from '../../../safeguard/crypto/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { projectKeyFile } from './places.ts'

const KEY_BYTES = 32

/**
 * The key of a project, made when its first table is prepared: 32 random bytes, readable by their owner. Its file.
 * @throws XinyuError PROJECT_KEY_BROKEN where the file is no such key
 */
export async function projectKey(core: Core, projectId: string): Promise<string> {
  const file = projectKeyFile(core, projectId)
  await makeSecretKey(file, core.random)
  const { size, mode } = await stat(file)
  if (size !== KEY_BYTES || (mode & 0o077) !== 0)
    throw new XinyuError('PROJECT_KEY_BROKEN', { project: projectId })
  return file
}

/** Destroys the key of a project: from then on nobody can make or recognise its pseudonyms. */
export const destroyProjectKey = (core: Core, projectId: string): Promise<boolean> =>
  destroySecretKey(projectKeyFile(core, projectId), core.random)

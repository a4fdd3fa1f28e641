import { createPrivateKey, type KeyObject } from 'node:crypto'
import { chmod, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import { putOnce } from './secret-key.ts'
import type { Suite } from './suite.ts'

const KEY_FOLDER_MODE = 0o700

/** The folder of keys below the data folder. */
export const keyFolder = (home: string): string => join(home, 'keys')

/**
 * The signing key `name` of the space, generated at first use: `HOME/keys/NAME.key`, PKCS #8, readable by its owner.
 * `existing` forbids making a new one: a key that vanished must not be replaced in silence.
 * @throws XinyuError KEY_MISSING, KEY_UNREADABLE, KEY_EXPOSED
 */
export async function signingKey(
  suite: Suite,
  home: string,
  name: string,
  options: { existing?: boolean } = {},
): Promise<KeyObject> {
  const file = join(keyFolder(home), `${name}.key`)
  const pem = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new XinyuError('KEY_UNREADABLE', { file, why: error.message }, { cause: error })
  })
  if (pem === null) {
    if (options.existing) throw new XinyuError('KEY_MISSING', { file })
    return generate(suite, home, name)
  }
  if (((await stat(file)).mode & 0o077) !== 0) throw new XinyuError('KEY_EXPOSED', { file })
  try {
    return createPrivateKey(pem)
  } catch (error) {
    throw new XinyuError('KEY_UNREADABLE', { file, why: (error as Error).message }, { cause: error })
  }
}

async function generate(suite: Suite, home: string, name: string): Promise<KeyObject> {
  const pem = suite.signature.generate().export({ format: 'pem', type: 'pkcs8' })
  await putOnce(join(keyFolder(home), `${name}.key`), pem)
  await chmod(keyFolder(home), KEY_FOLDER_MODE)
  return signingKey(suite, home, name, { existing: true })
}

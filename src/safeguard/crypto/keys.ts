import { createPrivateKey, type KeyObject } from 'node:crypto'
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Suite } from './suite.ts'

const KEY_FILE_MODE = 0o600
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
    return generate(suite, home, file)
  }
  if (((await stat(file)).mode & 0o077) !== 0) throw new XinyuError('KEY_EXPOSED', { file })
  try {
    return createPrivateKey(pem)
  } catch (error) {
    throw new XinyuError('KEY_UNREADABLE', { file, why: (error as Error).message }, { cause: error })
  }
}

async function generate(suite: Suite, home: string, file: string): Promise<KeyObject> {
  const folder = keyFolder(home)
  await mkdir(folder, { recursive: true, mode: KEY_FOLDER_MODE })
  await chmod(folder, KEY_FOLDER_MODE)
  const key = suite.signature.generate()
  const draft = `${file}.new`
  await rm(draft, { force: true })
  const handle = await open(draft, 'wx', KEY_FILE_MODE)
  try {
    await handle.writeFile(key.export({ format: 'pem', type: 'pkcs8' }))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, file)
  const folderHandle = await open(folder, 'r')
  try {
    await folderHandle.sync()
  } finally {
    await folderHandle.close()
  }
  return key
}

import { createPrivateKey, type KeyObject, randomUUID } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
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
    return generate(suite, home, name)
  }
  if (((await stat(file)).mode & 0o077) !== 0) throw new XinyuError('KEY_EXPOSED', { file })
  try {
    return createPrivateKey(pem)
  } catch (error) {
    throw new XinyuError('KEY_UNREADABLE', { file, why: (error as Error).message }, { cause: error })
  }
}

/** Two that come first at the same moment get the same key: the file is linked into its place once, and never replaced. */
async function generate(suite: Suite, home: string, name: string): Promise<KeyObject> {
  const folder = keyFolder(home)
  const file = join(folder, `${name}.key`)
  await mkdir(dirname(file), { recursive: true, mode: KEY_FOLDER_MODE })
  await chmod(folder, KEY_FOLDER_MODE)
  const draft = `${file}.${randomUUID()}.new`
  const handle = await open(draft, 'wx', KEY_FILE_MODE)
  try {
    await handle.writeFile(suite.signature.generate().export({ format: 'pem', type: 'pkcs8' }))
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    await link(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(draft, { force: true })
  }
  const folderHandle = await open(dirname(file), 'r')
  try {
    await folderHandle.sync()
  } finally {
    await folderHandle.close()
  }
  return signingKey(suite, home, name, { existing: true })
}

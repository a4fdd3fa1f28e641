import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Random, systemRandom } from '../../../kernel/random.ts'
import { makeSecretKey } from '../secret-key.ts'
import { isSealed } from './sealed-mark.ts'

const KEY_BYTES = 32

/** The folder of keys below the data folder. */
export const keyFolder = (home: string): string => join(home, 'keys')

/** Told once at the start of a space; a process serves one. */
const places = new Map<string, string>()

/** Says where the master key of a data folder lies; null means in the folder of keys. */
export function keepMasterKeyAt(home: string, file: string | null): void {
  if (file === null) places.delete(resolve(home))
  else places.set(resolve(home), file)
}

export const masterKeyFile = (home: string): string =>
  places.get(resolve(home)) ?? join(keyFolder(home), 'master.key')

/** Whoever steals or backs up the data folder has the master key too when it lies inside. */
export const masterKeyInside = (home: string): boolean =>
  !relative(resolve(home), masterKeyFile(home)).startsWith('..')

/**
 * The key that the other keys are sealed under: 32 bytes, made when the first one is sealed and never replaced in
 * silence. @throws XinyuError KEY_MASTER_MISSING, KEY_EXPOSED, KEY_UNREADABLE
 */
export async function masterKey(
  home: string,
  options: { readonly existing: boolean; readonly random?: Random },
): Promise<Buffer> {
  const file = masterKeyFile(home)
  if (!existsSync(file)) {
    const lost = options.existing || (await sealsSomething(keyFolder(home)))
    // Looked at again: another first caller may have made it, and sealed with it, in between.
    if (lost && !existsSync(file)) throw new XinyuError('KEY_MASTER_MISSING', { file })
    if (!lost) await makeSecretKey(file, options.random ?? systemRandom)
  }
  if (((await stat(file)).mode & 0o077) !== 0) throw new XinyuError('KEY_EXPOSED', { file })
  const key = await readFile(file)
  if (key.length !== KEY_BYTES)
    throw new XinyuError('KEY_UNREADABLE', { file, why: `not a key of ${KEY_BYTES} bytes` })
  return key
}

/** A second master key beside keys that a lost one sealed would make the loss final. */
async function sealsSomething(folder: string): Promise<boolean> {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  for (const name of names.filter((one) => one.endsWith('.key'))) {
    const file = join(folder, name)
    if ((await stat(file)).isFile() && isSealed(await readFile(file))) return true
  }
  return false
}

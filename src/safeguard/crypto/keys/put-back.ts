import { XinyuError } from '../../../kernel/errors/index.ts'
import { putAllOnce } from '../secret-key.ts'
import { keyFileOf } from './file-store.ts'
import type { OpenedRecovery } from './recovery.ts'
import { openKeyFile, readKeyFile, sealedText } from './sealed-file.ts'

/**
 * Puts the keys of an opened recovery file back into the folder of keys: all of them, or none. One that is there as it
 * was, as after a kill between two files, stays as it is. Returns their names.
 * @throws XinyuError KEY_IN_THE_WAY, KEY_NOT_WRITTEN, KEY_MASTER_MISSING, KEY_UNREADABLE, KEY_EXPOSED
 */
export async function putBack(home: string, { keys }: OpenedRecovery): Promise<string[]> {
  const missing: OpenedRecovery['keys'][number][] = []
  for (const one of keys) if (!(await isBack(home, one))) missing.push(one)
  const [first] = keys
  if (missing.length === 0) throw inTheWay(keyFileOf(home, first!.head.name))
  const files: { file: string; bytes: string }[] = []
  for (const { head, secret } of missing)
    files.push({ file: keyFileOf(home, head.name), bytes: await sealedText(home, head, secret) })
  try {
    await putAllOnce(files)
  } catch (error) {
    const { code, message, dest } = error as NodeJS.ErrnoException & { dest?: string }
    if (code === 'EEXIST' && dest !== undefined) throw inTheWay(dest)
    throw new XinyuError('KEY_NOT_WRITTEN', { why: message }, { cause: error })
  }
  return keys.map(({ head }) => head.name)
}

/** Whether the very key is in its place. @throws XinyuError KEY_IN_THE_WAY where another one is */
async function isBack(home: string, { head, secret }: OpenedRecovery['keys'][number]): Promise<boolean> {
  const file = keyFileOf(home, head.name)
  const bytes = await readKeyFile(file)
  if (bytes === null) return false
  const found = await openKeyFile(home, file, bytes).catch(() => null)
  if (found?.head.name === head.name && found.secret.equals(secret)) return true
  throw inTheWay(file)
}

const inTheWay = (file: string) => new XinyuError('KEY_IN_THE_WAY', { file })

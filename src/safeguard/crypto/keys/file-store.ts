import { createPrivateKey, type KeyObject } from 'node:crypto'
import { chmod, open, readdir, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { systemClock } from '../../../kernel/clock.ts'
import { systemRandom } from '../../../kernel/random.ts'
import { schemeSuite } from '../schemes.ts'
import { destroySecretKey } from '../secret-key.ts'
import type { Suite } from '../suite.ts'
import type { KeptKey, KeyStore } from './key-store.ts'
import { keyFolder } from './master.ts'
import { headOf, openKeyFile, readKeyFile, resealKeyFile, sealKeyFile, unreadable } from './sealed-file.ts'
import { isSealed } from './sealed-mark.ts'
import { type SigningKey, softKey } from './signing-key.ts'

const FOLDER_MODE = 0o700
const ENDING = '.key'

export const keyFileOf = (home: string, name: string): string => join(keyFolder(home), `${name}${ENDING}`)

/**
 * Private halves in `HOME/keys/NAME.key`, sealed under the master key and readable by their owner alone. Files of
 * earlier versions (PKCS #8 in the clear) are sealed when they are first read.
 */
export function fileKeys(home: string): KeyStore {
  const fileOf = (name: string) => keyFileOf(home, name)
  const find = async (name: string): Promise<SigningKey | null> => {
    const file = fileOf(name)
    const bytes = await readKeyFile(file)
    if (bytes === null) return null
    if (!isSealed(bytes)) return sealPlain(home, name, file, bytes)
    const { head, secret } = await openKeyFile(home, file, bytes)
    if (head.kind === 'secret' || head.name !== name)
      throw unreadable(file, new Error(`it is the key ${head.name}`))
    return softKey(schemeSuite(head.kind), privateKey(file, secret), name)
  }
  return {
    custody: 'file',
    find,
    async make(suite, name) {
      const key = suite.signature.generate()
      await put(home, fileOf(name), name, suite, key)
      return (await find(name))!
    },
    destroy: (name) => destroySecretKey(fileOf(name), systemRandom),
    promote: (from, to) => promote(home, from, to),
    list: () => listKept(home),
  }
}

/** The old file is overwritten after the new one has its name: a crash in between leaves one of the two, whole. */
async function promote(home: string, from: string, to: string): Promise<void> {
  const [source, target] = [keyFileOf(home, from), keyFileOf(home, to)]
  const bytes = await readKeyFile(source)
  if (bytes === null) throw new XinyuError('KEY_MISSING', { file: source })
  const { head, secret } = await openKeyFile(home, source, bytes)
  const { kind, publicKey, madeAt } = head
  const old = await open(target, 'r+').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  try {
    await resealKeyFile(home, target, { name: to, kind, publicKey, madeAt }, secret)
    if (old) {
      await old.write(systemRandom.bytes((await old.stat()).size), 0, null, 0)
      await old.sync()
    }
  } finally {
    await old?.close()
  }
  await destroySecretKey(source, systemRandom)
}

async function put(home: string, file: string, name: string, suite: Suite, key: KeyObject): Promise<void> {
  const head = headFor(name, suite, key, systemClock.now())
  await sealKeyFile(home, file, head, key.export({ format: 'der', type: 'pkcs8' }))
  await chmod(keyFolder(home), FOLDER_MODE)
}

const headFor = (name: string, { signature }: Suite, key: KeyObject, madeAt: number) => ({
  name,
  kind: signature.name,
  publicKey: signature.publicKey(key).toString('base64'),
  madeAt: Math.round(madeAt),
})

async function sealPlain(home: string, name: string, file: string, bytes: Buffer): Promise<SigningKey> {
  let key: KeyObject
  try {
    key = createPrivateKey(bytes)
  } catch (error) {
    throw unreadable(file, error)
  }
  const suite = schemeSuite(key.asymmetricKeyType === 'ed25519' ? 'ed25519' : 'sm2')
  let head: ReturnType<typeof headFor>
  try {
    head = headFor(name, suite, key, (await stat(file)).mtimeMs)
  } catch (error) {
    throw unreadable(file, error)
  }
  await resealKeyFile(home, file, head, key.export({ format: 'der', type: 'pkcs8' }))
  return softKey(suite, key, name)
}

function privateKey(file: string, der: Buffer): KeyObject {
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  } catch (error) {
    throw unreadable(file, error)
  }
}

/** Reads heads only; secrets and files of earlier versions that nobody has used since are left out. */
async function listKept(home: string): Promise<KeptKey[]> {
  const folder = keyFolder(home)
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const kept: KeptKey[] = []
  for (const name of names.filter((one) => one.endsWith(ENDING)).toSorted()) {
    const file = join(folder, name)
    if (!(await stat(file)).isFile()) continue
    const bytes = await readKeyFile(file)
    if (bytes === null || !isSealed(bytes)) continue
    const { kind, publicKey, madeAt } = headOf(file, bytes)
    if (kind === 'secret') continue
    kept.push({
      name: name.slice(0, -ENDING.length).replaceAll(sep, '/'),
      scheme: kind,
      publicKey: Buffer.from(publicKey, 'base64'),
      madeAt,
      custody: 'file',
    })
  }
  return kept
}

import { readFile, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { systemRandom } from '../../../kernel/random.ts'
import { syncPath } from '../../../platform/files/index.ts'
import { openBoxOf, sealBoxOf } from '../box.ts'
import { suite, suiteOf } from '../in-force.ts'
import { putDraft, putOnce } from '../secret-key.ts'
import { SUITES } from '../suite.ts'
import { masterKey } from './master.ts'

/** What stands in the clear beside a sealed secret, and is bound into its seal. */
const Head = z.strictObject({
  v: z.literal(1),
  /** Place below the folder of keys, without its ending: a file that was moved to another name does not open. */
  name: z.string(),
  kind: z.enum(['ed25519', 'sm2', 'secret']),
  /** base64; empty for a secret. */
  publicKey: z.string(),
  /** ms since 1970. */
  madeAt: z.int(),
  /** Whose cipher sealed it. */
  suite: z.enum(SUITES),
})
export type Head = z.output<typeof Head>
const Sealed = Head.extend({ box: z.base64() })

export interface Opened {
  readonly head: Head
  readonly secret: Buffer
}

/** @throws XinyuError KEY_EXPOSED, KEY_UNREADABLE; null where there is no file */
export async function readKeyFile(file: string): Promise<Buffer | null> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw unreadable(file, error)
  })
  if (bytes !== null && ((await stat(file)).mode & 0o077) !== 0) throw new XinyuError('KEY_EXPOSED', { file })
  return bytes
}

/** What a sealed file says of itself, without opening it. @throws XinyuError KEY_UNREADABLE */
export function headOf(file: string, bytes: Uint8Array): Head {
  return split(file, bytes).head
}

/** @throws XinyuError KEY_UNREADABLE, KEY_MASTER_MISSING, KEY_EXPOSED */
export async function openKeyFile(home: string, file: string, bytes: Uint8Array): Promise<Opened> {
  const { head, box } = split(file, bytes)
  const master = await masterKey(home, { existing: true })
  try {
    return { head, secret: openBoxOf(suiteOf(head.suite), master, canonical(head), box) }
  } catch (error) {
    throw unreadable(file, error)
  }
}

/** Seals a secret into its file; where there is one already, that one stays. */
export async function sealKeyFile(home: string, file: string, head: NewHead, secret: Buffer): Promise<void> {
  await putOnce(file, await sealedText(home, head, secret))
}

/** Puts the sealed form in the place of the plain one, whole. */
export async function resealKeyFile(
  home: string,
  file: string,
  head: NewHead,
  secret: Buffer,
): Promise<void> {
  await rename(await putDraft(file, await sealedText(home, head, secret)), file)
  await syncPath(dirname(file))
}

type NewHead = Omit<Head, 'v' | 'suite'>

/** The text of a key file, sealed. @throws XinyuError KEY_MASTER_MISSING, KEY_UNREADABLE, KEY_EXPOSED */
export async function sealedText(home: string, given: NewHead, secret: Buffer): Promise<string> {
  const head: Head = { v: 1, ...given, suite: suite().name }
  const master = await masterKey(home, { existing: false })
  const box = sealBoxOf(suite(), master, canonical(head), secret, systemRandom)
  return `${canonical({ ...head, box: box.toString('base64') })}\n`
}

function split(file: string, bytes: Uint8Array): { head: Head; box: Buffer } {
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (error) {
    throw unreadable(file, error)
  }
  const read = Sealed.safeParse(value)
  if (!read.success) throw unreadable(file, read.error)
  const { box, ...head } = read.data
  return { head, box: Buffer.from(box, 'base64') }
}

export const unreadable = (file: string, error: unknown): XinyuError =>
  new XinyuError('KEY_UNREADABLE', { file, why: (error as Error).message }, { cause: error })

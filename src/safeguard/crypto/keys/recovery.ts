import { z } from 'zod'
import { canonical } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Random } from '../../../kernel/random.ts'
import { openBoxOf, sealBoxOf } from '../box.ts'
import { suite, suiteOf } from '../in-force.ts'
import { PassphraseCost, passphraseKey } from '../passphrase.ts'
import { type SuiteName, SUITES } from '../suite.ts'
import { fileKeys, keyFileOf } from './file-store.ts'
import { masterKey } from './master.ts'
import { openKeyFile, readKeyFile } from './sealed-file.ts'

/** The two officers who keep a passphrase each. */
export const KEEPERS = ['security_officer', 'system_administrator'] as const
export type Keeper = (typeof KEEPERS)[number]

const Part = z.strictObject({ keeper: z.enum(KEEPERS), passphrase: PassphraseCost, box: z.base64() })
const KeyName = z.string().regex(/^[a-z0-9][\w.-]*(\/[\w.-]+)?$/)
const Kept = z.strictObject({
  name: KeyName,
  kind: z.enum(['ed25519', 'sm2']),
  publicKey: z.base64(),
  madeAt: z.int(),
})

/** What `xinyu keys recover` reads. Everything but the boxes is in the clear, and bound into them. */
export const RecoveryFile = z.strictObject({
  kind: z.literal('xinyu-key-recovery/1'),
  suite: z.enum(SUITES),
  madeAt: z.int(),
  keys: z.array(Kept).min(1).max(16),
  body: z.base64(),
  parts: z.array(Part).length(2),
})
export type RecoveryFile = z.output<typeof RecoveryFile>

/** A recovery file while passphrases are waited for: shares lie under the master key until their keeper takes them. */
export interface RecoveryDraft {
  readonly file: Omit<RecoveryFile, 'parts'>
  readonly shares: Readonly<Record<Keeper, string | null>>
  readonly parts: readonly RecoveryFile['parts'][number][]
}

/** What a passphrase gives; worked out before any row is locked, because it takes its time. */
export interface PassphraseKey {
  readonly cost: PassphraseCost
  readonly key: Buffer
}

const BYTES = 32
const headOf = (file: Omit<RecoveryFile, 'parts' | 'body'>): string =>
  canonical({ kind: file.kind, suite: file.suite, madeAt: file.madeAt, keys: file.keys })
const shareOwner = (head: string, keeper: Keeper) => `${keeper} ${head}`

/**
 * Begins a recovery file of keys in custody: their private halves, sealed under what two random shares give together.
 * @throws XinyuError KEY_MISSING, KEY_UNREADABLE
 */
export async function beginRecovery(
  home: string,
  names: readonly string[],
  madeAt: number,
  random: Random,
): Promise<RecoveryDraft> {
  const opened = await Promise.all(names.map((name) => openOne(home, name)))
  const keys = opened.map(({ head: { name, kind, publicKey, madeAt } }) => ({
    name,
    kind,
    publicKey,
    madeAt,
  }))
  const base = { kind: 'xinyu-key-recovery/1', suite: suite().name, madeAt, keys } as RecoveryFile
  const head = headOf(base)
  const [one, other] = [random.bytes(BYTES), random.bytes(BYTES)]
  const secrets = Buffer.from(JSON.stringify(opened.map(({ secret }) => secret.toString('base64'))))
  const body = sealBoxOf(suite(), joined(base, one, other), head, secrets, random).toString('base64')
  const master = await masterKey(home, { existing: true })
  const share = (keeper: Keeper, bytes: Uint8Array) =>
    sealBoxOf(suite(), master, shareOwner(head, keeper), bytes, random).toString('base64')
  return {
    file: { kind: base.kind, suite: base.suite, madeAt, keys, body },
    shares: {
      security_officer: share('security_officer', one),
      system_administrator: share('system_administrator', other),
    },
    parts: [],
  }
}

/**
 * Seals one keeper's share under the own passphrase; the space can no longer open it then.
 * @throws XinyuError KEY_RECOVERY_SET where it was sealed already
 */
export async function sealShare(
  home: string,
  draft: RecoveryDraft,
  keeper: Keeper,
  { cost, key }: PassphraseKey,
  random: Random,
): Promise<RecoveryDraft> {
  const waiting = draft.shares[keeper]
  if (waiting === null) throw new XinyuError('KEY_RECOVERY_SET')
  const by = suiteOf(draft.file.suite)
  const owner = shareOwner(headOf(draft.file), keeper)
  const master = await masterKey(home, { existing: true })
  const share = openBoxOf(by, master, owner, Buffer.from(waiting, 'base64'))
  const box = sealBoxOf(by, key, owner, share, random)
  const part = { keeper, passphrase: cost, box: box.toString('base64') }
  return { ...draft, shares: { ...draft.shares, [keeper]: null }, parts: [...draft.parts, part] }
}

/** The file, once both have sealed theirs; null before. */
export const recoveryText = ({ file, parts }: RecoveryDraft): string | null =>
  parts.length === KEEPERS.length ? `${JSON.stringify({ ...file, parts }, null, 2)}\n` : null

/** What a recovery file gives to both passphrases together. */
export interface OpenedRecovery {
  readonly suite: SuiteName
  readonly keys: readonly { readonly head: RecoveryFile['keys'][number]; readonly secret: Buffer }[]
}

/** Opens a recovery file; nothing is written. @throws XinyuError KEY_RECOVERY_INVALID naming whose part does not open */
export async function openRecovery(
  text: string,
  passphrases: Readonly<Record<Keeper, string>>,
): Promise<OpenedRecovery> {
  const file = parsed(text)
  const by = suiteOf(file.suite)
  const head = headOf(file)
  const shareOf = async (keeper: Keeper) => {
    const part = file.parts.find((one) => one.keeper === keeper)
    if (!part) throw invalid('a part is missing')
    const key = await passphraseKey(passphrases[keeper], part.passphrase)
    return opened(() => openBoxOf(by, key, shareOwner(head, keeper), Buffer.from(part.box, 'base64')), keeper)
  }
  const key = joined(file, await shareOf('security_officer'), await shareOf('system_administrator'))
  const body = opened(() => openBoxOf(by, key, head, Buffer.from(file.body, 'base64')), 'body')
  const secrets = z.array(z.base64()).length(file.keys.length).parse(JSON.parse(body.toString()))
  const keys = file.keys.map((kept, at) => ({ head: kept, secret: Buffer.from(secrets[at]!, 'base64') }))
  return { suite: file.suite, keys }
}

async function openOne(home: string, name: string) {
  // Also seals a file of an earlier version.
  if ((await fileKeys(home).find(name)) === null)
    throw new XinyuError('KEY_MISSING', { file: keyFileOf(home, name) })
  const file = keyFileOf(home, name)
  const { head, secret } = await openKeyFile(home, file, (await readKeyFile(file))!)
  return { head: head as typeof head & { kind: 'ed25519' | 'sm2' }, secret }
}

const joined = (file: Pick<RecoveryFile, 'suite'>, one: Uint8Array, other: Uint8Array): Buffer =>
  suiteOf(file.suite).derive(Buffer.concat([one, other]), 'xinyu key recovery', BYTES)

function parsed(text: string): RecoveryFile {
  try {
    return RecoveryFile.parse(JSON.parse(text))
  } catch {
    throw invalid('not a recovery file')
  }
}

function opened(open: () => Buffer, what: string): Buffer {
  try {
    return open()
  } catch {
    throw invalid(`${what} does not open: another passphrase, or the file was changed`)
  }
}

const invalid = (why: string) => new XinyuError('KEY_RECOVERY_INVALID', { why })

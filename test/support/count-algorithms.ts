import * as ns from 'node:crypto'
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')
const crypto = createRequire(import.meta.url)('node:crypto') as Record<string, unknown>

/** One algorithm as one file called it. */
export interface Counted {
  readonly algorithm: string
  /** The nearest file of ours on the stack, or the package that called by itself. */
  readonly file: string
  readonly calls: number
}

export interface Counter {
  counts(): Counted[]
  stop(): void
}

type Name = (args: readonly unknown[]) => string
const first: Name = ([name]) => String(name).toLowerCase()

/** What each function of `node:crypto` is asked for. Node's own TLS lies below them and is not seen. */
const WATCHED: Readonly<Record<string, Name>> = {
  createHash: first,
  hash: first,
  createHmac: (args) => `hmac-${first(args)}`,
  createCipheriv: first,
  createDecipheriv: first,
  hkdf: (args) => `hkdf-${first(args)}`,
  hkdfSync: (args) => `hkdf-${first(args)}`,
  pbkdf2: (args) => `pbkdf2-${String(args[4])}`,
  pbkdf2Sync: (args) => `pbkdf2-${String(args[4])}`,
  scrypt: () => 'scrypt',
  scryptSync: () => 'scrypt',
  argon2: first,
  argon2Sync: first,
  createSign: first,
  createVerify: first,
  sign: (args) => `sign ${String(args[0])} ${keyKind(args[2])}`,
  verify: (args) => `verify ${String(args[0])} ${keyKind(args[2])}`,
  generateKeyPair: (args) => `new ${String(args[0])} ${curveOf(args[1])}`.trim(),
  generateKeyPairSync: (args) => `new ${String(args[0])} ${curveOf(args[1])}`.trim(),
  createECDH: (args) => `ecdh ${String(args[0])}`,
  diffieHellman: () => 'diffie-hellman',
  publicEncrypt: () => 'public-encrypt',
  privateDecrypt: () => 'private-decrypt',
}

const curveOf = (options: unknown): string => (options as { namedCurve?: string } | null)?.namedCurve ?? ''

function keyKind(key: unknown): string {
  const { key: inner, asymmetricKeyType } = (key ?? {}) as { key?: unknown; asymmetricKeyType?: string }
  return asymmetricKeyType ?? (inner === undefined ? '' : keyKind(inner))
}

/**
 * Counts every algorithm of `node:crypto` that this process calls, until it is stopped. What a library computes in
 * JavaScript, an engine in SQL or another process is not seen here: the imports are read for those.
 */
export function countAlgorithms(): Counter {
  const counts = new Map<string, number>()
  const before = new Map<string, unknown>()
  const note = (algorithm: string) => {
    const key = `${algorithm}\n${callerOf(new Error('stack').stack ?? '')}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  for (const [name, algorithmOf] of Object.entries(WATCHED)) {
    const original = crypto[name]
    if (typeof original !== 'function') continue
    before.set(name, original)
    crypto[name] = function (this: unknown, ...args: unknown[]) {
      note(algorithmOf(args))
      return Reflect.apply(original, this, args) as unknown
    }
  }
  const subtle = ns.webcrypto.subtle as unknown as Record<string, unknown>
  for (const name of ['digest', 'sign', 'verify', 'encrypt', 'decrypt', 'deriveBits', 'deriveKey']) {
    const original = subtle[name] as (...args: unknown[]) => unknown
    subtle[name] = function (...args: unknown[]) {
      const asked = args[0] as string | { name: string; hash?: string | { name: string } }
      note(`subtle ${name} ${typeof asked === 'string' ? asked : asked.name}`)
      return Reflect.apply(original, ns.webcrypto.subtle, args)
    }
    before.set(`subtle.${name}`, null)
  }
  syncBuiltinESMExports()
  const depth = Error.stackTraceLimit
  Error.stackTraceLimit = 30
  return {
    counts: () =>
      [...counts].map(([key, calls]) => {
        const [algorithm, file] = key.split('\n') as [string, string]
        return { algorithm, file, calls }
      }),
    stop() {
      for (const [name, original] of before)
        if (name.startsWith('subtle.')) delete subtle[name.slice(7)]
        else crypto[name] = original
      syncBuiltinESMExports()
      Error.stackTraceLimit = depth
    },
  }
}

/** The nearest file of ours beyond the suite; the suite where nothing else is there; else the package, else Node. */
function callerOf(stack: string): string {
  const files = [...stack.matchAll(/(?:file:\/\/)?(\/[^\s():]+\.[mc]?[jt]sx?):\d+/g)].map(([, file]) =>
    file!.startsWith(`${ROOT}/`) ? file!.slice(ROOT.length + 1) : file!,
  )
  const others = files.filter((file) => !file.startsWith('test/support/count-algorithms'))
  const ours = others.filter((file) => /^(src|web|scripts)\//.test(file))
  const caller = ours.find((file) => !file.startsWith('src/safeguard/crypto/')) ?? ours[0]
  if (caller !== undefined) return caller
  const there = others[0]
  if (there === undefined) return 'node'
  return /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(there)?.[0] ?? there
}

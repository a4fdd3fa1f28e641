import { z } from 'zod'
import { canonical } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Suite, suite, suiteOf, suiteOfKey } from '../../safeguard/crypto/index.ts'
import type { OwnKey } from './identity.ts'
import { verifies } from './sign.ts'

/**
 * The token of a request (NDI-TR-2025-03: JWT-like, alg SM2; claims iss, sub, auth, iat, exp, jti). A 国密 space signs it
 * as the text says, another one with Ed25519 (`EdDSA`); both are read. Beyond the text it is bound to the body and to the message's number, so that one
 * caught on its way opens nothing else.
 */
const Claims = z.object({
  iss: z.string().length(32),
  sub: z.string().length(32),
  /** The node that the sender may talk to with it. */
  auth: z.string().length(32),
  /** Seconds since 1970. */
  iat: z.int(),
  exp: z.int(),
  jti: z.string().min(16).max(64),
  /** Number of the message: stays the same when it is sent again. */
  seq: z.string().regex(/^[0-9a-f]{32}$/),
  /** Hex digest of the body's canonical JSON: SM3 beside SM2, SHA-256 beside Ed25519. */
  bodyHash: z.string().length(64),
})
export type Claims = z.output<typeof Claims>

export const TOKEN_SECONDS = 60
/** Most that a token may live, and clocks may differ, in seconds. */
const MOST_SECONDS = 300
const SKEW_SECONDS = 30

/** What a token says of its algorithm settles the family of its hash and its signature. */
const ALGORITHMS = { EdDSA: suiteOf('international'), SM2: suiteOf('guomi') } as const
type Algorithm = keyof typeof ALGORITHMS

export const bodyHashOf = (body: unknown, by: Suite = suite()): string =>
  by.hash.of(canonical(body)).toString('hex')

export async function makeToken(own: OwnKey, claims: Claims): Promise<string> {
  const alg: Algorithm = own.key.scheme === 'sm2' ? 'SM2' : 'EdDSA'
  const header = Buffer.from(canonical({ alg, typ: 'JWT' })).toString('base64url')
  const payload = Buffer.from(canonical(claims)).toString('base64url')
  const signature = await own.key.sign(Buffer.from(`${header}.${payload}`))
  return `${header}.${payload}.${signature.toString('base64url')}`
}

/** A token as it came: its claims are believed only after `mustHold`. */
export interface Presented {
  readonly claims: Claims
  readonly by: Suite
  readonly signedText: Buffer
  readonly signature: string
}

/** Reads `Bearer …` of an authorization header. @throws XinyuError TC609_TOKEN */
export function readToken(header: string | undefined): Presented {
  const parts = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(header ?? '')
  const by = parts && header!.length <= 4096 ? suiteNamed(parts[1]!) : null
  // The algorithm is one of two: a header of another one (`none`) is no token.
  if (!parts || !by) throw new XinyuError('TC609_TOKEN', { why: 'form' })
  const claims = Claims.safeParse(parsed(parts[2]!))
  if (!claims.success) throw new XinyuError('TC609_TOKEN', { why: 'claims' })
  return {
    claims: claims.data,
    by,
    signedText: Buffer.from(`${parts[1]}.${parts[2]}`),
    signature: Buffer.from(parts[3]!, 'base64url').toString('base64'),
  }
}

/** @throws XinyuError TC609_TOKEN (false signature or audience), TC609_TOKEN_EXPIRED */
export function mustHold(presented: Presented, keys: readonly string[], audience: string, now: number): void {
  const { claims, signedText, signature, by } = presented
  // Keys of the named family alone: no key is tried under another algorithm than its own.
  const fitting = keys.filter((key) => suiteOfKey(Buffer.from(key, 'base64')) === by)
  if (!verifies(fitting, signedText, signature)) throw new XinyuError('TC609_TOKEN', { why: 'signature' })
  if (claims.auth !== audience) throw new XinyuError('TC609_TOKEN', { why: 'audience' })
  if (claims.sub !== claims.iss) throw new XinyuError('TC609_TOKEN', { why: 'subject' })
  const seconds = now / 1000
  const late = seconds > claims.exp + SKEW_SECONDS || claims.exp - claims.iat > MOST_SECONDS
  if (late || claims.iat > seconds + SKEW_SECONDS) throw new XinyuError('TC609_TOKEN_EXPIRED')
}

/** How long a token's number must be remembered, ms since 1970. */
export const rememberUntil = (claims: Claims): number => (claims.exp + SKEW_SECONDS + 1) * 1000

const parsed = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

function suiteNamed(part: string): Suite | null {
  const header = parsed(part) as { alg?: unknown } | null
  const alg = typeof header === 'object' ? header?.alg : undefined
  return typeof alg === 'string' && Object.hasOwn(ALGORITHMS, alg) ? ALGORITHMS[alg as Algorithm] : null
}

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonical } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { international } from '../../safeguard/crypto/index.ts'
import type { OwnKey } from './identity.ts'
import { verifies } from './sign.ts'

/**
 * The token of a request (NDI-TR-2025-03: JWT-like; claims iss, sub, auth, iat, exp, jti). Ed25519 here (`EdDSA`); SM2
 * stands behind the same words. Beyond the text it is bound to the body and to the message's number, so that one
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
  /** Hex SHA-256 over the canonical JSON of the body. */
  bodyHash: z.string().length(64),
})
export type Claims = z.output<typeof Claims>

export const TOKEN_SECONDS = 60
/** Most that a token may live, and clocks may differ, in seconds. */
const MOST_SECONDS = 300
const SKEW_SECONDS = 30
const HEADER = Buffer.from('{"alg":"EdDSA","typ":"JWT"}').toString('base64url')

export const bodyHashOf = (body: unknown): string =>
  createHash('sha256').update(canonical(body)).digest('hex')

export function makeToken(own: OwnKey, claims: Claims): string {
  const payload = Buffer.from(canonical(claims)).toString('base64url')
  const signature = international.signature.sign(own.key, Buffer.from(`${HEADER}.${payload}`))
  return `${HEADER}.${payload}.${signature.toString('base64url')}`
}

/** A token as it came: its claims are believed only after `mustHold`. */
export interface Presented {
  readonly claims: Claims
  readonly signedText: Buffer
  readonly signature: string
}

/** Reads `Bearer …` of an authorization header. @throws XinyuError TC609_TOKEN */
export function readToken(header: string | undefined): Presented {
  const parts = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(header ?? '')
  // The algorithm is ours to say: a header of another one (`none`) is no token of ours.
  if (!parts || header!.length > 4096 || !isOurHeader(parts[1]!))
    throw new XinyuError('TC609_TOKEN', { why: 'form' })
  const claims = Claims.safeParse(parsed(parts[2]!))
  if (!claims.success) throw new XinyuError('TC609_TOKEN', { why: 'claims' })
  return {
    claims: claims.data,
    signedText: Buffer.from(`${parts[1]}.${parts[2]}`),
    signature: Buffer.from(parts[3]!, 'base64url').toString('base64'),
  }
}

/** @throws XinyuError TC609_TOKEN (false signature or audience), TC609_TOKEN_EXPIRED */
export function mustHold(presented: Presented, keys: readonly string[], audience: string, now: number): void {
  const { claims, signedText, signature } = presented
  if (!verifies(keys, signedText, signature)) throw new XinyuError('TC609_TOKEN', { why: 'signature' })
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

const isOurHeader = (part: string): boolean => {
  const header = parsed(part) as { alg?: unknown } | null
  return typeof header === 'object' && header?.alg === 'EdDSA'
}

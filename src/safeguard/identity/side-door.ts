import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Random } from '../../kernel/index.ts'
import { digestOf } from '../crypto/index.ts'

/**
 * What the narrow doors of people who are no users share (the insured person's, the entrant's): a token in a cookie of
 * its own, and a code of six digits that belongs to one challenge.
 */
const TOKEN_BYTES = 32
const TOKEN = /^[\w-]{43}$/

/** A fresh token, never one that a browser brought. */
export const freshToken = (random: Random): string =>
  Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url')

/** What is kept of a token: who reads the table opens no door. Null for what was never a token of ours. */
export const keptToken = (token: string | undefined): string | null =>
  token !== undefined && TOKEN.test(token) ? digestOf(token) : null

/** Eight bytes make the leaning to low numbers smaller than one in 10¹³. */
export const sixDigits = (random: Random): string =>
  String(Buffer.from(random.bytes(8)).readBigUInt64BE() % 1_000_000n).padStart(6, '0')

/** A code counts for its own challenge alone. */
export const keptCode = (challengeId: string, code: string): string => digestOf(`${challengeId}:${code}`)

/** Takes as long for a challenge that is not there. */
export function isCode(challengeId: string, code: string, kept: string | undefined): boolean {
  const expected = kept === undefined ? Buffer.alloc(32) : Buffer.from(kept, 'hex')
  return timingSafeEqual(Buffer.from(keptCode(challengeId, code), 'hex'), expected) && kept !== undefined
}

/** A door's cookie is sent to its own routes alone. */
export const doorCookie = (path: string, request: FastifyRequest) =>
  ({ path, httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }) as const

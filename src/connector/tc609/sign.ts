import { canonical } from '../../kernel/canonical.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { suiteOfKey, verifySignature } from '../../safeguard/crypto/index.ts'
import type { OwnKey } from './identity.ts'

/** What a message's `signature` is over: its canonical JSON without that field. */
const signedPart = (message: object): Buffer => {
  const { signature: _, ...rest } = message as { signature?: unknown }
  return Buffer.from(canonical(rest))
}

/** The message with its `signature`. */
export async function signed<T extends { signature: string }>(
  own: OwnKey,
  message: Omit<T, 'signature'>,
): Promise<T> {
  const signature = (await own.key.sign(signedPart(message))).toString('base64')
  return { ...message, signature } as T
}

/** Whether one of the keys, of either family, made this signature. Malformed keys and signatures are false. */
export function verifies(keys: readonly string[], bytes: Uint8Array, signature: string): boolean {
  const given = Buffer.from(signature, 'base64')
  return keys.some((key) => {
    const raw = Buffer.from(key, 'base64')
    const scheme = suiteOfKey(raw)?.signature.name
    return scheme !== undefined && verifySignature(scheme, raw, bytes, given)
  })
}

/**
 * The `signature` of a message as it came. Checked over what was sent, before any misspelling was mended.
 * @throws XinyuError TC609_SIGNATURE
 */
export function mustBeSigned(keys: readonly string[], message: unknown): void {
  const signature = (message as { signature?: unknown }).signature
  if (typeof signature !== 'string' || !verifies(keys, signedPart(message as object), signature))
    throw new XinyuError('TC609_SIGNATURE')
}

import { createECDH, generateKeyPairSync, hash } from 'node:crypto'
import { sm2 } from 'sm-crypto-v2'
import type { SignatureScheme } from '../suite.ts'
import { bytes32, CURVE_BYTES, isPoint, mod, N, numberOf, STANDARD_IDENTITY } from './curve.ts'
import { type Scalar, scalarOf } from './private-key.ts'
import { preparedKey } from './prepared.ts'

/**
 * SM2 signatures of GB/T 32918.2 under the standard identity. Points are multiplied by OpenSSL, by way of its key
 * agreement, when signing; verification is the library's, which needs a point of the other side.
 */
export const sm2Signature: SignatureScheme = {
  name: 'sm2',
  generate: () => generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey,
  publicKey: (key) => Buffer.from(scalarOf(key).publicKey),
  sign(key, message) {
    const { d, inverse, publicKey } = scalarOf(key)
    const e = numberOf(digestToSign(publicKey, message))
    for (;;) {
      const once = createECDH('SM2')
      const point = once.generateKeys()
      const k = numberOf(once.getPrivateKey())
      const signature = signatureOf({ d, inverse }, e, k, numberOf(point.subarray(1, 33)))
      if (signature) return signature
    }
  },
  verify(publicKey, message, signature) {
    if (signature.length !== 64 || !isPoint(publicKey)) return false
    const r = numberOf(signature.subarray(0, 32))
    const s = numberOf(signature.subarray(32))
    // GB/T 32918.2 §7.1 B1, B2, B5. No second pair r, s stands for the same signature.
    if (r < 1n || r >= N || s < 1n || s >= N || mod(r + s, N) === 0n) return false
    return sm2.doVerifySignature(
      digestToSign(publicKey, message),
      Buffer.from(signature).toString('hex'),
      preparedKey(publicKey),
      { hash: false },
    )
  },
}

/** r ‖ s with the number k used once, whose point has the coordinate x; null where they would tell the key (§6.1 A5, A6). */
export function signatureOf(
  { d, inverse }: Pick<Scalar, 'd' | 'inverse'>,
  e: bigint,
  k: bigint,
  x: bigint,
): Buffer | null {
  const r = mod(e + x, N)
  if (r === 0n || r + k === N) return null
  const s = mod(inverse * (k - r * d), N)
  return s === 0n ? null : Buffer.concat([bytes32(r), bytes32(s)])
}

const ID = Buffer.from(STANDARD_IDENTITY)
/** ENTL: the identity's length in bits, two bytes. */
const ENTL = Buffer.from([(ID.length * 8) >> 8, (ID.length * 8) & 0xff])

/** e = SM3(Z ‖ M), where Z binds identity, curve and public key (GB/T 32918.2 §5.5). */
export function digestToSign(publicKey: Uint8Array, message: Uint8Array): Buffer {
  const z = hash('sm3', Buffer.concat([ENTL, ID, CURVE_BYTES, publicKey.subarray(1)]), 'buffer')
  return hash('sm3', Buffer.concat([z, message]), 'buffer')
}

import { createHash, createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto'
import type { Suite } from './suite.ts'

/** Bytes. */
const SMALL = 16 * 1024

/** SHA-256 and Ed25519, by OpenSSL. */
export const international: Suite = {
  name: 'international',
  hash: {
    name: 'sha256',
    of(...parts) {
      // One call costs less than building a hash, as long as copying the parts costs nothing.
      const length = parts.reduce((sum, part) => sum + part.length, 0)
      if (length <= SMALL) return hash('sha256', Buffer.concat(parts, length), 'buffer')
      const sum = createHash('sha256')
      for (const part of parts) sum.update(part)
      return sum.digest()
    },
  },
  signature: {
    name: 'ed25519',
    generate: () => generateKeyPairSync('ed25519').privateKey,
    publicKey: (key) => Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x!, 'base64url'),
    sign: (key, message) => sign(null, message, key),
    verify(publicKey, message, signature) {
      const x = Buffer.from(publicKey).toString('base64url')
      const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } })
      return verify(null, message, key, signature)
    },
  },
}

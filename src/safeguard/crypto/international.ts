import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { Suite } from './suite.ts'

/** SHA-256 and Ed25519, by OpenSSL. */
export const international: Suite = {
  name: 'international',
  hash: {
    name: 'sha256',
    of(...parts) {
      const hash = createHash('sha256')
      for (const part of parts) hash.update(part)
      return hash.digest()
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

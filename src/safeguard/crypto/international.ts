import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  hash,
  hkdfSync,
  sign,
  verify,
} from 'node:crypto'
import type { Suite } from './suite.ts'

/** Bytes. */
const SMALL = 16 * 1024
const NONCE_BYTES = 12
const TAG_BYTES = 16
const NO_SALT = new Uint8Array()

/**
 * SHA-256, Ed25519 and AES-256-GCM, by OpenSSL. Keys go in as key objects: to tell bytes from one, Node 24 throws and
 * catches twice, which costs four times the work itself.
 */
export const international: Suite = {
  name: 'international',
  hash: {
    name: 'sha256',
    of(...parts) {
      if (parts.length === 1 && parts[0]!.length <= SMALL) return hash('sha256', parts[0]!, 'buffer')
      const sum = createHash('sha256')
      for (const part of parts) sum.update(part)
      return sum.digest()
    },
    begin: () => createHash('sha256'),
  },
  mac(key, ...parts) {
    const sum = createHmac('sha256', createSecretKey(key))
    for (const part of parts) sum.update(part)
    return sum.digest()
  },
  derive: (key, info, bytes, salt = NO_SALT) => Buffer.from(hkdfSync('sha256', key, salt, info, bytes)),
  cipher: {
    name: 'aes-256-gcm',
    seal(key, nonce, aad, bytes) {
      mustBeNonce(nonce)
      const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce).setAAD(aad)
      return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    },
    open(key, nonce, aad, sealed) {
      mustBeNonce(nonce)
      // OpenSSL would take a shorter tag for a whole one.
      if (sealed.length < TAG_BYTES) throw new Error('sealed bytes without a tag')
      const end = sealed.length - TAG_BYTES
      const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), nonce, {
        authTagLength: TAG_BYTES,
      })
        .setAAD(aad)
        .setAuthTag(sealed.subarray(end))
      return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()])
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

/** Nonces of another length are hashed, and could meet. */
function mustBeNonce(nonce: Uint8Array): void {
  if (nonce.length !== NONCE_BYTES) throw new TypeError(`a nonce has ${NONCE_BYTES} bytes`)
}

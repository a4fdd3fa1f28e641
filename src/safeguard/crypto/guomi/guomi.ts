import { createHash, createHmac, createSecretKey, hash, hkdfSync } from 'node:crypto'
import type { Suite } from '../suite.ts'
import { sm2Signature } from './sm2.ts'
import { sm4Gcm } from './sm4-gcm.ts'

const NO_SALT = new Uint8Array()

/** SM3 by OpenSSL, SM2 and SM4-GCM by sm-crypto-v2: Node's own SM2 signs as plain ECDSA or without the identity. */
export const guomi: Suite = {
  name: 'guomi',
  hash: {
    name: 'sm3',
    of(...parts) {
      if (parts.length === 1) return hash('sm3', parts[0]!, 'buffer')
      const sum = createHash('sm3')
      for (const part of parts) sum.update(part)
      return sum.digest()
    },
    begin: () => createHash('sm3'),
  },
  mac(key, ...parts) {
    const sum = createHmac('sm3', createSecretKey(key))
    for (const part of parts) sum.update(part)
    return sum.digest()
  },
  derive: (key, info, bytes, salt = NO_SALT) => Buffer.from(hkdfSync('sm3', key, salt, info, bytes)),
  cipher: {
    name: 'sm4-gcm',
    seal: (key, nonce, aad, bytes) => sm4Gcm.seal(sm4Key(key), nonce, aad, bytes),
    open: (key, nonce, aad, sealed) => sm4Gcm.open(sm4Key(key), nonce, aad, sealed),
  },
  signature: sm2Signature,
}

/** SM4 has keys of 16 bytes, spaces have secrets of 32. */
const sm4Key = (key: Uint8Array): Uint8Array => Buffer.from(hkdfSync('sm3', key, NO_SALT, 'xinyu sm4', 16))

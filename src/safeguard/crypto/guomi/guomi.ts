import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'
import { sm2, sm4 } from 'sm-crypto-v2'
import type { Suite } from '../suite.ts'

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
    const sum = createHmac('sm3', key)
    for (const part of parts) sum.update(part)
    return sum.digest()
  },
  derive: (key, info, bytes, salt = NO_SALT) => Buffer.from(hkdfSync('sm3', key, salt, info, bytes)),
  cipher: {
    name: 'sm4-gcm',
    seal(key, nonce, aad, bytes) {
      const { output, tag } = sm4.encrypt(bytes, sm4Key(key), {
        mode: 'gcm',
        iv: nonce,
        associatedData: aad,
        output: 'array',
        outputTag: true,
      }) as unknown as { output: Uint8Array; tag: Uint8Array }
      return Buffer.concat([output, tag])
    },
    open(key, nonce, aad, sealed) {
      const end = Math.max(0, sealed.length - 16)
      return Buffer.from(
        sm4.decrypt(sealed.subarray(0, end), sm4Key(key), {
          mode: 'gcm',
          iv: nonce,
          associatedData: aad,
          tag: sealed.subarray(end),
          output: 'array',
        }) as unknown as Uint8Array,
      )
    },
  },
  signature: {
    name: 'sm2',
    generate: () => generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey,
    publicKey: (key) => createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-65),
    sign: (key, message) =>
      Buffer.from(sm2.doSignature(message, scalarOf(key).toString('hex'), { hash: true }), 'hex'),
    verify: (publicKey, message, signature) =>
      sm2.doVerifySignature(
        message,
        Buffer.from(signature).toString('hex'),
        Buffer.from(publicKey).toString('hex'),
        { hash: true },
      ),
  },
}

const sm4Key = (key: Uint8Array): Uint8Array => Buffer.from(hkdfSync('sm3', key, NO_SALT, 'xinyu sm4', 16))

/** The private number inside PKCS #8: SEC 1 octet string of 32 bytes. */
function scalarOf(key: KeyObject): Buffer {
  const der = createPrivateKey(key.export({ format: 'pem', type: 'pkcs8' })).export({
    format: 'der',
    type: 'pkcs8',
  })
  const at = der.indexOf(Buffer.from([0x02, 0x01, 0x01, 0x04, 0x20]))
  return der.subarray(at + 5, at + 37)
}

import { sm4 } from 'sm-crypto-v2'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** SM4 (GB/T 32907) in Galois/Counter Mode (GB/T 36624, RFC 8998) with keys of 16 bytes; OpenSSL 3.5 offers no mode with a tag. */
export const sm4Gcm = {
  /** Body and tag. */
  seal(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, bytes: Uint8Array): Buffer {
    const { output, tag } = sm4.encrypt(bytes, key, {
      ...optionsFor(nonce, aad),
      outputTag: true,
    }) as unknown as { output: Uint8Array; tag: Uint8Array }
    return Buffer.concat([output, tag])
  },
  /** @throws Error when anything is another one */
  open(key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, sealed: Uint8Array): Buffer {
    // The library would take a shorter tag for a whole one.
    if (sealed.length < TAG_BYTES) throw new Error('sealed bytes without a tag')
    const end = sealed.length - TAG_BYTES
    return Buffer.from(
      sm4.decrypt(sealed.subarray(0, end), key, {
        ...optionsFor(nonce, aad),
        tag: sealed.subarray(end),
      }),
    )
  },
}

function optionsFor(nonce: Uint8Array, aad: Uint8Array) {
  if (nonce.length !== NONCE_BYTES) throw new TypeError(`a nonce has ${NONCE_BYTES} bytes`)
  return { mode: 'gcm', iv: nonce, associatedData: aad, output: 'array' } as const
}

import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, test } from 'vitest'
import { international } from './index.ts'

const message = Buffer.from('信域')

describe('the international suite', () => {
  test('agrees with an independent implementation', () => {
    const { hash, signature } = international
    expect(hash.of(message, message)).toEqual(Buffer.from(sha256(Buffer.concat([message, message]))))
    const key = signature.generate()
    const signed = signature.sign(key, message)
    expect(ed25519.verify(signed, message, signature.publicKey(key))).toBe(true)
    const secret = ed25519.utils.randomSecretKey()
    const foreign = ed25519.sign(message, secret)
    expect(signature.verify(ed25519.getPublicKey(secret), message, foreign)).toBe(true)
    expect(signature.verify(ed25519.getPublicKey(secret), Buffer.from('信'), foreign)).toBe(false)
  })

  test('signs as RFC 8032, test 1', () => {
    const key = Buffer.from('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a', 'hex')
    const signed =
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
    expect(international.signature.verify(key, Buffer.alloc(0), Buffer.from(signed, 'hex'))).toBe(true)
  })
})

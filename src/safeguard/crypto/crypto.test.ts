import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { international, keyFolder, signingKey } from './index.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'xinyu-keys-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

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

describe('a signing key', () => {
  test('is made once, for its owner alone', async () => {
    const made = await signingKey(international, home, 'evidence')
    expect((await stat(keyFolder(home))).mode & 0o777).toBe(0o700)
    expect((await stat(join(keyFolder(home), 'evidence.key'))).mode & 0o777).toBe(0o600)
    const again = await signingKey(international, home, 'evidence', { existing: true })
    expect(again.equals(made)).toBe(true)
  })

  test('asked for by many at once is one key', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => signingKey(international, home, 'body')))
    expect(made.every((key) => key.equals(made[0]!))).toBe(true)
    const kept = await signingKey(international, home, 'body', { existing: true })
    expect(kept.equals(made[0]!)).toBe(true)
    expect(await readdir(keyFolder(home))).toEqual(['body.key'])
  })

  test('that others can read is refused', async () => {
    await signingKey(international, home, 'evidence')
    await chmod(join(keyFolder(home), 'evidence.key'), 0o644)
    await expect(signingKey(international, home, 'evidence')).rejects.toMatchObject({ code: 'KEY_EXPOSED' })
  })

  test('that vanished is not replaced, and one that is no key is not used', async () => {
    await expect(signingKey(international, home, 'evidence', { existing: true })).rejects.toMatchObject({
      code: 'KEY_MISSING',
    })
    await signingKey(international, home, 'evidence')
    const file = join(keyFolder(home), 'evidence.key')
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 60))
    await expect(signingKey(international, home, 'evidence')).rejects.toMatchObject({
      code: 'KEY_UNREADABLE',
    })
  })
})

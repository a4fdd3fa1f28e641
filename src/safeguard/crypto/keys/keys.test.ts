import { generateKeyPairSync } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemRandom } from '../../../kernel/random.ts'
import {
  destroySigningKey,
  guomi,
  international,
  keepKeysIn,
  keepMasterKeyAt,
  keyFolder,
  keyStore,
  type KeyStore,
  masterKeyInside,
  sealedSecret,
  signingKey,
  type SigningKey,
  softKey,
  verifySignature,
} from '../index.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'xinyu-keys-'))
})
afterEach(async () => {
  keepMasterKeyAt(home, null)
  await rm(home, { recursive: true, force: true })
})

const message = Buffer.from('信域')
const fileOf = (name: string) => join(keyFolder(home), `${name}.key`)

describe.each([international, guomi])('a signing key of $name', (suite) => {
  const made = (name: string, existing = false) => signingKey(suite, home, name, { existing })

  test('is made once, for its owner alone, and signs what anyone verifies', async () => {
    const key = await made('evidence')
    expect((await stat(keyFolder(home))).mode & 0o777).toBe(0o700)
    expect((await stat(fileOf('evidence'))).mode & 0o777).toBe(0o600)
    const again = await made('evidence', true)
    expect(again.publicKey).toEqual(key.publicKey)
    const signature = await again.sign(message)
    expect(verifySignature(key.scheme, key.publicKey, message, signature)).toBe(true)
    expect(key.scheme).toBe(suite.signature.name)
  })

  test('asked for by many at once is one key', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => made('body')))
    const kept = await made('body', true)
    expect(all.map((key) => key.publicKey)).toEqual(Array(12).fill(kept.publicKey))
    expect(await readdir(keyFolder(home))).toEqual(['body.key', 'master.key'])
  })

  test('that others can read is refused, and so is a master key', async () => {
    await made('evidence')
    await chmod(fileOf('master'), 0o644)
    await expect(made('evidence')).rejects.toMatchObject({ code: 'KEY_EXPOSED' })
    await chmod(fileOf('master'), 0o600)
    await chmod(fileOf('evidence'), 0o644)
    await expect(made('evidence')).rejects.toMatchObject({ code: 'KEY_EXPOSED' })
  })

  test('that vanished is not replaced, and one that is no key is not used', async () => {
    await expect(made('evidence', true)).rejects.toMatchObject({ code: 'KEY_MISSING' })
    await made('evidence')
    const text = await readFile(fileOf('evidence'), 'utf8')
    for (const bad of [
      text.slice(0, 60),
      text.replace('"box":"', '"box":"AAAA'),
      text.replace(/"madeAt":1/, '"madeAt":2'),
    ]) {
      await writeFile(fileOf('evidence'), bad)
      await expect(made('evidence')).rejects.toMatchObject({ code: 'KEY_UNREADABLE' })
    }
  })

  test('is nowhere in the clear, and of no use under another name or another master key', async () => {
    await made('evidence')
    const text = await readFile(fileOf('evidence'), 'latin1')
    expect(text).not.toContain('PRIVATE')
    await rename(fileOf('evidence'), fileOf('connector'))
    await expect(made('connector')).rejects.toMatchObject({ code: 'KEY_UNREADABLE' })
    await rename(fileOf('connector'), fileOf('evidence'))
    await writeFile(fileOf('master'), systemRandom.bytes(32))
    await expect(made('evidence')).rejects.toMatchObject({ code: 'KEY_UNREADABLE' })
    await rm(fileOf('master'))
    await expect(made('evidence')).rejects.toMatchObject({ code: 'KEY_MASTER_MISSING' })
  })

  test('does not make a second master key beside keys that the lost one sealed', async () => {
    await made('evidence')
    await rm(fileOf('master'))
    await expect(made('connector')).rejects.toMatchObject({ code: 'KEY_MASTER_MISSING' })
    expect(await readdir(keyFolder(home))).toEqual(['evidence.key'])
  })

  test('of the other scheme does not sign in its place', async () => {
    await made('evidence')
    const other = suite === guomi ? international : guomi
    await expect(signingKey(other, home, 'evidence')).rejects.toMatchObject({ code: 'KEY_UNREADABLE' })
  })

  test('of an earlier version, in the clear, is sealed when it is read', async () => {
    await mkdir(keyFolder(home), { mode: 0o700 })
    const old = suite.signature.generate()
    await writeFile(fileOf('evidence'), old.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    const read = await made('evidence', true)
    expect(read.publicKey).toEqual(suite.signature.publicKey(old))
    expect(await readFile(fileOf('evidence'), 'utf8')).not.toContain('PRIVATE KEY')
    const sealed = await made('evidence', true)
    expect(verifySignature(read.scheme, read.publicKey, message, await sealed.sign(message))).toBe(true)
  })

  test('is listed by name with its age, and destroyed', async () => {
    await made('evidence')
    await made('bodies/one')
    await sealedSecret(home, 'identity', systemRandom)
    const listed = await keyStore(home).list()
    expect(listed.map(({ name, scheme }) => [name, scheme])).toEqual([
      ['bodies/one', suite.signature.name],
      ['evidence', suite.signature.name],
    ])
    expect(Math.abs(listed[0]!.madeAt! - Date.now())).toBeLessThan(60_000)
    expect(await destroySigningKey(home, 'evidence')).toBe(true)
    expect(await destroySigningKey(home, 'evidence')).toBe(false)
    await expect(made('evidence', true)).rejects.toMatchObject({ code: 'KEY_MISSING' })
  })
})

test('a key of another kind in the clear is no signing key', async () => {
  await mkdir(keyFolder(home), { mode: 0o700 })
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'pem',
    type: 'pkcs8',
  })
  await writeFile(fileOf('evidence'), pem, { mode: 0o600 })
  await expect(signingKey(international, home, 'evidence')).rejects.toMatchObject({ code: 'KEY_UNREADABLE' })
})

describe('a driver behind the door', () => {
  /** Keeps private halves to itself, as a device does. */
  function device(): KeyStore {
    const inside = new Map<string, SigningKey>()
    return {
      custody: 'device',
      find: async (name) => inside.get(name) ?? null,
      async make(suite, name) {
        const key = { ...softKey(suite, suite.signature.generate(), name), custody: 'device' as const }
        inside.set(name, inside.get(name) ?? key)
        return inside.get(name)!
      },
      async promote(from, to) {
        inside.set(to, inside.get(from)!)
        inside.delete(from)
      },
      destroy: async (name) => inside.delete(name),
      list: async () => [...inside.values()].map((key) => ({ ...key, madeAt: null })),
    }
  }

  test('is asked for the same keys by the same words, and nothing lies in files', async () => {
    keepKeysIn(home, device())
    try {
      await expect(signingKey(guomi, home, 'evidence', { existing: true })).rejects.toMatchObject({
        code: 'KEY_MISSING',
      })
      const key = await signingKey(guomi, home, 'evidence')
      expect(key.custody).toBe('device')
      expect(verifySignature('sm2', key.publicKey, message, await key.sign(message))).toBe(true)
      await keyStore(home).make(guomi, 'evidence.next')
      await keyStore(home).promote('evidence.next', 'evidence')
      const next = await signingKey(guomi, home, 'evidence', { existing: true })
      expect(next.publicKey).not.toEqual(key.publicKey)
      expect(await readdir(home)).toEqual([])
    } finally {
      keepKeysIn(home, null)
    }
  })
})

describe('the master key', () => {
  test('may lie outside the data folder, which then opens nothing by itself', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'xinyu-master-'))
    try {
      expect(masterKeyInside(home)).toBe(true)
      keepMasterKeyAt(home, join(outside, 'master.key'))
      expect(masterKeyInside(home)).toBe(false)
      await signingKey(international, home, 'evidence')
      expect(await readdir(keyFolder(home))).toEqual(['evidence.key'])
      await signingKey(international, home, 'evidence', { existing: true })
      keepMasterKeyAt(home, null)
      await expect(signingKey(international, home, 'evidence')).rejects.toMatchObject({
        code: 'KEY_MASTER_MISSING',
      })
    } finally {
      await rm(outside, { recursive: true })
    }
  })
})

describe('a sealed secret', () => {
  test('is made once and stays, and one in the clear is sealed', async () => {
    expect(await sealedSecret(home, 'identity', null)).toBe(null)
    const made = await sealedSecret(home, 'identity', systemRandom)
    expect(made).toHaveLength(32)
    expect(await sealedSecret(home, 'identity', systemRandom)).toEqual(made)
    const plain = Buffer.from(systemRandom.bytes(32))
    await writeFile(fileOf('sources'), plain, { mode: 0o600 })
    expect(await sealedSecret(home, 'sources', null)).toEqual(plain)
    expect((await readFile(fileOf('sources'))).includes(plain)).toBe(false)
    expect(await sealedSecret(home, 'sources', null)).toEqual(plain)
  })

  test('is no signing key, and a signing key is no secret', async () => {
    await sealedSecret(home, 'identity', systemRandom)
    await signingKey(international, home, 'evidence')
    await expect(signingKey(international, home, 'identity')).rejects.toMatchObject({
      code: 'KEY_UNREADABLE',
    })
    await expect(sealedSecret(home, 'evidence', null)).rejects.toMatchObject({ code: 'KEY_UNREADABLE' })
  })
})

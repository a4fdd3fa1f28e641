import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { systemRandom, type XinyuError } from '../../../kernel/index.ts'
import { sealedSecret, suite, workWith } from '../../crypto/index.ts'
import { identityOptions } from '../options.ts'
import { createHasher } from './hasher.ts'
import { mustBeStrong } from './password-rules.ts'
import { createSeal } from './seal.ts'
import { newToken, tokenHash } from './token.ts'

const refusal = (
  password: string,
  policy: 'length' | 'classes' = 'length',
  login = 'zhangsan',
): string | null => {
  try {
    mustBeStrong(password, login, policy)
    return null
  } catch (error) {
    return (error as XinyuError).code
  }
}

describe('password rules', () => {
  test('by length: twelve characters, whichever', () => {
    expect(refusal('short-one-1')).toBe('PASSWORD_TOO_SHORT')
    expect(refusal('twelve-chars')).toBeNull()
    expect(refusal('春眠不觉晓处处闻啼鸟夜来')).toBeNull()
    expect(refusal('x'.repeat(100))).toBe('PASSWORD_TOO_SIMPLE')
    expect(refusal('correct horse '.repeat(10))).toBe('PASSWORD_TOO_LONG')
  })

  test('by classes: eight characters from three of four', () => {
    expect(refusal('Ab3-xyz', 'classes')).toBe('PASSWORD_TOO_SHORT')
    expect(refusal('abcdxyz3', 'classes')).toBe('PASSWORD_TOO_SIMPLE')
    expect(refusal('Abcdxyz3', 'classes')).toBeNull()
  })

  test('no login name, in no case of letters', () => {
    expect(refusal('my-ZhangSan-pass')).toBe('PASSWORD_HAS_LOGIN')
  })

  test('no common one, however dressed', () => {
    for (const common of [
      'password12345',
      'P@ssw0rd1234',
      'Administrator!',
      '123456789012',
      'woaini1314520',
      'QwErTyUiOpAsDf',
    ])
      expect(refusal(common), common).toMatch(/PASSWORD_(COMMON|TOO_SIMPLE)/)
    expect(refusal('Passw0rd', 'classes')).toBe('PASSWORD_COMMON')
  })
})

describe('argon2id', () => {
  test('defaults are at OWASP’s level or above, and are stored with the hash', async () => {
    const { password } = identityOptions()
    expect(password.cost.memoryKiB).toBeGreaterThanOrEqual(19 * 1024)
    expect(password.cost.passes).toBeGreaterThanOrEqual(2)
    const hasher = createHasher(systemRandom, password)
    const [one, two] = [await hasher.hash('a password'), await hasher.hash('a password')]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(one).not.toBe(two)
    expect(await hasher.verify('a password', one)).toBe(true)
    expect(await hasher.verify('A password', one)).toBe(false)
    expect(await hasher.verify('a password', null)).toBe(false)
    expect(hasher.isOutdated(one)).toBe(false)
    expect(hasher.isOutdated(one.replace('t=2', 't=1'))).toBe(true)
  })

  test('the same password from another input method is the same', async () => {
    const hasher = createHasher(systemRandom, identityOptions().password)
    expect(await hasher.verify('ＡＢＣ１２３', await hasher.hash('ABC123'))).toBe(true)
  })
})

describe('sealed secrets', () => {
  test('open for their owner under their key, and for nothing else', async () => {
    const [home, other] = [
      await mkdtemp(join(tmpdir(), 'xinyu-seal-')),
      await mkdtemp(join(tmpdir(), 'xinyu-seal-')),
    ]
    const sealed = await createSeal(home, systemRandom).seal('JBSWY3DP', 'owner-1')
    expect(sealed).not.toContain('JBSWY3DP')
    const again = createSeal(home, systemRandom)
    expect(await again.open(sealed, 'owner-1')).toBe('JBSWY3DP')
    await expect(again.open(sealed, 'owner-2')).rejects.toThrow()
    const bytes = Buffer.from(sealed, 'base64')
    bytes[bytes.length - 1]! ^= 1
    await expect(again.open(bytes.toString('base64'), 'owner-1')).rejects.toThrow()
    await expect(createSeal(other, systemRandom).open(sealed, 'owner-1')).rejects.toThrow()
    expect((await stat(join(home, 'keys/identity.key'))).mode & 0o777).toBe(0o600)
    expect(await sealedSecret(home, 'identity', null)).toHaveLength(32)
    for (const folder of [home, other]) await rm(folder, { recursive: true })
  })

  test('a damaged key is an error, not a new key', async () => {
    const home = await mkdtemp(join(tmpdir(), 'xinyu-seal-'))
    await createSeal(home, systemRandom).seal('x', 'y')
    await writeFile(join(home, 'keys/identity.key'), 'short')
    await chmod(join(home, 'keys/identity.key'), 0o600)
    await expect(createSeal(home, systemRandom).seal('x', 'y')).rejects.toMatchObject({
      code: 'KEY_UNREADABLE',
    })
    await rm(home, { recursive: true })
  })
})

describe('tokens', () => {
  const { name } = suite()
  afterEach(() => workWith(name))

  test.each([
    ['international', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['guomi', '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b'],
  ] as const)('have 256 bits and are stored as a hash of the suite: %s', (name, ofNothing) => {
    workWith(name)
    const token = newToken(systemRandom)
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(tokenHash('')).toBe(ofNothing)
    expect(newToken(systemRandom)).not.toBe(token)
  })
})

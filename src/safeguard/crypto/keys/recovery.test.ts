import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canonical } from '../../../kernel/canonical.ts'
import { systemRandom } from '../../../kernel/random.ts'
import { openBoxOf } from '../box.ts'
import { guomi, international, newPassphraseCost, passphraseKey, signingKey } from '../index.ts'
import { putBack } from './put-back.ts'
import {
  beginRecovery,
  type Keeper,
  KEEPERS,
  openRecovery,
  RecoveryFile,
  recoveryText,
  sealShare,
} from './recovery.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'xinyu-recovery-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const WORDS: Record<Keeper, string> = {
  security_officer: 'four words of mine',
  system_administrator: 'another four words',
}

const recover = async (target: string, text: string) => putBack(target, await openRecovery(text, WORDS))

async function made(names: readonly string[] = ['evidence']): Promise<RecoveryFile> {
  for (const name of names) await signingKey(international, home, name)
  let draft = await beginRecovery(home, names, 1, systemRandom)
  for (const keeper of KEEPERS) {
    const cost = { ...newPassphraseCost(systemRandom), memoryKiB: 8, passes: 1, parallelism: 1 }
    const key = await passphraseKey(WORDS[keeper], cost)
    draft = await sealShare(home, draft, keeper, { cost, key }, systemRandom)
  }
  return RecoveryFile.parse(JSON.parse(recoveryText(draft)!))
}

test('one officer with programs of his own opens his share, and nothing with it', async () => {
  const file = await made()
  const suite = file.suite === 'guomi' ? guomi : international
  const { kind, madeAt, keys } = file
  const head = canonical({ kind, suite: file.suite, madeAt, keys })
  const body = Buffer.from(file.body, 'base64')
  const shares: Buffer[] = []
  for (const { keeper, passphrase, box } of file.parts) {
    const key = await passphraseKey(WORDS[keeper], passphrase)
    const share = openBoxOf(suite, key, `${keeper} ${head}`, Buffer.from(box, 'base64'))
    shares.push(share)
    const tries = [share, Buffer.concat([share, share]), Buffer.concat([share, Buffer.alloc(32)])]
    for (const one of [share, ...tries.map((bytes) => suite.derive(bytes, 'xinyu key recovery', 32))])
      expect(() => openBoxOf(suite, one, head, body)).toThrow(Error)
  }
  // Together they do: the tries above fail for want of the other share alone.
  const both = suite.derive(Buffer.concat(shares), 'xinyu key recovery', 32)
  expect(JSON.parse(openBoxOf(suite, both, head, body).toString())).toHaveLength(1)
})

describe('keys that go back', () => {
  const NAMES = ['evidence', 'hooks/second'] as const
  let text: string
  let target: string
  beforeEach(async () => {
    text = JSON.stringify(await made(NAMES))
    target = join(home, 'target')
    await mkdir(target)
  })
  /** A new master key that sealed nothing is no key of the space. */
  const kept = async () =>
    (await readdir(target, { recursive: true }))
      .filter((name) => !['keys', 'keys/master.key'].includes(name))
      .toSorted()

  test('go back all or none: a second file that cannot be written leaves nothing of the first', async () => {
    const folder = join(target, 'keys')
    await mkdir(folder, { mode: 0o700 })
    // Nothing is there to be read, and nothing can be written.
    await symlink(join(target, 'nowhere', 'deep'), join(folder, 'hooks'))
    await expect(recover(target, text)).rejects.toMatchObject({ code: 'KEY_NOT_WRITTEN' })
    expect(await kept()).toEqual(['keys/hooks'])
    await rm(join(folder, 'hooks'))
    // The same in the last moment: somebody's file has come into the place of the second one.
    await mkdir(join(folder, 'hooks'))
    await symlink(join(target, 'nowhere'), join(folder, 'hooks', 'second.key'))
    await expect(recover(target, text)).rejects.toMatchObject({ code: 'KEY_IN_THE_WAY' })
    expect(await kept()).toEqual(['keys/hooks', 'keys/hooks/second.key'])
    await rm(join(folder, 'hooks', 'second.key'))
    expect(await recover(target, text)).toEqual(NAMES)
  })

  test('are finished by a second call where a kill came between two of them', async () => {
    await recover(target, text)
    const first = await readFile(join(target, 'keys', 'evidence.key'))
    await rm(join(target, 'keys', 'hooks', 'second.key'))
    expect(await recover(target, text)).toEqual(NAMES)
    // What was back already is left as it was.
    expect(await readFile(join(target, 'keys', 'evidence.key'))).toEqual(first)
    await expect(recover(target, text)).rejects.toMatchObject({ code: 'KEY_IN_THE_WAY' })
  })

  test('do not go beside another key of one of the names', async () => {
    await signingKey(international, target, 'hooks/second')
    const before = await kept()
    await expect(recover(target, text)).rejects.toMatchObject({ code: 'KEY_IN_THE_WAY' })
    expect(await kept()).toEqual(before)
  })
})

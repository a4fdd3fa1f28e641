import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { canonical } from '../../../kernel/canonical.ts'
import { systemRandom } from '../../../kernel/random.ts'
import { openBoxOf } from '../box.ts'
import { guomi, international, newPassphraseCost, passphraseKey, signingKey } from '../index.ts'
import { beginRecovery, type Keeper, KEEPERS, RecoveryFile, recoveryText, sealShare } from './recovery.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'xinyu-recovery-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const WORDS: Record<Keeper, string> = {
  security_officer: 'four words of mine',
  system_administrator: 'another four words',
}

async function made(): Promise<RecoveryFile> {
  await signingKey(international, home, 'evidence')
  let draft = await beginRecovery(home, ['evidence'], 1, systemRandom)
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

import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemRandom } from '../kernel/random.ts'
import {
  beginRecovery,
  KEEPERS,
  newPassphraseCost,
  passphraseKey,
  recoveryText,
  sealShare,
  signingKey,
  suite,
} from '../safeguard/crypto/index.ts'

const WORDS = ['four words of mine', 'another four words']
let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinyu-cli-keys-'))
  const home = join(folder, 'old')
  await signingKey(suite(), home, 'evidence')
  let draft = await beginRecovery(home, ['evidence'], 1, systemRandom)
  for (const [at, keeper] of KEEPERS.entries()) {
    const cost = { ...newPassphraseCost(systemRandom), memoryKiB: 8, passes: 1, parallelism: 1 }
    const key = await passphraseKey(WORDS[at]!, cost)
    draft = await sealShare(home, draft, keeper, { cost, key }, systemRandom)
  }
  file = join(folder, 'recovery.json')
  await writeFile(file, recoveryText(draft)!)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** The command in a process of its own, with two lines on its input. */
async function recover(home: string, words: readonly string[]): Promise<{ code: number; said: string }> {
  const cli = resolve(import.meta.dirname, '../cli.ts')
  const child = spawn(process.execPath, [cli, '--home', home, 'keys', 'recover', file])
  let said = ''
  child.stderr.on('data', (part: Buffer) => (said += part.toString()))
  child.stdin.end(`${words.join('\n')}\n`)
  const code = await new Promise<number>((done) => child.on('close', (status) => done(status ?? -1)))
  return { code, said }
}

test('a second passphrase that is wrong is told before anything of a space is written', async () => {
  const home = join(folder, 'new')
  const { code, said } = await recover(home, [WORDS[0]!, 'another for words'])
  expect([code, said]).toEqual([expect.any(Number), expect.stringContaining('system_administrator')])
  expect(code).not.toBe(0)
  // Nothing but the mark of who works there: no record of a suite, no folder of keys, no master key.
  expect((await readdir(home)).filter((name) => name !== 'lock')).toEqual([])
  expect((await recover(home, WORDS)).code).toBe(0)
  expect(await readdir(join(home, 'keys'))).toEqual(expect.arrayContaining(['evidence.key', 'master.key']))
}, 60_000)

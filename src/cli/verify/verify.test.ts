import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { RESULT, testReceipts, type TestReceipts, testWitness } from '../../../test/support/receipts.ts'
import type { SuiteName } from '../../safeguard/crypto/index.ts'
import { verifyCommand } from '../verify.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'xinyu-cli-verify-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = undefined
})

const put = (name: string, content: Buffer | string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

/** The command as it is called, in this process; its exit code and what it printed. */
async function verify(...words: string[]): Promise<{ code: unknown; said: string }> {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  const program = new Command().option('--home <folder>').option('--json').addCommand(verifyCommand())
  await program.parseAsync(['--home', join(folder, 'none'), 'verify', ...words], { from: 'user' })
  return { code: process.exitCode, said: said.mock.calls.flat().join('\n') }
}

describe.each<SuiteName>(['international', 'guomi'])('xinyu verify, %s', (suite) => {
  const witness = testWitness('witness.example/w1')
  let made: TestReceipts
  let [good, key, policy] = ['', '', '']
  beforeAll(async () => {
    made = await testReceipts(suite, 4)
    good = put('good.json', made.receipt(2, [witness.cosign(made.note)]))
    key = put('space.vkey', `${made.signer.vkeys.join('\r\n')}\r\n`)
    policy = put('w.policy', `log ${made.signer.vkey}\nwitness w1 ${witness.vkey}\nquorum w1\n`)
  })

  test('0 with a pinned key, with a policy, and with the result; it says who signed', async () => {
    const result = put('result.json', RESULT)
    const { code, said } = await verify(good, '--key', key, '--policy', policy, '--result', result)
    expect(code).toBe(0)
    for (const word of ['run.released', '2 / 4', made.signer.vkey, 'w1', '2023-11-14T22:13:20.000Z'])
      expect(said).toContain(word)
    expect(said.includes('SM2')).toBe(suite === 'guomi')
    expect((await verify(good, '--policy', policy)).code).toBe(0)
  })

  test('3 without a key: whole, and nobody’s', async () => {
    expect((await verify(good)).code).toBe(3)
  })

  test('2 for a broken one, another result, a missing witness, another key', async () => {
    const bare = put('bare.json', made.receipt(2, [], false))
    const broken = put('broken.json', made.receipt(2, [], false).toString().replace('run-2', 'run-3'))
    const other = put('other', 'another result')
    const foreign = put('foreign.vkey', (await testReceipts(suite, 1)).signer.vkeys.join('\n'))
    for (const words of [
      [broken, '--key', key],
      [good, '--key', key, '--result', other],
      [bare, '--key', key, '--policy', policy],
      [good, '--key', foreign],
    ]) {
      expect((await verify(...words)).code, words.join(' ')).toBe(2)
    }
  })

  test('a bare proof with its entry, and not without', async () => {
    const proof = put('x.tlog-proof', made.proof(1))
    const entry = put('entry.json', made.entries[1]!)
    expect((await verify(proof, '--entry', entry, '--key', key)).code).toBe(0)
    expect((await verify(proof, '--entry', good, '--key', key)).code).toBe(2)
    expect((await verify(proof, '--key', key)).code).toBe(2)
    expect((await verify(proof, '--entry', entry)).code).toBe(2)
  })
})

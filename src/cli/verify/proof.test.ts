import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { systemActor } from '../../kernel/actor.ts'
import { digestOf, suite } from '../../safeguard/crypto/index.ts'
import { act } from '../../safeguard/evidence/index.ts'
import { verifyCommand } from '../verify.ts'

const LIST = '0190f5a0-0000-7000-8000-000000000001\n0190f5a0-0000-7000-8000-000000000002\n'
let space: TestSpace
let folder: string
let receipt: Buffer

beforeAll(async () => {
  space = await testSpace()
  folder = await mkdtemp(join(tmpdir(), 'xinyu-proof-'))
  const list = { algorithm: suite().hash.name, digest: digestOf(LIST), entries: 2 }
  const { entries } = await act(space.core, systemActor('retention'), async ({ note }) =>
    note({ kind: 'evidence.destroyed', subject: { destruction: 'd-1' }, payload: { entries: 2, list } }),
  )
  receipt = await space.core.evidence.receiptFor(entries[0]!.id)
  await writeFile(join(folder, 'vkey'), `${space.core.evidence.vkeys().join('\n')}\n`)
})
afterAll(async () => {
  await space.stop()
  await rm(folder, { recursive: true, force: true })
})

/** What `xinyu verify` says of a file, and its exit code. */
async function say(file: Buffer, ...more: readonly string[]): Promise<{ code: unknown; said: string }> {
  await writeFile(join(folder, 'file'), file)
  const said: string[] = []
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  const log = vi.spyOn(console, 'log').mockImplementation((text) => void said.push(String(text)))
  const before = process.exitCode
  try {
    const program = new Command().option('--home <folder>', '', join(folder, 'none')).option('--json')
    program.addCommand(verifyCommand())
    await program.parseAsync(['node', 'xinyu', 'verify', join(folder, 'file'), ...more])
    return { code: process.exitCode, said: said.join('\n') }
  } finally {
    process.exitCode = before
    out.mockRestore()
    log.mockRestore()
  }
}

test('the proof of a destruction is verified as a receipt, and its list with it', async () => {
  const key = ['--key', join(folder, 'vkey')]
  const good = await say(Buffer.concat([receipt, Buffer.from(LIST)]), ...key)
  expect(good).toMatchObject({ code: 0, said: expect.stringContaining('销毁清单') as string })
  expect((await say(receipt, ...key)).code).toBe(0)
  const shorter = Buffer.concat([receipt, Buffer.from(LIST.slice(0, 37))])
  expect(await say(shorter, ...key)).toMatchObject({
    code: 2,
    said: expect.stringContaining('清单不符') as string,
  })
  const other = Buffer.concat([receipt, Buffer.from(LIST.replace('01\n', '03\n'))])
  expect((await say(other, ...key)).code).toBe(2)
})

test('a time stamp without certificates to trust is not verified', async () => {
  const without = await say(Buffer.from('log\n1\n'), '--anchor', join(folder, 'file'))
  expect(without).toMatchObject({ code: 2, said: expect.stringContaining('--ca') as string })
  await writeFile(join(folder, 'ca.pem'), 'nothing')
  const none = await say(
    Buffer.from('log\n1\n'),
    '--anchor',
    join(folder, 'file'),
    '--ca',
    join(folder, 'ca.pem'),
  )
  expect(none.code).toBe(2)
})

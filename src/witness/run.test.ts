import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { makeKey, smallLog, words } from '../../test/support/small-log.ts'
import { runWitness } from './index.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one()
})

/** The exit code and what was said, for a witness that cannot start. */
async function run(change: object = {}): Promise<{ code: number; said: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'xinyu-witness-run-'))
  const said: string[] = []
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  undo.push(
    () => rm(folder, { recursive: true, force: true }),
    () => err.mockRestore(),
  )
  const log = smallLog('log.example/test', makeKey(), words('entry', 1))
  await writeFile(join(folder, 'rubbish'), 'no key at all\n')
  const options = { folder: join(folder, 'w'), name: 'w.example/1', host: '127.0.0.1', port: 0 }
  const logs = (change as { rubbish?: true }).rubbish ? [join(folder, 'rubbish')] : [log.vkey]
  return { code: await runWitness({ ...options, logs, ...change }), said: said.join('') }
}

test('what whoever runs it can mend is told in a line, without a trace', async () => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  undo.push(() => new Promise((resolve) => taken.close(resolve)))
  const { port } = taken.address() as AddressInfo
  for (const [change, named] of [
    [{ logs: ['/nowhere/at-all'] }, '/nowhere/at-all'],
    [{ adopt: '/nowhere/at-all' }, '/nowhere/at-all'],
    [{ port }, String(port)],
    [{ rubbish: true }, 'no key at all'],
    [{ name: 'two words' }, 'two words'],
    [{ logs: [] }, 'No key of a log'],
  ] as const) {
    const { code, said } = await run(change)
    expect([code, said.includes(named), said.includes('[USAGE]'), /\n\s+at /.test(said)]).toEqual([
      64,
      true,
      true,
      false,
    ])
  }
})

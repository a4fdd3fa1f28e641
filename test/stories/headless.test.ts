import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyReceipt, verifyResult } from '../../src/safeguard/evidence/verifier/index.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const REAL = resolve(ROOT, process.env.XINYU_REAL_DATA ?? '../shared/data')
const run = promisify(execFile)

/** The command as a user gives it. Returns its exit code and what it printed. */
async function xinyu(...args: string[]): Promise<{ code: number; out: string }> {
  try {
    const { stdout, stderr } = await run(process.execPath, [join(ROOT, 'src/cli.ts'), ...args], {
      cwd: ROOT,
      maxBuffer: 1e8,
    })
    return { code: 0, out: stdout + stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout + stderr }
  }
}

/** The second one only in the long suite: it goes the same way. */
const INPUTS = [
  ['cms-synpuf', 10, 'DESYNPUF_ID'],
  ['synthea', 5, 'PATIENT'],
] as const

describe.each(process.env.XINYU_LONG_TESTS === '1' ? INPUTS : INPUTS.slice(0, 1))(
  'the main job on real input: %s',
  (folder, k, insured) => {
    const from = join(REAL, folder)
    const missing = !existsSync(from)
    let home: string
    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'xinyu-headless-'))
    })
    afterAll(() => rm(home, { recursive: true, force: true }))

    test.skipIf(missing)(
      'ends with a verified receipt (skipped where the real input is missing)',
      { timeout: 300_000 },
      async () => {
        const { code, out } = await xinyu('story', '--from', from, '--k', String(k), '--keep', home)
        expect(out).toContain('回执离线核验')
        expect(code).toBe(0)
        expect(out.toUpperCase()).toContain(`INSURED BY ${insured}`)
        expect(out).toContain('⊘')

        const files = ['receipt.json', 'space.vkey', 'result.json'].map((name) => join(home, name))
        const again = await xinyu('verify', files[0]!, '--key', files[1]!, '--result', files[2]!)
        expect(again.out).toContain('✓')
        expect(again.code).toBe(0)
      },
    )

    test.skipIf(missing)(
      'no changed byte of the receipt, the key or the result verifies as another statement',
      { timeout: 300_000 },
      async () => {
        const receipt = await readFile(join(home, 'receipt.json'))
        const vkey = (await readFile(join(home, 'space.vkey'), 'utf8')).trim()
        const result = await readFile(join(home, 'result.json'))
        const good = verifyReceipt(receipt, { vkey })
        if (!good.ok) throw new Error(good.why)

        for (let place = 0; place < receipt.length; place++) {
          const changed = Buffer.from(receipt)
          changed[place]! ^= 1 << (place % 8)
          const verdict = verifyReceipt(changed, { vkey })
          expect(verdict.ok, `byte ${place}`).toBe(false)
          if (!verdict.ok)
            expect(verdict.where).toMatch(/format|entry|payload|proof|checkpoint|signature|key|guomi/)
        }
        for (let place = 0; place < result.length; place++) {
          const changed = Buffer.from(result)
          changed[place]! ^= 1 << (place % 8)
          expect(verifyResult(good, changed).ok, `result byte ${place}`).toBe(false)
        }
        const other = join(home, 'changed.json')
        await writeFile(other, Buffer.concat([result, Buffer.from(' ')]))
        const { code } = await xinyu(
          'verify',
          join(home, 'receipt.json'),
          '--key',
          join(home, 'space.vkey'),
          '--result',
          other,
        )
        expect(code).toBe(2)
      },
    )
  },
)

test('a command says what it takes, and wrong usage has its own exit code', async () => {
  const { code, out } = await xinyu('story', '--help')
  expect(code).toBe(0)
  expect(out).toContain('--insured')
  expect((await xinyu('story')).code).toBe(64)
  expect((await xinyu('nonsense')).code).toBe(64)
})

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ERRORS, isXinyuError } from '../../../kernel/errors/index.ts'
import { scanFile } from '../scan/scan-file.ts'
import { type FuzzCase, fuzzTools, mutate, openBelow, random, seeds } from './fuzz.fixture.ts'
import { prepare } from './prepare.ts'

let dir: string
let good: FuzzCase[]
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'xinyu-fuzz-'))
  good = await seeds()
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const CASES = 10_000
const HANG_MS = 60_000
const unpack = { maxBytes: 1 << 26, maxRatio: 200 }

async function parse({ name, bytes, reading }: FuzzCase): Promise<string> {
  const folder = join(dir, 'case')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  const path = join(folder, name)
  await writeFile(path, bytes)
  try {
    const options = { reading, folder: join(folder, 'strict'), maxLineBytes: 1 << 16, unpack }
    const { path: strict, delimiter, countRows } = await prepare(path, options, fuzzTools)
    await scanFile(strict, { maxLineBytes: 1 << 16, delimiter, countRows })
    return 'read'
  } catch (error) {
    if (!isXinyuError(error)) throw error
    return error.code
  }
}

describe('10,000 damaged files', () => {
  test('are read or refused with a reason: no crash, no hang, nothing left open', async () => {
    const outcomes = new Map<string, number>()
    for (let seed = 0; seed < CASES; seed++) {
      const pick = random(seed)
      // Parquet is read by the engine, each file by a fresh one: a tenth of the others' share.
      const kinds = pick(10) === 0 ? good.length : good.length - 1
      const one = mutate(good[pick(kinds)]!, good[pick(good.length)]!, pick)
      const late = new Promise<string>((_, reject) => {
        setTimeout(() => reject(new Error('hangs')), HANG_MS).unref()
      })
      const outcome = await Promise.race([parse(one), late]).catch((error: unknown) => {
        throw new Error(`case ${seed} (${one.name})`, { cause: error })
      })
      if (outcome !== 'read')
        expect(ERRORS[outcome as keyof typeof ERRORS].status, `case ${seed}`).toBeLessThan(500)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    // oxlint-disable-next-line no-console -- what became of the cases is the point of the run
    console.info(Object.fromEntries([...outcomes].sort((a, b) => b[1] - a[1])))
    expect(outcomes.get('read')).toBeGreaterThan(50)
    expect(outcomes.size).toBeGreaterThan(20)
    expect(openBelow(dir)).toEqual([])
  })
})

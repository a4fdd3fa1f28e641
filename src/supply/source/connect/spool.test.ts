import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { csvRows } from './rows.ts'
import type { Cell } from './source.ts'
import { createSpool, resumeSpool, type SpoolPlan } from './spool.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinyu-spool-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const plan: SpoolPlan = {
  mode: 'snapshot',
  table: 't',
  columns: ['a', '姓名"'],
  key: ['a'],
  watermark: null,
  from: null,
}
const start = { importId: '018f0000-0000-7000-8000-000000000000', now: 1, plan }
const batch = (from: number, to: number) => ({
  rows: Array.from({ length: to - from }, (_, i): Cell[] => [String(from + i), `第 ${from + i} 行\n"x"`]),
  cursor: String(to),
})

describe('a spool', () => {
  test('holds what was appended, strict and safe', async () => {
    const spool = await createSpool(join(folder, 'one'), start)
    await spool.append(batch(0, 2))
    await spool.append({ rows: [['2', null]], cursor: '3' })
    await spool.finish()
    expect(await readFile(spool.paths[0]!, 'utf8')).toBe(
      '"a","姓名"""\n"0","第 0 行\n""x"""\n"1","第 1 行\n""x"""\n"2",\n',
    )
    expect(spool.rows).toBe(3)
    expect(spool.state).toMatchObject({ cursor: '3', complete: true })
  })

  test('of a table without rows still has its columns', async () => {
    const spool = await createSpool(join(folder, 'none'), start)
    await spool.finish()
    expect(await readFile(spool.paths[0]!, 'utf8')).toBe('"a","姓名"""\n')
  })

  test('goes on after a kill where its state stands, whatever was written behind it', async () => {
    const whole = await createSpool(join(folder, 'whole'), start)
    for (let i = 0; i < 5; i++) await whole.append(batch(i * 10, i * 10 + 10))
    const expected = await whole.digest()

    const killed = await createSpool(join(folder, 'killed'), start)
    await killed.append(batch(0, 10))
    // Written, and not yet vouched for: what a kill between the two leaves.
    await appendFile(killed.paths[0]!, '"10","half a r')
    const resumed = (await resumeSpool(join(folder, 'killed')))!
    expect(resumed.state.cursor).toBe('10')
    for (let i = 1; i < 5; i++) await resumed.append(batch(i * 10, i * 10 + 10))
    expect((await resumed.digest()).all).toBe(expected.all)
    expect((await resumed.digest()).segments[0]!.digest).toBe(expected.segments[0]!.digest)
  })

  test('that lost bytes, or whose state cannot be read, is begun anew', async () => {
    const spool = await createSpool(join(folder, 'lost'), start)
    await spool.append(batch(0, 10))
    await truncate(spool.paths[0]!, 20)
    expect(await resumeSpool(join(folder, 'lost'))).toBeNull()
    await writeFile(join(folder, 'lost', 'state.json'), '{"format":')
    expect(await resumeSpool(join(folder, 'lost'))).toBeNull()
    expect(await resumeSpool(join(folder, 'never'))).toBeNull()
  })
})

test('every row can be read back from its line', () => {
  const cell = fc.option(fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0')))
  fc.assert(
    fc.property(fc.array(cell, { minLength: 2, maxLength: 6 }), (row) => {
      expect(parse(csvRows([row]))).toEqual(row)
    }),
  )
})

/** A reader of its own kind: character by character. */
function parse(text: string): Cell[] {
  const cells: Cell[] = []
  for (let i = 0; ; i++) {
    let cell: Cell = null
    if (text[i] === '"') {
      cell = ''
      for (i++; text[i] !== '"' || text[i + 1] === '"'; i++) {
        if (text[i] === '"') i++
        cell += text[i]!
      }
      i++
    }
    cells.push(cell)
    if (text[i] === '\n') return cells
  }
}

import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../test/support/supply.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { uuid7 } from '../../kernel/random.ts'
import { type Origin, registerDataset, versionById } from '../catalog/index.ts'
import { openDuck } from './child/duck.ts'
import { profileOf } from './child/profile.ts'
import { landDerived } from './derived.ts'
import { importVersion } from './import.ts'
import { stagingFolder, versionFolder } from './places.ts'
import { runs } from '../../../test/support/runs.ts'

let space: SupplySpace
beforeAll(async () => {
  space = await supplySpace()
})
afterAll(() => space.stop())

const newId = () => uuid7(space.core.random, Date.now())
const tools = { progress: () => {}, softMemoryBytes: 512 << 20, threads: 2 }

async function dataset(officer: UserActor, column: string | null, schema = {}): Promise<string> {
  const code = `t_${newId().replaceAll('-', '').slice(0, 24)}`
  const words = { code, titleZh: code, titleEn: code, schema }
  const insuredSystem = column && 'psn_no:1'
  return registerDataset(space.core, officer, { ...words, insuredColumn: column, insuredSystem })
}

async function land(officer: UserActor, datasetId: string, content: string) {
  const path = join(await space.folder(`in-${newId()}`), 'f.csv')
  await writeFile(path, content)
  return importVersion(space.core, officer, { importId: newId(), datasetId, paths: [path] })
}

const hashOf = async (versionId: string) => (await versionById(space.core, versionId))!.content_hash!

describe('the content hash', () => {
  test('is the same for the same rows in any order, quoting, case of names and type', {
    timeout: 60_000,
  }, async () => {
    const officer = space.officer()
    const plain = await dataset(officer, null)
    const text = await dataset(officer, null, { amt: 'VARCHAR', day: 'VARCHAR' })
    const rows = ['a,1.50,2024-01-31', 'b,,2024-02-01', 'a,1.50,2024-01-31', '"x,y",-3.25,']
    const one = await hashOf((await land(officer, plain, `k,amt,day\n${rows.join('\n')}\n`)).versionId)
    const quoted = `K,AMT,Day\r\n"x,y","-3.25",\r\n"a",1.50,2024-01-31\r\na,"1.50",2024-01-31\r\nb,,2024-02-01`
    expect(await hashOf((await land(officer, plain, quoted)).versionId)).toBe(one)
    expect(await hashOf((await land(officer, text, `k,amt,day\n${rows.join('\n')}\n`)).versionId)).toBe(one)
    const others = [
      rows.slice(1),
      [...rows, rows[0]!],
      ['a,1.50,2024-01-31', 'b,"",2024-02-01', ...rows.slice(2)],
      ['a,1.51,2024-01-31', ...rows.slice(1)],
    ]
    for (const other of others) {
      const { versionId } = await land(officer, text, `k,amt,day\n${other.join('\n')}\n`)
      expect(await hashOf(versionId)).not.toBe(one)
    }
    const swapped = await land(officer, text, `amt,k,day\n${rows.join('\n')}\n`)
    expect(await hashOf(swapped.versionId)).not.toBe(one)
  })

  test('property: equal exactly for equal multisets of rows', { timeout: 60_000 }, async () => {
    const duck = await openDuck(tools, await space.folder('spill'), [])
    const cell = fc.option(fc.constantFrom('', 'N', 'S', 'a', 'NS', 'aN'), { nil: null })
    const table = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 })
    const sqlOf = (rows: readonly (readonly (string | null)[])[]) => {
      const value = (one: string | null) => (one === null ? 'NULL' : `'${one}'`)
      return `(SELECT a::VARCHAR AS a, b::VARCHAR AS b FROM (VALUES ${rows
        .map((row) => `(${row.map(value).join(', ')})`)
        .join(', ')}) t(a, b))`
    }
    const columns = [
      { name: 'a', type: 'VARCHAR' },
      { name: 'b', type: 'VARCHAR' },
    ]
    const hash = async (rows: readonly (readonly (string | null)[])[]) =>
      (await profileOf(duck, sqlOf(rows), columns)).contentHash
    const bag = (rows: readonly unknown[]) => JSON.stringify(rows.map((row) => JSON.stringify(row)).sort())
    await fc.assert(
      fc.asyncProperty(table, table, async (one, two) => {
        expect(await hash([...one].reverse())).toBe(await hash(one))
        expect((await hash(one)) === (await hash(two))).toBe(bag(one) === bag(two))
      }),
      { numRuns: runs(60) },
    )
  })
})

describe('a derived version', () => {
  const origin = (from: { versionId: string; datasetId: string }): Origin => ({
    kind: 'repair',
    from: [from],
    by: { id: 'round-1' },
    columns: {},
  })

  async function stage(sqls: readonly string[], folders: readonly string[] = []): Promise<string> {
    const staged = newId()
    const folder = join(stagingFolder(space.core), staged)
    await mkdir(folder, { recursive: true })
    const duck = await openDuck(tools, await space.folder('spill'), [folder, ...folders])
    for (const [i, sql] of sqls.entries()) {
      await duck.copy(`COPY (${sql}) TO '${join(folder, `part-${i}.parquet`)}' (FORMAT parquet)`)
    }
    await duck.copy(`COPY (SELECT 1 AS row) TO '${join(folder, 'changes.parquet')}' (FORMAT parquet)`)
    return staged
  }

  test('of several files lands once, with persons, profile, hashes and what lies beside', {
    timeout: 60_000,
  }, async () => {
    const officer = space.officer()
    const datasetId = await dataset(officer, 'psn_no')
    const first = await land(officer, datasetId, 'psn_no,amt\np1,1.50\np2,2.00\np1,3.00\n')
    const folder = versionFolder(space.core, first.versionId)
    const source = `SELECT * FROM read_parquet('${folder}/part-0.parquet')`
    const staged = await stage([`${source} WHERE amt < 2`, `${source} WHERE amt >= 2`], [folder])
    const work = {
      importId: newId(),
      datasetId,
      staged,
      origin: origin({ versionId: first.versionId, datasetId }),
      rejected: 0,
      quarantined: 1,
      fen: ['amt'],
    }
    const landed = await landDerived(space.core, officer, work)
    expect(landed).toMatchObject({ number: 2, rows: 3, insuredCount: 2, rejected: 0 })
    expect(await landDerived(space.core, officer, work)).toEqual(landed)
    const version = (await versionById(space.core, landed.versionId))!
    expect(version.content_hash).toBe(await hashOf(first.versionId))
    expect(version.files).toHaveLength(2)
    expect(version.quarantined).toBe(1)
    expect(version.origin).toMatchObject({ kind: 'repair', from: [{ versionId: first.versionId }] })
    expect(version.columns).toMatchObject([
      { name: 'psn_no', type: 'VARCHAR', why: 'treatment', nulls: 0 },
      { name: 'amt', unit: 'fen', min: '1.50', max: '3.00' },
    ])
    expect(existsSync(join(versionFolder(space.core, landed.versionId), 'changes.parquet'))).toBe(true)
    const files = version.files.map((file) => join(space.core.home, file))
    const read = await space.core.engine.query({
      sql: 'SELECT count(*), count(DISTINCT __insured) FROM t',
      tables: { t: files },
      limits: { timeMs: 30_000, memoryBytes: 512 << 20, maxRows: 10 },
    })
    expect(read.rows).toEqual([[3, 2]])
  })

  test('without the numbers of its persons, or with numbers nobody has, is refused and leaves nothing', {
    timeout: 60_000,
  }, async () => {
    const officer = space.officer()
    const datasetId = await dataset(officer, 'psn_no')
    const first = await land(officer, datasetId, 'psn_no\np1\n')
    const from = { versionId: first.versionId, datasetId }
    for (const sql of [
      `SELECT 'p1' AS psn_no`,
      `SELECT 'p1' AS psn_no, 4000000000::UINTEGER AS __insured`,
      `SELECT 'p1' AS psn_no, NULL::UINTEGER AS __insured`,
    ]) {
      const work = { importId: newId(), datasetId, staged: await stage([sql]), origin: origin(from) }
      await expect(
        landDerived(space.core, officer, { ...work, rejected: 0, quarantined: 0 }),
      ).rejects.toMatchObject({ code: 'DERIVED_INSURED' })
    }
  })
})

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SupplySpace, supplySpace } from '../../../test/support/supply.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { uuid7 } from '../../kernel/random.ts'
import { digestOf } from '../../safeguard/crypto/index.ts'
import { registerDataset, versionById } from '../catalog/index.ts'
import { importVersion } from './import.ts'
import { sweepOrphans } from './sweep.ts'

let space: SupplySpace
beforeAll(async () => {
  space = await supplySpace()
})
afterAll(() => space.stop())

const newId = () => uuid7(space.core.random, Date.now())
const limits = { timeMs: 30_000, memoryBytes: 512 * 1024 * 1024, maxRows: 10_000 }
const folderOf = (name: string) => join(space.core.home, name)
const listing = async (name: string) =>
  existsSync(folderOf(name)) ? (await readdir(folderOf(name))).sort() : []

async function dataset(
  officer: UserActor,
  column: string | null,
  system: string | null,
  schema = {},
): Promise<string> {
  const code = `t_${newId().replaceAll('-', '').slice(0, 24)}`
  const words = { code, titleZh: code, titleEn: code, schema }
  return registerDataset(space.core, officer, { ...words, insuredColumn: column, insuredSystem: system })
}

async function file(content: string): Promise<string> {
  const path = join(await space.folder(`in-${newId()}`), 'f.csv')
  await writeFile(path, content)
  return path
}

async function land(officer: UserActor, datasetId: string, content: string, importId = newId()) {
  return importVersion(space.core, officer, { importId, datasetId, paths: [await file(content)] })
}

async function read(versionId: string, sql: string, name = 'part-0.parquet') {
  const tables = { t: [join(folderOf('versions'), versionId, name)] }
  return (await space.core.engine.query({ sql, tables, limits })).rows
}

describe('insured numbers', () => {
  test('are the same for the same person in every dataset and version, and differ between systems', {
    timeout: 60_000,
  }, async () => {
    const officer = space.officer()
    const [a, b, c] = [
      await dataset(officer, 'PSN_NO', 'psn_no:1'),
      await dataset(officer, 'patient', 'psn_no:1'),
      await dataset(officer, 'psn_no', 'psn_no:2'),
    ]
    const first = await land(officer, a, 'psn_no,x\np1,1\np2,2\np1,3\n')
    const second = await land(officer, b, 'patient,y\np3,1\n" p2 ",2\n\u3000p1,3\n')
    const third = await land(officer, a, 'psn_no,x\np2,1\np4,2\n')
    const other = await land(officer, c, 'psn_no,x\np1,1\n')
    const numbers = async (id: string, column: string) =>
      Object.fromEntries(
        (await read(id, `SELECT DISTINCT trim(${column}, ' \u3000'), __insured FROM t`)).map(([who, n]) => [
          String(who),
          n,
        ]),
      ) as Record<string, number>
    const one = await numbers(first.versionId, 'psn_no')
    const two = await numbers(second.versionId, 'patient')
    const three = await numbers(third.versionId, 'psn_no')
    expect(two['p1']).toBe(one['p1'])
    expect(two['p2']).toBe(one['p2'])
    expect(three['p2']).toBe(one['p2'])
    expect(Object.values(await numbers(other.versionId, 'psn_no'))).not.toContain(one['p1'])
    expect(new Set([...Object.values(one), two['p3'], three['p4']]).size).toBe(4)
    expect([first.insuredCount, second.insuredCount, third.insuredCount]).toEqual([2, 3, 2])
    // The registry holds no identifier in the clear.
    for (const name of await listing('insured')) {
      expect((await readFile(join(folderOf('insured'), name))).includes('p1')).toBe(false)
    }
    expect((await stat(join(folderOf('keys'), 'insured.key'))).mode & 0o777).toBe(0o600)
  })

  test('two imports at once give each person one number, and each number to one person', {
    timeout: 120_000,
  }, async () => {
    const officer = space.officer()
    const rows = (from: number) => Array.from({ length: 500 }, (_, i) => `q${from + i},${i}`).join('\n')
    const sets = [await dataset(officer, 'psn_no', 'psn_no:q'), await dataset(officer, 'psn_no', 'psn_no:q')]
    const landed = await Promise.all(sets.map((id, i) => land(officer, id, `psn_no,x\n${rows(i * 250)}\n`)))
    const pairs = (
      await Promise.all(landed.map((one) => read(one.versionId, 'SELECT psn_no, __insured FROM t')))
    ).flat()
    expect(new Set(pairs.map(([who, n]) => `${who}:${n}`)).size).toBe(750)
    expect(new Set(pairs.map(([, n]) => n)).size).toBe(750)
    const generations = await space.core.db
      .selectFrom('insured_generation')
      .selectAll()
      .orderBy('number')
      .execute()
    generations.slice(1).forEach((one, i) => expect(one.first_number).toBe(generations[i]!.last_number + 1))
  })

  test('a missing key stops imports instead of numbering everybody anew', { timeout: 60_000 }, async () => {
    const officer = space.officer()
    const id = await dataset(officer, 'psn_no', 'psn_no:1')
    await land(officer, id, 'psn_no,x\np1,1\n')
    const path = join(folderOf('keys'), 'insured.key')
    const key = await readFile(path)
    await rm(path)
    await expect(land(officer, id, 'psn_no,x\np1,1\n')).rejects.toMatchObject({ code: 'INSURED_KEY_MISSING' })
    expect(existsSync(path)).toBe(false)
    await writeFile(path, Buffer.alloc(32))
    await expect(land(officer, id, 'psn_no,x\np1,1\n')).rejects.toMatchObject({ code: 'INSURED_KEY_MISSING' })
    await writeFile(path, key)
    await chmod(path, 0o600)
  })
})

describe('a version', () => {
  test('counts in = landed + rejected; rows without a person are kept apart', {
    timeout: 60_000,
  }, async () => {
    const officer = space.officer()
    const id = await dataset(officer, 'psn_no', 'psn_no:1')
    const landed = await land(officer, id, 'psn_no,x\np1,1\n,2\n"",3\n"  ",4\n\u3000,5\np2,6\n')
    expect(landed).toMatchObject({ rows: 2, rejected: 4, insuredCount: 2, number: 1 })
    const rejected = await read(landed.versionId, 'SELECT x FROM t ORDER BY x', 'rejected.parquet')
    expect(rejected.flat()).toEqual([2, 3, 4, 5])
    const version = (await versionById(space.core, landed.versionId))!
    expect(version.source_files[0]!.rows).toBe(version.rows + version.rejected)
    expect(version.columns.map((column) => column.name)).toEqual(['psn_no', 'x'])
  })

  test('keeps rows in the order of the files, and names what it was made from', {
    timeout: 60_000,
  }, async () => {
    const officer = space.officer()
    const id = await dataset(officer, 'psn_no', 'psn_no:1')
    const dir = await space.folder(`in-${newId()}`)
    const lines = (from: number) =>
      Array.from({ length: 5_000 }, (_, i) => `p${(from + i) % 77},${from + i}`).join('\n')
    const contents = [`psn_no,x\n${lines(0)}\n`, `PSN_NO,X\r\n${lines(5_000).replaceAll('\n', '\r\n')}\r\n`]
    const paths = contents.map((_, i) => join(dir, `part${i}.csv`))
    await Promise.all(contents.map((content, i) => writeFile(paths[i]!, content)))
    const landed = await importVersion(space.core, officer, { importId: newId(), datasetId: id, paths })
    const rows = await read(landed.versionId, 'SELECT x FROM t')
    expect(rows.flat()).toEqual(Array.from({ length: 10_000 }, (_, i) => i))
    const version = (await versionById(space.core, landed.versionId))!
    expect(version.source_files.map((source) => source.digest)).toEqual(
      contents.map((content) => digestOf(content)),
    )
    expect(version.columns[1]).toMatchObject({ name: 'x', type: 'BIGINT', nulls: 0, min: '0', max: '9999' })
  })

  test('obeys declared types, and names the line that does not', { timeout: 60_000 }, async () => {
    const officer = space.officer()
    const id = await dataset(officer, null, null, { Amount: 'DECIMAL(10,3)', code: 'VARCHAR', day: 'DATE' })
    const good = await land(officer, id, 'amount,code,day\n1.5,12,2024-01-31\n,"",""\n')
    const version = (await versionById(space.core, good.versionId))!
    expect(version.columns.map((column) => column.type)).toEqual(['DECIMAL(10,3)', 'VARCHAR', 'DATE'])
    await expect(land(officer, id, 'amount,code,day\n1.5,1,\n1.2345,1,\n')).rejects.toMatchObject({
      code: 'IMPORT_TYPE',
      params: { line: 3, column: 'amount', type: 'DECIMAL(10,3)' },
    })
    await expect(land(officer, id, 'amount,code,day\n1,1,2023-02-29\n')).rejects.toMatchObject({
      params: { line: 2, column: 'day' },
    })
  })
})

describe('a failed import', () => {
  test('leaves nothing, and says what was wrong with which file', { timeout: 60_000 }, async () => {
    const officer = space.officer()
    const id = await dataset(officer, 'psn_no', 'psn_no:1')
    const before = [await listing('versions'), await listing('insured')]
    await expect(land(officer, id, 'a,b\n1,2\n')).rejects.toMatchObject({ code: 'IMPORT_INSURED_COLUMN' })
    await expect(land(officer, id, 'psn_no,b\n1\n')).rejects.toMatchObject({
      code: 'IMPORT_RAGGED',
      params: { line: 2 },
    })
    const gone = { importId: newId(), datasetId: id, paths: ['/nowhere/x.csv'] }
    await expect(importVersion(space.core, officer, gone)).rejects.toMatchObject({
      code: 'IMPORT_SOURCE_MISSING',
    })
    expect([await listing('versions'), await listing('insured')]).toEqual(before)
    expect(await listing('staging')).toEqual([])
  })

  test('cancelled at any moment it leaves nothing half; done again under its id it succeeds once', {
    timeout: 180_000,
  }, async () => {
    const officer = space.officer()
    const id = await dataset(officer, 'psn_no', 'psn_no:k')
    const path = await file(
      `psn_no,x\n${Array.from({ length: 200_000 }, (_, i) => `k${i % 5_000},${i}`).join('\n')}\n`,
    )
    const importId = newId()
    const versions = () =>
      space.core.db.selectFrom('dataset_version').selectAll().where('dataset_id', '=', id).execute()
    for (const after of [20, 150, 400, 800, 1_400]) {
      const signal = AbortSignal.timeout(after)
      const ended = await importVersion(
        space.core,
        officer,
        { importId, datasetId: id, paths: [path] },
        { signal },
      ).then(
        () => 'landed',
        () => 'cancelled',
      )
      expect(await listing('staging')).toEqual([])
      expect(await versions()).toHaveLength(ended === 'landed' ? 1 : 0)
      if (ended === 'landed') break
    }
    const first = await importVersion(space.core, officer, { importId, datasetId: id, paths: [path] })
    const again = await importVersion(space.core, officer, { importId, datasetId: id, paths: [path] })
    expect(again).toEqual(first)
    expect(first).toMatchObject({ rows: 200_000, insuredCount: 5_000, number: 1 })
    expect(await versions()).toHaveLength(1)
    expect((await sweepOrphans(space.core)).versions).toBe(0)
  })

  test('what a killed server left is swept; what a row names stays', { timeout: 60_000 }, async () => {
    const officer = space.officer()
    const landed = await land(officer, await dataset(officer, 'psn_no', 'psn_no:1'), 'psn_no,x\np1,1\n')
    const orphan = newId()
    await mkdir(join(folderOf('versions'), orphan))
    await mkdir(join(folderOf('staging'), newId(), 'out'), { recursive: true })
    await writeFile(join(folderOf('insured'), `000999-${orphan}.parquet`), 'x')
    const kept = await listing('insured')
    expect(await sweepOrphans(space.core)).toEqual({ versions: 1, generations: 1, staged: 1 })
    expect(await listing('staging')).toEqual([])
    expect(await listing('versions')).toContain(landed.versionId)
    expect(await listing('versions')).not.toContain(orphan)
    expect(await listing('insured')).toEqual(kept.filter((name) => !name.startsWith('000999')))
  })

  const mountable = () => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', '/mnt'], { stdio: 'ignore' })
      execFileSync('umount', ['/mnt'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }
  test.skipIf(!mountable())(
    'a full disk is named, and everything removed (needs the right to mount)',
    { timeout: 60_000 },
    async () => {
      const officer = space.officer()
      const id = await dataset(officer, 'psn_no', 'psn_no:full')
      const row = (i: number) => `${createHash('sha256').update(String(i)).digest('hex')},${i}`
      const path = await file(`psn_no,x\n${Array.from({ length: 60_000 }, (_, i) => row(i)).join('\n')}\n`)
      const staging = await space.folder('staging')
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', staging])
      try {
        const work = { importId: newId(), datasetId: id, paths: [path] }
        await expect(importVersion(space.core, officer, work)).rejects.toMatchObject({
          code: 'IMPORT_NO_SPACE',
        })
        expect(await listing('staging')).toEqual([])
      } finally {
        execFileSync('umount', [staging])
      }
      const again = await importVersion(space.core, officer, {
        importId: newId(),
        datasetId: id,
        paths: [path],
      })
      expect(again).toMatchObject({ rows: 60_000, insuredCount: 60_000 })
    },
  )
})

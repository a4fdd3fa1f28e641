import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newPassphraseCost, suite, type SuiteName, SUITES, workWith } from '../../safeguard/crypto/index.ts'
import { systemRandom } from '../../kernel/index.ts'
import { homeFiles } from './folders.ts'
import { Manifest } from './model.ts'
import { newSealer } from './seal.ts'
import { backupSource } from './source.ts'
import { backupTarget } from './target.ts'

const PASSPHRASE = 'correct horse battery'
const before = suite().name
const files = new Map([
  ['database/space.copy', Buffer.from('PGCOPY')],
  ['evidence/origin', Buffer.from('xinyu.internal/test')],
  ['home/keys/evidence.key', randomBytes(48)],
  ['home/versions/a.parquet', randomBytes(200_000)],
  ['home/empty', Buffer.alloc(0)],
])
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xinyu-backup-'))
})
afterEach(async () => {
  workWith(before)
  await rm(folder, { recursive: true, force: true })
})

async function* pieces(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000)
}

async function made(name: SuiteName, passphrase: string | null, at = 'copy'): Promise<string> {
  workWith(name)
  const copy = join(folder, at)
  // Cheap to guess, so that the tests are quick.
  const cost = { ...newPassphraseCost(systemRandom), memoryKiB: 64, passes: 1 }
  const target = await backupTarget(copy, passphrase === null ? null : await newSealer(passphrase, cost))
  for (const [path, bytes] of files) await target.put(path, 0o600, pieces(bytes))
  await target.finish({
    version: '0',
    spaceId: '0190a1b2-0000-7000-8000-000000000000',
    suite: name,
    masterKey: true,
    at: 0,
    tables: [],
    migrations: [],
    log: { origin: 'o', size: 0, root: '' },
  })
  return copy
}

const content = async (source: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}
const DAMAGED = { code: 'BACKUP_INVALID' }

/** Reads all of it; the first error is thrown. */
async function readAll(copy: string, passphrase: string | null): Promise<void> {
  const source = await backupSource(copy, passphrase)
  for (const { path } of source.manifest.files)
    expect((await content(source.read(path))).equals(files.get(path)!)).toBe(true)
  expect(source.manifest.files).toHaveLength(files.size)
}

describe.each(SUITES)('a sealed backup, %s', (name) => {
  test('comes back whole under the other suite, and shows nothing without the passphrase', async () => {
    const copy = await made(name, PASSPHRASE)
    workWith(name === 'guomi' ? 'international' : 'guomi')
    await readAll(copy, PASSPHRASE)
    await expect(backupSource(copy, null)).rejects.toMatchObject({ code: 'BACKUP_SEALED' })
    await expect(backupSource(copy, `${PASSPHRASE} `)).rejects.toMatchObject({ code: 'BACKUP_PASSPHRASE' })
    for (const entry of await readdir(copy, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      expect(entry.name).not.toMatch(/evidence|space|parquet/)
      const bytes = await readFile(join(entry.parentPath, entry.name))
      expect(bytes.includes('PGCOPY')).toBe(false)
      expect(bytes.includes('xinyu.internal')).toBe(false)
    }
  })

  test('a changed byte, a missing end, swapped files and another header are found', async () => {
    const copy = await made(name, PASSPHRASE)
    const at = (number: number) => join(copy, 'files', `00000${number}.sealed`)
    const parquet = await readFile(at(4))
    const changed = Buffer.from(parquet)
    changed[150_000]! ^= 1
    await writeFile(at(4), changed)
    await expect(readAll(copy, PASSPHRASE)).rejects.toMatchObject(DAMAGED)
    await writeFile(at(4), parquet)
    // At the border of a frame: what is left is whole frames.
    await truncate(at(4), 7 + 65_536 + 16)
    await expect(readAll(copy, PASSPHRASE)).rejects.toMatchObject(DAMAGED)
    await writeFile(at(4), parquet)
    await rename(at(1), `${at(1)}.away`)
    await rename(at(2), at(1))
    await rename(`${at(1)}.away`, at(2))
    await expect(readAll(copy, PASSPHRASE)).rejects.toMatchObject(DAMAGED)
    await rename(at(1), `${at(1)}.away`)
    await expect(readAll(copy, PASSPHRASE)).rejects.toMatchObject(DAMAGED)
    const header = await readFile(join(copy, 'backup.json'), 'utf8')
    const other = name === 'guomi' ? 'international' : 'guomi'
    await writeFile(join(copy, 'backup.json'), header.replace(name, other))
    await expect(backupSource(copy, PASSPHRASE)).rejects.toMatchObject({ code: 'BACKUP_PASSPHRASE' })
  })
})

test('a file of another backup under the same passphrase does not pass, nor does a readable backup in a sealed one’s place', async () => {
  const copy = await made('international', PASSPHRASE)
  const other = await made('international', PASSPHRASE, 'other')
  await writeFile(join(copy, 'files/000003.sealed'), await readFile(join(other, 'files/000003.sealed')))
  await expect(readAll(copy, PASSPHRASE)).rejects.toMatchObject(DAMAGED)
  const open = await made('international', null, 'open')
  await expect(backupSource(open, PASSPHRASE)).rejects.toMatchObject(DAMAGED)
})

test('a backup in the open: its files are as they were, a changed or missing one is named', async () => {
  const copy = await made('guomi', null)
  workWith('international')
  await readAll(copy, null)
  await writeFile(join(copy, 'home/keys/evidence.key'), 'other')
  await expect(readAll(copy, null)).rejects.toMatchObject({
    code: 'BACKUP_INVALID',
    params: { why: expect.stringContaining('home/keys/evidence.key') },
  })
  await expect(backupTarget(copy, null)).rejects.toMatchObject({ code: 'BACKUP_FOLDER' })
})

test('a restore never replaces what is there, and leaves no half a file', async () => {
  const copy = await made('international', null)
  const source = await backupSource(copy, null)
  const to = join(folder, 'home/keys/evidence.key')
  await mkdir(join(folder, 'home/keys'), { recursive: true })
  await writeFile(to, 'surviving')
  await source.take('home/keys/evidence.key', to)
  expect(await readFile(to, 'utf8')).toBe('surviving')
  await writeFile(join(copy, 'home/versions/a.parquet'), 'short')
  const half = join(folder, 'home/versions/a.parquet')
  await expect(source.take('home/versions/a.parquet', half)).rejects.toMatchObject(DAMAGED)
  await expect(readFile(half)).rejects.toMatchObject({ code: 'ENOENT' })
})

test.each(['../keys', '/etc/passwd', 'home/../../x', 'home//x', 'a/./b', '', 'a\\b', 'home/'])(
  'a manifest cannot name a place outside: %j',
  (path) => {
    const file = Manifest.shape.files.element
    expect(file.safeParse({ path, bytes: 0, digest: '0'.repeat(64), mode: 0o600 }).success).toBe(false)
  },
)

test('files of every room are in it, caches and what is running are not', async () => {
  const home = join(folder, 'home')
  const kept = [
    'contest/files/c/t/f.bin',
    'contest/scoring/0a/x.bin',
    'contest-blind/0b/y.bin',
    'history/p/key',
    'keys/bodies/b.key',
    'projects/p/t/part-0.parquet',
    'connector/results/c/r.json',
    'crypto-suite',
  ]
  const left = ['tmp/engine/z', 'pg/PG_VERSION', 'evidence/checkpoint', 'staging/q', 'lock']
  for (const path of [...kept, ...left]) {
    await mkdir(join(home, path, '..'), { recursive: true })
    await writeFile(join(home, path), 'x')
  }
  const found: string[] = []
  for await (const { path } of homeFiles(home)) found.push(path)
  expect(found.toSorted()).toEqual(kept.toSorted())
})

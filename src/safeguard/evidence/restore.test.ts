import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { systemActor } from '../../kernel/index.ts'
import { act, createEvidence, evidenceFolder, fsck, restoreEvidence, type Evidence } from './index.ts'
import { parseEntry } from './verifier/index.ts'

let space: TestSpace
let next: Evidence | undefined
beforeEach(async () => {
  space = await testSpace()
})
afterEach(async () => {
  await next?.stop()
  next = undefined
  await space.stop()
})

const write = async (count: number) => {
  for (let i = 0; i < count; i++) {
    await act(space.core, systemActor('test'), async ({ note }) =>
      note({ kind: 'thing.made', subject: { thing: `t${i}` } }),
    )
  }
}
const restart = async () => (next = await createEvidence(space.core, { databaseUrl: space.url }))
const backup = () => join(space.home, 'backup')
const entryAt = async (leaf: number) => parseEntry((await next!.reader().entry(leaf)).toString())
/** Waits for the sequencer's poll. */
const grown = async (size: number) => {
  for (let i = 0; i < 100 && next!.head().size < size; i++)
    await new Promise((resolve) => setTimeout(resolve, 50))
}

test('a backup of a running log is a log of its own, and refuses a folder that is not empty', async () => {
  await write(3)
  const saved = await space.core.evidence.backupTo(backup())
  expect(saved).toMatchObject({ size: 3, root: space.core.evidence.head().root })
  expect((await readdir(backup())).sort()).toEqual(['checkpoint', 'journal', 'keys', 'origin', 'vkey'])
  await expect(space.core.evidence.backupTo(backup())).rejects.toMatchObject({
    code: 'EVIDENCE_BACKUP_INVALID',
  })
})

test('a log with full tiles is copied whole', async () => {
  await act(space.core, systemActor('test'), async ({ note }) => {
    for (let i = 0; i < 600; i++) note({ kind: 'thing.made', subject: { thing: `t${i}` } })
  })
  await space.core.evidence.backupTo(backup())
  await space.core.evidence.stop()
  // In place of the log itself it is as good.
  await rm(evidenceFolder(space.home), { recursive: true })
  await rename(backup(), evidenceFolder(space.home))
  expect(await fsck(space.home, space.core.db)).toMatchObject({ ok: true, size: 600 })
  expect((await restart()).health()).toMatchObject({ state: 'healthy', size: 600 })
})

test('an older database under the newest log: the log goes on, and says that it was restored', async () => {
  await write(4)
  await space.core.evidence.backupTo(backup())
  await write(3)
  await space.core.evidence.stop()
  // The database as it was at the backup.
  await sql`delete from evidence_outbox where leaf >= 4`.execute(space.core.db)
  await sql`delete from evidence_term where leaf >= 4`.execute(space.core.db)

  expect(await restoreEvidence(space.core, backup())).toEqual({ outcome: 'continued', size: 7, adopted: 3 })
  await restart()
  await grown(8)
  expect(next!.health()).toMatchObject({ state: 'healthy', size: 8, unknown: [] })
  expect(await entryAt(7)).toMatchObject({ kind: 'evidence.restored', actor: { system: 'restore' } })
  expect(await fsck(space.home, space.core.db)).toMatchObject({ ok: true, size: 8 })
  expect(await next!.leavesAbout(['t2'])).toHaveLength(2)
})

test('without the log a new one begins under a new name, and names the checkpoint of the old one', async () => {
  await write(4)
  const { origin } = await space.core.evidence.backupTo(backup())
  const oldKey = space.core.evidence.vkey()
  await space.core.evidence.stop()
  await rm(evidenceFolder(space.home), { recursive: true })

  expect(await restoreEvidence(space.core, backup())).toMatchObject({
    outcome: 'new-origin',
    previous: origin,
    size: 4,
  })
  await restart()
  await grown(1)
  expect(next!.health()).toMatchObject({ state: 'healthy', size: 1, unknown: [] })
  expect(next!.vkey()).not.toBe(oldKey)
  expect(next!.vkey().split('+')[0]).not.toBe(origin)
  const { rows } = await sql<{
    id: string
  }>`select id from evidence_outbox where kind = 'evidence.restored'`.execute(space.core.db)
  const [restored] = (await next!.payloads(rows.map(({ id }) => id))).values()
  expect(JSON.parse(restored!.body)).toMatchObject({
    previousOrigin: origin,
    previousCheckpoint: expect.stringContaining('\n4\n'),
  })
  expect(await fsck(space.home, space.core.db)).toMatchObject({ ok: true, size: 1 })
  const archived = await sql<{ n: number }>`select count(*) as n from evidence_archive`.execute(space.core.db)
  expect(archived.rows[0]!.n).toBe(4)
})

test('a log that is not of this backup is left alone', async () => {
  await write(2)
  await space.core.evidence.backupTo(backup())
  const other = await testSpace()
  try {
    await other.core.evidence.stop()
    await expect(restoreEvidence(other.core, backup())).rejects.toMatchObject({
      code: 'EVIDENCE_BACKUP_INVALID',
    })
    await mkdir(join(space.home, 'empty'))
    await expect(restoreEvidence(other.core, join(space.home, 'empty'))).rejects.toMatchObject({
      code: 'EVIDENCE_BACKUP_INVALID',
    })
  } finally {
    await other.stop()
  }
})

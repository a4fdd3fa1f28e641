import { appendFile, mkdtemp, readdir, rename, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { systemActor } from '../../kernel/index.ts'
import { act, createEvidence, evidenceFolder, fsck, type Evidence } from './index.ts'

declare module '../../kernel/events.ts' {
  interface Events {
    'test.event': { leafKnown: boolean }
  }
}

const actor = systemActor('test')
let space: TestSpace
const others: Evidence[] = []
beforeEach(async () => {
  space = await testSpace()
})
afterEach(async () => {
  for (const other of others.splice(0)) await other.stop()
  await space.stop()
})

const one = (space: TestSpace, kind = 'test.done') =>
  act(space.core, actor, async ({ note }) => note({ kind, subject: {}, payload: { kind } }))
const rowCount = async () => (await space.core.db.selectFrom('evidence_outbox').select('id').execute()).length
const again = async (home = space.home) => {
  const evidence = await createEvidence({ ...space.core, home }, { databaseUrl: space.url })
  others.push(evidence)
  return evidence
}
const until = async (what: () => boolean) => {
  for (let i = 0; i < 200 && !what(); i++) await new Promise((resolve) => setTimeout(resolve, 50))
  expect(what()).toBe(true)
}

describe('an action', () => {
  test('without a note is a defect, and leaves nothing', async () => {
    await expect(act(space.core, actor, async () => 1)).rejects.toThrow(/defect/)
    expect(await rowCount()).toBe(0)
  })

  test('that throws leaves no entry and no event', async () => {
    const heard: unknown[] = []
    space.core.events.on('test.event', (event) => void heard.push(event))
    const failing = act(space.core, actor, async ({ note, emit }) => {
      note({ kind: 'test.done', subject: {} })
      emit('test.event', { leafKnown: false })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect([await rowCount(), space.core.evidence.head().size, heard]).toEqual([0, 0, []])
  })

  test('publishes its events when the evidence is durable', async () => {
    const sizes: number[] = []
    space.core.events.on('test.event', () => void sizes.push(space.core.evidence.reader().size))
    await act(space.core, actor, async ({ note, emit }) => {
      note({ kind: 'test.done', subject: {} })
      emit('test.event', { leafKnown: true })
      expect(sizes).toEqual([])
    })
    expect(sizes).toEqual([1])
  })

  test.each<[string, Record<string, string>]>([
    ['a name', { person: '张三' }],
    ['an empty value', { person: '' }],
    ['a resident number', { person: '11010519491231002X' }],
    ['a mobile number', { person: '13800138000' }],
    ['a text', { person: 'a b' }],
    ['too long', { person: 'x'.repeat(129) }],
  ])('whose subject is %s is refused', async (_, subject) => {
    const written = act(space.core, actor, async ({ note }) => note({ kind: 'test.done', subject }))
    await expect(written).rejects.toMatchObject({ code: 'EVIDENCE_NOT_AN_ID' })
    expect(await rowCount()).toBe(0)
  })

  test('with more ids than an entry holds is refused', async () => {
    const subject = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`n${i}`, 'x'.repeat(120)]))
    const written = act(space.core, actor, async ({ note }) => note({ kind: 'test.done', subject }))
    await expect(written).rejects.toMatchObject({ code: 'EVIDENCE_TOO_LARGE' })
  })
})

describe('when the log cannot be written', () => {
  test('actions answer 503, nothing is written, and it recovers by itself', async () => {
    await one(space)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'xinyu-evidence' and datname = current_database()`.execute(space.core.db)
    await until(() => space.core.evidence.health().state !== 'healthy')
    await expect(one(space)).rejects.toMatchObject({ code: 'EVIDENCE_NOT_READY' })
    expect(await rowCount()).toBe(1)
    await until(() => space.core.evidence.health().state === 'healthy')
    expect((await one(space)).entries[0]!.leaf).toBe(1)
  })

  test('an action that committed meanwhile is answered after the recovery', async () => {
    const done = act(space.core, actor, async ({ note }) => {
      note({ kind: 'test.done', subject: {} })
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'xinyu-evidence' and datname = current_database()`.execute(space.core.db)
    })
    const entries = await done.then(
      (acted) => acted.entries,
      (error: { code: string }) => error.code,
    )
    await until(() => space.core.evidence.health().state === 'healthy')
    // Either refused before its commit, or carried through: never in between.
    expect(entries === 'EVIDENCE_NOT_READY' ? await rowCount() : (entries as unknown[]).length).toBe(
      entries === 'EVIDENCE_NOT_READY' ? 0 : 1,
    )
    expect(await fsck(space.home, space.core.db)).toMatchObject({ ok: true, waiting: 0 })
  })

  test('a fault of the disk is survived: the action is answered when the log is whole again', async () => {
    await one(space)
    const folder = join(evidenceFolder(space.home), 'journal')
    const [segment] = await readdir(folder)
    await appendFile(join(folder, segment!), 'what a failed write leaves')
    expect((await one(space)).entries[0]!.leaf).toBe(1)
    expect(await fsck(space.home, space.core.db)).toMatchObject({ ok: true, size: 2, torn: 0 })
  })

  test('an action that is caught by the stop is told so, and its entry comes with the next start', async () => {
    let stopped: Promise<void> | undefined
    const caught = act(space.core, actor, async ({ note }) => {
      note({ kind: 'test.done', subject: {} })
      await new Promise((resolve) => setTimeout(resolve, 50))
      stopped = space.core.evidence.stop()
    })
    const code = await caught.then(
      () => 'done',
      (error: { code: string }) => error.code,
    )
    await stopped
    const evidence = await again()
    if (code !== 'EVIDENCE_NOT_READY') await until(() => evidence.head().size === 1)
    else expect(await rowCount()).toBe(0)
    expect(['done', 'EVIDENCE_DELAYED', 'EVIDENCE_NOT_READY']).toContain(code)
  })

  test('a second sequencer stands back, and takes over when the first is gone', async () => {
    await one(space)
    const second = await again()
    expect(second.health()).toMatchObject({
      state: 'unhealthy',
      why: expect.stringContaining('another server'),
    })
    await expect(
      act({ ...space.core, evidence: second }, actor, async ({ note }) =>
        note({ kind: 'test.done', subject: {} }),
      ),
    ).rejects.toMatchObject({ code: 'EVIDENCE_NOT_READY' })
    await space.core.evidence.stop()
    await until(() => second.health().state === 'healthy')
    const core = { ...space.core, evidence: second }
    const done = await act(core, actor, async ({ note }) => note({ kind: 'test.done', subject: {} }))
    expect(done.entries[0]!.leaf).toBe(1)
  })
})

describe('at the start', () => {
  test('entries whose write-back was lost are linked again, rows that never reached the log are appended', async () => {
    for (let i = 0; i < 5; i++) await one(space)
    await space.core.evidence.stop()
    await sql`update evidence_outbox set leaf = null where leaf >= 3`.execute(space.core.db)
    await sql`delete from evidence_term where leaf >= 3`.execute(space.core.db)
    await sql`insert into evidence_outbox (id, happened_at, kind, entry)
      select gen_random_uuid(), happened_at, kind, entry from evidence_outbox where leaf = 0`.execute(
      space.core.db,
    )
    const evidence = await again()
    expect(evidence.health()).toMatchObject({ state: 'healthy', relinked: 2, unknown: [] })
    await until(() => evidence.reader().size === 6)
    const { rows } = await sql<{
      leaf: number | null
    }>`select leaf from evidence_outbox order by leaf`.execute(space.core.db)
    await until(() => evidence.head().size === 6)
    expect(rows.filter((row) => row.leaf !== null && row.leaf < 5)).toHaveLength(5)
    expect(await evidence.leavesAbout([])).toEqual([])
  })

  test('entries that the database does not know are reported', async () => {
    for (let i = 0; i < 3; i++) await one(space)
    const [{ id }] = (
      await sql<{ id: string }>`select id from evidence_outbox where leaf = 2`.execute(space.core.db)
    ).rows as [{ id: string }]
    await space.core.evidence.stop()
    await sql`delete from evidence_outbox where leaf = 2`.execute(space.core.db)
    const evidence = await again()
    expect(evidence.health()).toMatchObject({ state: 'healthy', unknown: [{ id, leaf: 2 }] })
  })

  test('a database does not accept a younger log, another log, or none', async () => {
    for (let i = 0; i < 3; i++) await one(space)
    await space.core.evidence.stop()
    const folder = evidenceFolder(space.home)
    const elsewhere = await mkdtemp(join(tmpdir(), 'xinyu-elsewhere-'))
    try {
      const empty = await again(elsewhere)
      expect(empty.health()).toMatchObject({
        state: 'unhealthy',
        why: expect.stringContaining('EVIDENCE_WRONG_LOG'),
      })
      expect(await readdir(elsewhere)).not.toContain('keys')
      await empty.stop()
      const [segment] = await readdir(join(folder, 'journal'))
      await rm(join(folder, 'checkpoint'))
      await truncate(join(folder, 'journal', segment!), 60)
      const young = await again()
      expect(young.health()).toMatchObject({
        state: 'unhealthy',
        why: expect.stringContaining('EVIDENCE_ROLLED_BACK'),
      })
      await young.stop()
      await rename(join(folder, 'journal'), join(folder, 'journal-gone'))
      const gone = await again()
      expect(gone.health().state).toBe('unhealthy')
    } finally {
      await rm(elsewhere, { recursive: true, force: true })
    }
  })
})

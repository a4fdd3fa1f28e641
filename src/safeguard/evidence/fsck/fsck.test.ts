import { cp, mkdtemp, readFile, readdir, rm, truncate, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import { systemActor } from '../../../kernel/index.ts'
import { act, fsck } from '../index.ts'

let space: TestSpace
let root: string
beforeAll(async () => {
  space = await testSpace()
  root = await mkdtemp(join(tmpdir(), 'xinyu-fsck-'))
  for (let round = 0; round < 3; round++) {
    await act(space.core, systemActor('test'), async ({ note }) => {
      for (let i = 0; i < 200; i++) note({ kind: 'thing.made', subject: { thing: `t-${i}` }, payload: { i } })
    })
  }
  await space.core.evidence.stop()
})
afterAll(async () => {
  await space.stop()
  await rm(root, { recursive: true, force: true })
})

/** The report on a copy of the data folder with one thing changed. */
async function checked(change: (evidence: string, home: string) => Promise<unknown>) {
  const home = await mkdtemp(join(root, 'home-'))
  for (const part of ['evidence', 'keys'])
    await cp(join(space.home, part), join(home, part), { recursive: true })
  await change(join(home, 'evidence'), home)
  return fsck(home, space.core.db)
}
const flip = async (file: string, at: number) => {
  const content = await readFile(file)
  content[at < 0 ? content.length + at : at]! ^= 1
  await writeFile(file, content)
}
const journal = async (evidence: string) =>
  join(evidence, 'journal', (await readdir(join(evidence, 'journal')))[0]!)

/** The report with one row changed, in a transaction that is rolled back. */
async function checkedWith(change: string) {
  let report: Awaited<ReturnType<typeof fsck>> | undefined
  await space.core.db
    .transaction()
    .execute(async (tx) => {
      await sql.raw(change).execute(tx)
      report = await fsck(space.home, tx)
      throw new Error('roll back')
    })
    .catch(() => {})
  return report!
}

test('a sound log is clean', async () => {
  const report = await fsck(space.home, space.core.db)
  expect(report).toMatchObject({
    ok: true,
    size: 600,
    problems: [],
    unlinked: 0,
    waiting: 0,
    payloadsMissing: 0,
    torn: 0,
  })
  expect(report.root).toBe(space.core.evidence.head().root)
})

describe('damage is named', () => {
  test.each<[string, RegExp, number | null, (evidence: string, home: string) => Promise<unknown>]>([
    ['a bundle', /^tile\/entries\/000$/, 0, (e) => flip(join(e, 'tile/entries/000'), 20)],
    ['a bundle’s length', /^tile\/entries\/001$/, 256, (e) => flip(join(e, 'tile/entries/001'), 0)],
    ['a cut bundle', /^tile\/entries\/000$/, 0, (e) => truncate(join(e, 'tile/entries/000'), 1_000)],
    ['a tile', /^tile\/0\/001$/, 266, (e) => flip(join(e, 'tile/0/001'), 10 * 32)],
    ['a cut tile', /^tile\/0\/000$/, 250, (e) => truncate(join(e, 'tile/0/000'), 250 * 32)],
    ['the journal’s middle', /^journal\//, 0, async (e) => flip(await journal(e), 500)],
    ['the journal’s header', /^journal\//, null, async (e) => flip(await journal(e), 30)],
    ['no journal', /^journal$/, null, async (e) => unlink(await journal(e))],
    [
      'the checkpoint’s size',
      /^checkpoint$/,
      null,
      async (e) => {
        const file = join(e, 'checkpoint')
        await writeFile(file, (await readFile(file, 'utf8')).replace('\n600\n', '\n601\n'))
      },
    ],
    ['the checkpoint’s signature', /^checkpoint$/, null, (e) => flip(join(e, 'checkpoint'), -10)],
    [
      'the key',
      /^keys\/evidence.vkey$|^checkpoint$/,
      null,
      (_, h) => flip(join(h, 'keys/evidence.vkey'), -5),
    ],
    ['no key', /^keys\/evidence.vkey$/, null, (_, h) => unlink(join(h, 'keys/evidence.vkey'))],
  ])('%s', async (_, file, leaf, change) => {
    const report = await checked(change)
    expect(report.ok).toBe(false)
    expect(report.problems).toContainEqual(
      expect.objectContaining({
        file: expect.stringMatching(file) as string,
        ...(leaf === null ? {} : { leaf }),
      }),
    )
  })

  const withoutLastFrame = async (evidence: string) => {
    const file = await journal(evidence)
    const content = await readFile(file)
    await truncate(file, content.lastIndexOf(Buffer.from([0xff, 0x58, 0x59, 0x46])))
  }

  test('a rolled back folder', async () => {
    const report = await checked(async (evidence) => {
      await withoutLastFrame(evidence)
      await unlink(join(evidence, 'checkpoint'))
    })
    expect(report.size).toBe(400)
    expect(report.problems).toContainEqual(
      expect.objectContaining({ file: 'database', leaf: 400, derived: false }),
    )
  })

  test('entries that were signed for and are lost at the end are proven by what the database has', async () => {
    const report = await checked(withoutLastFrame)
    expect(report).toMatchObject({ ok: false, size: 600, root: space.core.evidence.head().root })
    // Those of the full bundle lie in the bundle.
    expect(report.problems).toHaveLength(88)
    expect(report.problems[0]).toMatchObject({ file: 'journal', leaf: 512, derived: true })
  })

  test('tiles that are missing are no damage while the journal holds their entries', async () => {
    expect(await checked((e) => rm(join(e, 'tile'), { recursive: true }))).toMatchObject({
      ok: true,
      size: 600,
    })
  })

  test.each([
    ['a deleted row', `delete from evidence_outbox where leaf = 300`, 300],
    [
      'an altered entry',
      `update evidence_outbox set entry = replace(entry, 'made', 'paid') where leaf = 7`,
      7,
    ],
    ['an altered kind', `update evidence_outbox set kind = 'thing.paid' where leaf = 599`, 599],
    ['a leaf number lost', `update evidence_outbox set leaf = null where leaf = 12`, 12],
    ['a leaf number beyond the log', `update evidence_outbox set leaf = 9000 where leaf = 13`, 13],
    [
      'an altered payload',
      `update evidence_payload set sealed = set_byte(sealed, 3, get_byte(sealed, 3) # 1) where entry_id = (select id from evidence_outbox where leaf = 5)`,
      5,
    ],
    [
      'an altered salt',
      `update evidence_payload set salt = decode(repeat('00', 32), 'hex') where entry_id = (select id from evidence_outbox where leaf = 6)`,
      6,
    ],
  ])('in the database: %s', async (_, change, leaf) => {
    const report = await checkedWith(change)
    expect(report.ok).toBe(false)
    expect(report.problems).toContainEqual(expect.objectContaining({ file: 'database', leaf }))
  })

  test('a payload that is gone without a destruction is named', async () => {
    const at3 = '(select id from evidence_outbox where leaf = 3)'
    const named = {
      file: 'database',
      leaf: 3,
      why: expect.stringContaining('no destruction names it') as string,
    }
    for (const change of [
      `delete from evidence_payload where entry_id = ${at3}`,
      // A row in the list of the destroyed proves nothing by itself.
      `delete from evidence_payload where entry_id = ${at3};
       insert into evidence_destroyed select id, gen_random_uuid(), 'x', leaf from evidence_outbox where leaf = 3`,
    ]) {
      const report = await checkedWith(change)
      expect(report).toMatchObject({ ok: false, problems: [named], payloadsMissing: 0, payloadsDestroyed: 0 })
    }
  })

  test('a key of payloads that is gone is named once', async () => {
    const report = await checked(async (_, home) => {
      const [key] = await readdir(join(home, 'keys/payload'))
      await unlink(join(home, 'keys/payload', key!))
    })
    expect(report.ok).toBe(false)
    expect(report.problems).toMatchObject([
      { file: expect.stringMatching(/^keys\/payload\/evidence-2026-01-/) as string },
    ])
  })
})

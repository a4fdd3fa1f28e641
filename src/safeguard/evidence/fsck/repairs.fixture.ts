import { createHash } from 'node:crypto'
import { appendFile, cp, readFile, readdir, rename, rm, truncate, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import { systemActor } from '../../../kernel/index.ts'
import { type SuiteName, suite, workWith } from '../../crypto/index.ts'
import { act, createEvidence, evidenceFolder, type Evidence, fsck, repairEvidence } from '../index.ts'

const SIZE = 520
const before = suite().name
let space: TestSpace
let root: string
let evidence: string
let next: Evidence | undefined

/** 520 entries, of which the journal holds the last 8 only: the rest is in bundles, as in every log of some age. */
async function agedSpace(): Promise<void> {
  space = await testSpace()
  await act(space.core, systemActor('test'), async ({ note }) => {
    for (let i = 0; i < SIZE; i++) note({ kind: 'thing.made', subject: { thing: `t-${i}` }, payload: { i } })
  })
  const copy = join(space.home, 'copy')
  await space.core.evidence.backupTo(copy)
  root = space.core.evidence.head().root
  await space.core.evidence.stop()
  evidence = evidenceFolder(space.home)
  await rm(evidence, { recursive: true })
  await rename(copy, evidence)
  for (const part of ['evidence', 'keys'])
    await cp(join(space.home, part), join(space.home, 'whole', part), { recursive: true })
}
/** The folder as it was; the database is what the repair made of it. */
async function asBefore(): Promise<void> {
  for (const part of ['evidence', 'keys']) {
    await rm(join(space.home, part), { recursive: true })
    await cp(join(space.home, 'whole', part), join(space.home, part), { recursive: true })
  }
}
const flip = async (path: string, at: number) => {
  const file = join(evidence, path)
  const content = await readFile(file)
  content[at < 0 ? content.length + at : at]! ^= 1
  await writeFile(file, content)
}
const journal = async () => `journal/${(await readdir(join(evidence, 'journal')))[0]!}`
const run = (text: string) => sql.raw(text).execute(space.core.db)
const files = async () => {
  const sum = createHash('sha256')
  for (const name of (await readdir(evidence, { recursive: true, withFileTypes: true })).sort((a, b) =>
    join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1,
  )) {
    if (name.isFile()) sum.update(name.name).update(await readFile(join(name.parentPath, name.name)))
  }
  return sum.digest('hex')
}

/** One kind of file or row each, with one bit or line of it wrong. */
const DERIVED: [string, () => Promise<unknown>][] = [
  ['a bit of a bundle', () => flip('tile/entries/000', 20)],
  ['a bit of a bundle’s length', () => flip('tile/entries/001', 0)],
  ['a bundle that is gone', () => unlink(join(evidence, 'tile/entries/001'))],
  ['a truncated bundle', () => truncate(join(evidence, 'tile/entries/000'), 1_000)],
  ['a bit of a tile', () => flip('tile/0/001', 320)],
  ['a truncated tile', () => truncate(join(evidence, 'tile/0/000'), 8_000)],
  ['a tile that is gone', () => unlink(join(evidence, 'tile/0/000'))],
  ['a bit of the journal’s header', async () => flip(await journal(), 30)],
  ['a bit of the journal’s only frame', async () => flip(await journal(), 500)],
  ['a journal cut in its last frame', async () => truncate(join(evidence, await journal()), 1_000)],
  ['a bit of the checkpoint', () => flip('checkpoint', -10)],
  ['a bit of the origin', () => flip('origin', 20)],
  ['a bit of the verifier key', () => flip('../keys/evidence.vkey', -5)],
  ['no verifier key', () => unlink(join(space.home, 'keys/evidence.vkey'))],
  ['a deleted row', () => run('delete from evidence_outbox where leaf = 300')],
  [
    'an altered row',
    () => run(`update evidence_outbox set entry = replace(entry, 'made', 'paid') where leaf = 7`),
  ],
  ['an altered kind', () => run(`update evidence_outbox set kind = 'thing.paid' where leaf = 519`)],
  ['an altered time', () => run('update evidence_outbox set happened_at = happened_at + 1 where leaf = 9')],
  ['a leaf number lost', () => run('update evidence_outbox set leaf = null where leaf = 12')],
  ['a leaf number beyond the log', () => run('update evidence_outbox set leaf = 9000 where leaf = 13')],
  [
    'two rows that changed places',
    async () => {
      await run('update evidence_outbox set leaf = 9000 where leaf = 1')
      await run('update evidence_outbox set leaf = 1 where leaf = 2')
      await run('update evidence_outbox set leaf = 2 where leaf = 9000')
    },
  ],
  [
    'a row in the place of another',
    async () => {
      await run('update evidence_outbox set id = gen_random_uuid() where leaf = 4')
    },
  ],
  ['a search term that is gone', () => run(`delete from evidence_term where term = 's:t-77'`)],
  ['a search term that is altered', () => run(`update evidence_term set leaf = 5 where term = 's:t-78'`)],
  ['a search term too many', () => run(`insert into evidence_term values ('s:nobody', 3)`)],
]

/** Damages one thing after the other and repairs it. `all`: every kind; else every third of them. */
export const describeRepairs = (all: boolean): void => {
  describe.each<SuiteName>(['international', 'guomi'])('in a space of the suite %s', (name) => {
    beforeAll(async () => {
      workWith(name)
      await agedSpace()
    })
    afterAll(async () => {
      await next?.stop()
      await space.stop()
      workWith(before)
    })

    const second: [string, () => Promise<unknown>][] = [
      ['a bit of an SM3 tile', () => flip('tile-sm3/0/001', 320)],
      ['the SM3 tiles gone', () => rm(join(evidence, 'tile-sm3'), { recursive: true })],
    ]
    const some = DERIVED.filter((_, at) => all || at % 3 === 0)
    const cases = name === 'guomi' && !all ? second : name === 'guomi' ? [...some, ...second] : some
    test('a sound log needs no repair', async () => {
      expect(await repairEvidence(space.core)).toMatchObject({
        after: { ok: true, size: SIZE },
        repaired: [],
      })
    })

    test.each(cases)('%s is named and made again', async (_, damage) => {
      await asBefore()
      await damage()
      const { after, repaired } = await repairEvidence(space.core)
      expect(repaired.length).toBeGreaterThan(0)
      expect(after).toMatchObject({ ok: true, problems: [], size: SIZE, root })
    })

    test('then the server starts, finds everything, and the log says what was made again', async () => {
      next = await createEvidence(space.core, { databaseUrl: space.url })
      for (let i = 0; i < 100 && next.head().size <= SIZE; i++)
        await new Promise((resolve) => setTimeout(resolve, 50))
      expect(next.health()).toMatchObject({ state: 'healthy', why: null, unknown: [] })
      expect(next.head().size).toBeGreaterThanOrEqual(SIZE + cases.length)
      expect((await next.reader().entry(SIZE)).toString()).toContain('evidence.repaired')
      expect(await next.leavesAbout(['t-77'])).toMatchObject([{ leaf: 77 }])
      await next.stop()
      expect(await fsck(space.home, space.core.db)).toMatchObject({ ok: true })
    })
  })

  describe('what is not derived is named and left as it is', () => {
    beforeEach(agedSpace)
    afterEach(() => space.stop())

    test.each<[string, RegExp, () => Promise<unknown>]>([
      [
        'an entry that bundle and database tell otherwise than it was signed',
        /journal|checkpoint/,
        async () => {
          const file = join(evidence, 'tile/entries/000')
          const text = (await readFile(file, 'latin1')).replace('thing.made', 'thing.paid')
          await writeFile(file, text, 'latin1')
          await run(`update evidence_outbox set entry = replace(entry, 'made', 'paid') where leaf = 0`)
        },
      ],
      [
        'a bundle that neither journal nor database has',
        /entries/,
        async () => {
          await unlink(join(evidence, 'tile/entries/000'))
          await run('delete from evidence_outbox where leaf = 17')
        },
      ],
      [
        'an older copy of the folder',
        /database/,
        async () => {
          await truncate(join(evidence, await journal()), 60)
          await unlink(join(evidence, 'checkpoint'))
        },
      ],
      ['no journal', /journal/, () => rm(join(evidence, 'journal'), { recursive: true })],
      ['a bit of the history of keys', /^keys$/, () => flip('keys', 20)],
      ['another signing key', /keys/, () => appendAtFront(join(space.home, 'keys/evidence.key'))],
    ])('%s', async (_, file, damage) => {
      await damage()
      const was = await files()
      const { after, repaired } = await repairEvidence(space.core)
      expect(repaired).toEqual([])
      expect(after.ok).toBe(false)
      expect(after.problems.filter((one) => !one.derived).map((one) => one.file)).toContainEqual(
        expect.stringMatching(file) as string,
      )
      expect(await files()).toBe(was)
    })
  })
}

const appendAtFront = async (file: string) => {
  const text = await readFile(file, 'utf8')
  await writeFile(file, `#${text.slice(0, 60)}`)
  await appendFile(file, '\n')
}

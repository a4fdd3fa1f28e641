import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { systemRandom } from '../../../kernel/index.ts'
import { suite, workWith } from '../../crypto/index.ts'
import { act } from '../act.ts'
import { prepareEntry } from '../entry.ts'
import { fsck } from '../fsck/index.ts'
import {
  destroyedKeys,
  destroyPayloadKey,
  listPayloadKeys,
  monthBounds,
  monthOf,
  payloadKeyFolder,
} from './keys.ts'
import { idAt, sealOpenPayloads, timeOfId } from './store.ts'
import { createVault } from './vault.ts'

const AT = Date.UTC(2026, 0, 31, 23, 59, 59, 999)
const ours = suite().name
let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'xinyu-vault-'))
})
afterEach(async () => {
  workWith(ours)
  await rm(home, { recursive: true, force: true })
})

const entry = (kind: string, at = AT) =>
  prepareEntry(systemActor('test'), at, { kind, subject: {}, payload: { secret: '张三' } }, systemRandom)

describe.each(['international', 'guomi'] as const)('the vault under %s', (name) => {
  beforeEach(() => workWith(name))

  test('seals under a key of class and month, and opens what it sealed after a start anew', async () => {
    const vault = createVault(home, systemRandom)
    const entries = [
      entry('run.released'),
      entry('run.granted'),
      entry('session.opened'),
      entry('run.released', AT + 1),
    ]
    const sealed = await vault.seal(entries)
    expect(new Set(sealed.map(({ key }) => key.slice(0, -9)))).toEqual(
      new Set(['disclosure-2026-01', 'log-2026-01', 'disclosure-2026-02']),
    )
    expect(sealed[0]!.key).toBe(sealed[1]!.key)
    for (const one of sealed) {
      expect(one.sealed.includes(Buffer.from('张三'))).toBe(false)
      expect(await createVault(home, systemRandom).open(one)).toBe('{"secret":"张三"}')
    }
    // The same key goes on after a start anew.
    const [again] = await createVault(home, systemRandom).seal([entry('run.released')])
    expect(again!.key).toBe(sealed[0]!.key)
    expect(await readdir(payloadKeyFolder(home))).toHaveLength(3)
  })

  test('does not open what was changed, or belongs to another entry', async () => {
    const vault = createVault(home, systemRandom)
    const [one, two] = await vault.seal([entry('run.released'), entry('run.released')])
    const changed = Buffer.from(one!.sealed)
    changed[4]! ^= 1
    await expect(vault.open({ ...one!, sealed: changed })).rejects.toThrow()
    await expect(vault.open({ ...one!, entryId: two!.entryId })).rejects.toThrow()
    await expect(vault.open({ ...one!, sealed: two!.sealed, salt: two!.salt })).rejects.toThrow()
  })

  test('opens nothing of a key that was destroyed, and never takes its name again', async () => {
    const vault = createVault(home, systemRandom)
    const [one] = await vault.seal([entry('session.opened')])
    await vault.destroy(one!.key, AT)
    expect(await vault.open(one!)).toBe(null)
    expect(await createVault(home, systemRandom).open(one!)).toBe(null)
    const [two] = await vault.seal([entry('session.opened')])
    expect(two!.key).not.toBe(one!.key)
    expect(await destroyedKeys(home)).toEqual([one!.key])
    expect((await listPayloadKeys(home)).map((key) => key.name)).toEqual([two!.key])
  })
})

test('many that come first at once seal under one key', async () => {
  const vault = createVault(home, systemRandom)
  const sealed = await Promise.all(Array.from({ length: 40 }, () => vault.seal([entry('run.released')])))
  expect(new Set(sealed.flat().map(({ key }) => key)).size).toBe(1)
})

test('key files are their owner’s alone, and one that others can read is refused', async () => {
  const [one] = await createVault(home, systemRandom).seal([entry('run.released')])
  await chmod(join(payloadKeyFolder(home), `${one!.key}.key`), 0o644)
  await expect(createVault(home, systemRandom).open(one!)).rejects.toMatchObject({ code: 'KEY_EXPOSED' })
})

test('a name that leads out of the folder is no key', async () => {
  const [one] = await createVault(home, systemRandom).seal([entry('run.released')])
  await writeFile(join(home, 'keys', 'log-2026-01-00000000.key'), Buffer.alloc(32))
  for (const key of ['../log-2026-01-00000000', 'evidence', '', 'log-2026-01-0000000g'])
    expect(await createVault(home, systemRandom).open({ ...one!, key })).toBe(null)
})

test('the list of destroyed keys counts whole lines alone: what a crash tore is destroyed again', async () => {
  const vault = createVault(home, systemRandom)
  const [one] = await vault.seal([entry('session.opened')])
  await writeFile(join(payloadKeyFolder(home), 'destroyed.txt'), `${one!.key} 2026`)
  expect(await destroyedKeys(home)).toEqual([])
  await destroyPayloadKey(home, one!.key, systemRandom, AT)
  expect((await destroyedKeys(home)).at(-1)).toBe(one!.key)
})

test('months meet without a gap, and ids of a month lie between its bounds', () => {
  for (let at = Date.UTC(2019, 11, 1); at < Date.UTC(2030, 0, 1); ) {
    const { from, to } = monthBounds(monthOf(at))
    expect([from, monthOf(to - 1) !== monthOf(to)]).toEqual([at, true])
    for (const one of [from, to - 1]) {
      const { id } = entry('run.released', one)
      expect(timeOfId(id)).toBe(one)
      expect(id >= idAt(from) && id < idAt(to)).toBe(true)
    }
    at = to
  }
})

describe('a database of before there were keys', () => {
  let space: TestSpace
  beforeAll(async () => {
    space = await testSpace()
  })
  afterAll(() => space.stop())

  test('is sealed beside the work, and reads the same before, between and after', async () => {
    const { core } = space
    const { entries } = await act(core, systemActor('test'), async ({ note }) => {
      for (let i = 0; i < 5; i++) note({ kind: 'run.released', subject: { run: `r-${i}` }, payload: { i } })
    })
    const ids = entries.map(({ id }) => id)
    const before = await core.evidence.payloads(ids)
    for (const [id, { body }] of before)
      await sql`update evidence_payload set body = ${body}, key = null, sealed = null where entry_id = ${id}`.execute(
        core.db,
      )
    expect(await core.evidence.payloads(ids)).toEqual(before)
    expect(await fsck(space.home, core.db)).toMatchObject({ ok: true })
    expect(await sealOpenPayloads(core.db, core.evidence.vault)).toBe(5)
    expect(await sealOpenPayloads(core.db, core.evidence.vault)).toBe(0)
    expect(await core.evidence.payloads(ids)).toEqual(before)
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from evidence_payload where body is not null`.execute(core.db)
    expect(rows[0]!.n).toBe(0)
    expect(await fsck(space.home, core.db)).toMatchObject({ ok: true })
  })
})

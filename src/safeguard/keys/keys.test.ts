import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { Config } from '../../platform/config/index.ts'
import {
  fingerprintOf,
  type Keeper,
  type RecoveryFile,
  keyFolder,
  keyStore,
  newPassphraseCost,
  openRecovery,
  putBack,
  signingKey,
  suite,
  verifySignature,
} from '../crypto/index.ts'
import type { Core } from '../evidence/index.ts'
import { keyMigrations } from './index.ts'
import { setPassphrase, takeRecovery } from './recovery.ts'
import { finishReplacements } from './replace.ts'
import { askKeyChange, decideRequest, withdrawRequest } from './requests.ts'
import { keyRing } from './ring.ts'

const officer = (role: UserActor['roles'][number], at: number): UserActor => ({
  kind: 'user',
  userId: `0190a000-0000-7000-8000-00000000000${at}`,
  participantId: '0190a000-0000-7000-8000-000000000000',
  roles: [role],
})
const asker = officer('security_officer', 1)
const decider = officer('system_administrator', 2)
const REASON = 'a year has gone by'
const YES = { approve: true, reason: 'checked with the plan' }
const DAY = 86_400_000

let space: TestSpace
let core: Core
beforeAll(async () => {
  space = await testSpace([keyMigrations])
  core = { ...space.core, config: { ...space.core.config, crypto: Config.parse({}).crypto } }
})
afterAll(() => space.stop())

const own = (name: string) => signingKey(suite(), core.home, name)
const ask = async (key: string, kind: 'rotate' | 'revoke' | 'recovery') =>
  (await askKeyChange(core, asker, { key, kind, reason: REASON })).value
const recover = async (home: string, text: string, words: Record<Keeper, string>) =>
  putBack(home, await openRecovery(text, words))
const kinds = async (request: string) => (await core.evidence.leavesAbout([request])).map((one) => one.kind)
const listed = async (name: string) =>
  (await keyRing(core, asker)).items.filter((item) => item.name === name).map(({ state }) => state)

describe('two officers', () => {
  test('change a key: one asks, another decides, and what the old one signed still verifies', async () => {
    const old = await own('connector')
    const signature = await old.sign(Buffer.from('m'))
    const told = vi.fn<(key: { name: string; publicKey: string }) => void>()
    core.events.on('key.replaced', told)
    const id = await ask('connector', 'rotate')
    await decideRequest(core, decider, id, YES)
    const next = await own('connector')
    expect(next.publicKey).not.toEqual(old.publicKey)
    expect(told.mock.calls[0]![0]).toMatchObject({
      name: 'connector',
      publicKey: next.publicKey.toString('base64'),
    })
    expect(await readdir(keyFolder(core.home))).not.toContain('connector.next.key')
    expect((await listed('connector')).toSorted()).toEqual(['active', 'retired'])
    const kept = await core.db
      .selectFrom('signing_key')
      .select('public_key')
      .where('key_id', '=', fingerprintOf(old.publicKey).slice(0, 32))
      .executeTakeFirstOrThrow()
    const publicKey = Buffer.from(kept.public_key, 'base64')
    expect(verifySignature(old.scheme, publicKey, Buffer.from('m'), signature)).toBe(true)
    expect(await kinds(id)).toEqual(['key.change_asked'])
    expect(await kinds(fingerprintOf(next.publicKey).slice(0, 32))).toEqual(['key.rotated'])
  })

  test('are two: who asked does not decide, and the table itself says so', async () => {
    await own('connector')
    const id = await ask('connector', 'revoke')
    const both = { ...asker, roles: ['security_officer', 'system_administrator'] } as const
    await expect(decideRequest(core, both, id, YES)).rejects.toMatchObject({ code: 'KEY_SAME_OFFICER' })
    // The log's rotation is an action of its own, before the request closes: it must not have begun.
    const ofLog = await ask('evidence', 'revoke')
    const vkey = core.evidence.vkey()
    await expect(decideRequest(core, both, ofLog, YES)).rejects.toMatchObject({ code: 'KEY_SAME_OFFICER' })
    expect(core.evidence.vkey()).toBe(vkey)
    await withdrawRequest(core, asker, ofLog)
    const direct = core.db
      .updateTable('key_request')
      .set({ state: 'done', decided_by: asker.userId, decided_at: 1 })
      .where('id', '=', id)
      .execute()
    await expect(direct).rejects.toThrow('check')
    await expect(
      askKeyChange(core, asker, { key: 'connector', kind: 'revoke', reason: REASON }),
    ).rejects.toMatchObject({ code: 'KEY_REQUEST_OPEN' })
    await decideRequest(core, decider, id, { approve: false, reason: 'not now please' })
    await expect(decideRequest(core, decider, id, YES)).rejects.toMatchObject({ code: 'KEY_REQUEST_CLOSED' })
    expect(await kinds(id)).toEqual(['key.change_asked', 'key.change_refused'])
  })

  test('revoke a key, take a request back, and ask for nothing that is not there', async () => {
    await own('connector')
    const id = await ask('connector', 'revoke')
    await decideRequest(core, decider, id, YES)
    expect(await listed('connector')).toContain('revoked')
    const other = await ask('connector', 'rotate')
    await expect(withdrawRequest(core, { ...asker, userId: decider.userId }, other)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await withdrawRequest(core, asker, other)
    await expect(decideRequest(core, decider, other, YES)).rejects.toMatchObject({
      code: 'KEY_REQUEST_CLOSED',
    })
    await expect(ask('nothing', 'rotate')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await own('bodies/0190a000-0000-7000-8000-000000000009')
    await expect(ask('bodies/0190a000-0000-7000-8000-000000000009', 'rotate')).rejects.toMatchObject({
      code: 'KEY_OF_BODY',
    })
  })

  test('give the log a new key; its old receipts stay', async () => {
    const before = core.evidence.vkey()
    const id = await ask('evidence', 'rotate')
    await decideRequest(core, decider, id, YES)
    expect(core.evidence.vkey()).not.toBe(before)
    expect((await listed('evidence')).toSorted()).toEqual(['active', 'retired'])
    expect(await kinds(id)).toEqual(['key.change_asked', 'key.rotated'])
  })
})

describe('a server killed between the entry and the file', () => {
  test('finishes what is recorded, and drops what is not', async () => {
    const old = await own('connector')
    const stray = await keyStore(core.home).make(suite(), 'connector.next')
    await finishReplacements(core)
    expect((await own('connector')).publicKey).toEqual(old.publicKey)
    const next = await keyStore(core.home).make(suite(), 'connector.next')
    expect(next.publicKey).not.toEqual(stray.publicKey)
    await core.db.deleteFrom('signing_key').where('name', '=', 'connector').execute()
    await core.db
      .insertInto('signing_key')
      .values({
        id: '0190a000-0000-7000-8000-0000000000aa',
        name: 'connector',
        key_id: fingerprintOf(next.publicKey).slice(0, 32),
        public_key: next.publicKey.toString('base64'),
        scheme: next.scheme,
        made_at: 1,
        retired_at: null,
        revoked_at: null,
      })
      .execute()
    await finishReplacements(core)
    expect((await own('connector')).publicKey).toEqual(next.publicKey)
    expect(await readdir(keyFolder(core.home))).not.toContain('connector.next.key')
  })
})

describe('a recovery file', () => {
  const cheap = () => ({ ...newPassphraseCost(core.random), memoryKiB: 8, passes: 1, parallelism: 1 })
  const words = { security_officer: 'four words of mine', system_administrator: 'another four words' }

  test('is made of both passphrases, and brings the key back with both alone', async () => {
    const key = await own('hook-one')
    const id = await ask('hook-one', 'recovery')
    await expect(setPassphrase(core, asker, id, words.security_officer, cheap())).rejects.toMatchObject({
      code: 'KEY_RECOVERY_WAITING',
    })
    await decideRequest(core, decider, id, YES)
    expect(await setPassphrase(core, asker, id, words.security_officer, cheap())).toEqual({ ready: false })
    await expect(takeRecovery(core, asker, id)).rejects.toMatchObject({ code: 'KEY_RECOVERY_WAITING' })
    await expect(setPassphrase(core, asker, id, 'a second thought', cheap())).rejects.toMatchObject({
      code: 'KEY_RECOVERY_SET',
    })
    const mine = (await keyRing(core, asker)).requests.find((one) => one.id === id)!
    expect(mine.recovery).toEqual({ mine: true, other: false, ready: false })
    expect(await setPassphrase(core, decider, id, words.system_administrator, cheap())).toEqual({
      ready: true,
    })
    const { text } = await takeRecovery(core, asker, id)
    expect(await kinds(id)).toEqual([
      'key.change_asked',
      'key.recovery_approved',
      'key.recovery_sealed',
      'key.recovery_made',
      'key.recovery_taken',
    ])
    // Nothing that opens it stays behind: the shares under the master key are gone.
    const row = await core.db
      .selectFrom('key_request')
      .select('recovery')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row.recovery!.shares).toEqual({ security_officer: null, system_administrator: null })

    await expect(recover(core.home, text, words)).rejects.toMatchObject({ code: 'KEY_IN_THE_WAY' })
    const elsewhere = join(core.home, 'elsewhere')
    await mkdir(elsewhere)
    const wrong = [
      { ...words, system_administrator: 'another for words' },
      { ...words, security_officer: words.system_administrator },
      { security_officer: words.system_administrator, system_administrator: words.security_officer },
    ]
    for (const one of wrong)
      await expect(recover(elsewhere, text, one)).rejects.toMatchObject({ code: 'KEY_RECOVERY_INVALID' })
    for (const bad of [text.replace('hook-one', 'evidence'), text.slice(1), '{}'])
      await expect(recover(elsewhere, bad, words)).rejects.toMatchObject({ code: 'KEY_RECOVERY_INVALID' })
    expect(await readdir(elsewhere)).toEqual([])
    expect(await recover(elsewhere, text, words)).toEqual(['hook-one'])
    const back = await signingKey(suite(), elsewhere, 'hook-one', { existing: true })
    expect(back.publicKey).toEqual(key.publicKey)
    expect(await readFile(join(keyFolder(elsewhere), 'hook-one.key'), 'utf8')).toContain('"box"')
    await rm(elsewhere, { recursive: true })
  })

  describe('is kept by two users, not by two roles', () => {
    const third = officer('system_administrator', 5)
    /** The same person with the other role: an administrator gave it in the meantime. */
    const turned: UserActor = { ...asker, roles: ['system_administrator'] }
    const approved = async () => {
      const id = await ask('hook-one', 'recovery')
      await decideRequest(core, decider, id, YES)
      return id
    }
    const view = async (id: string, by: UserActor) =>
      (await keyRing(core, by)).requests.find((one) => one.id === id)!.recovery

    test('who set the one passphrase does not set the other after a change of roles', async () => {
      const id = await approved()
      await setPassphrase(core, asker, id, words.security_officer, cheap())
      await expect(
        setPassphrase(core, turned, id, words.system_administrator, cheap()),
      ).rejects.toMatchObject({ code: 'KEY_RECOVERY_SAME' })
      // The page does not offer it either; the other administrator it does.
      expect(await view(id, turned)).toEqual({ mine: true, other: false, ready: false })
      expect(await view(id, third)).toEqual({ mine: false, other: true, ready: false })
      expect(await kinds(id)).toEqual(['key.change_asked', 'key.recovery_approved', 'key.recovery_sealed'])
      expect(await setPassphrase(core, third, id, words.system_administrator, cheap())).toEqual({
        ready: true,
      })
    })

    test('not even a defect above writes one user twice', async () => {
      const id = await approved()
      await setPassphrase(core, asker, id, words.security_officer, cheap())
      const direct = core.db
        .updateTable('key_request')
        .set({ sealed_by_system: asker.userId })
        .where('id', '=', id)
        .execute()
      await expect(direct).rejects.toThrow('check')
    })

    test('a half of before the users were kept is known from the log, and binds all the same', async () => {
      const id = await approved()
      await setPassphrase(core, asker, id, words.security_officer, cheap())
      await core.db
        .updateTable('key_request')
        .set({ sealed_by_security: null })
        .where('id', '=', id)
        .execute()
      await expect(
        setPassphrase(core, turned, id, words.system_administrator, cheap()),
      ).rejects.toMatchObject({ code: 'KEY_RECOVERY_SAME' })
    })

    test('two halves of one person in two files that renew each other open neither', async () => {
      await own('hook-one')
      const files: RecoveryFile[] = []
      for (const [security, system] of [
        [asker, third],
        [officer('security_officer', 6), turned],
      ] as const) {
        const id = await approved()
        await setPassphrase(core, security, id, words.security_officer, cheap())
        await setPassphrase(core, system, id, words.system_administrator, cheap())
        files.push(JSON.parse((await takeRecovery(core, decider, id)).text) as RecoveryFile)
      }
      const partOf = (file: RecoveryFile, keeper: Keeper) =>
        file.parts.find((part) => part.keeper === keeper)!
      // The first file's half of the security officer and the second one's of the administrator: both are of the asker.
      const mine = [partOf(files[0]!, 'security_officer'), partOf(files[1]!, 'system_administrator')]
      for (const file of files)
        await expect(openRecovery(JSON.stringify({ ...file, parts: mine }), words)).rejects.toMatchObject({
          code: 'KEY_RECOVERY_INVALID',
        })
    })
  })

  test('of the log holds each of its keys', async () => {
    const id = await ask('evidence', 'recovery')
    await decideRequest(core, decider, id, YES)
    const row = await core.db
      .selectFrom('key_request')
      .select('recovery')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const active = (await core.evidence.keyHistory()).keys.filter((one) => one.state === 'active')
    expect(row.recovery!.file.keys).toHaveLength(active.length)
    expect(row.recovery!.file.keys.map((one) => one.publicKey).toSorted()).toEqual(
      active.map(({ vkey }) => publicHalf(vkey)).toSorted(),
    )
  })
})

/** Base64 of the raw key at the end of a verifier key: after the type byte, and after the name of an unassigned kind. */
function publicHalf(vkey: string): string {
  const bytes = Buffer.from(vkey.split('+').slice(2).join('+'), 'base64')
  return bytes.subarray(bytes[0] === 0x01 ? 1 : -65).toString('base64')
}

test('keys grow old, and are said to be due', async () => {
  await own('connector')
  const young = (await keyRing(core, asker)).items.find(
    (one) => one.name === 'connector' && one.state === 'active',
  )!
  expect(young).toMatchObject({ due: false, purpose: 'connector', custody: 'file', rotateAfterDays: 365 })
  space.clock.advance(Date.now() - core.clock.now() + 400 * DAY)
  const old = (await keyRing(core, asker)).items.filter((one) => one.state === 'active')
  expect(old.find((one) => one.name === 'connector')).toMatchObject({ due: true, ageDays: 400 })
})

import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { Config } from '../../platform/config/index.ts'
import { fingerprintOf, keyFolder, keyStore, signingKey, suite } from '../crypto/index.ts'
import type { Core } from '../evidence/index.ts'
import { keyMigrations } from './index.ts'
import { askKeyChange, decideRequest, withdrawRequest } from './requests.ts'

const officer = (role: UserActor['roles'][number], at: number): UserActor => ({
  kind: 'user',
  userId: `0190a000-0000-7000-8000-00000000000${at}`,
  participantId: '0190a000-0000-7000-8000-000000000000',
  roles: [role],
})
const [asker, other] = [officer('security_officer', 1), officer('security_officer', 4)]
const deciders = [officer('system_administrator', 2), officer('system_administrator', 3)] as const
const YES = { approve: true, reason: 'checked with the plan' }

let space: TestSpace
let core: Core
beforeAll(async () => {
  space = await testSpace([keyMigrations])
  core = { ...space.core, config: { ...space.core.config, crypto: Config.parse({}).crypto } }
})
afterAll(() => space.stop())

type Kind = 'rotate' | 'revoke' | 'recovery'
const ask = async (key: string, kind: Kind, by = asker) =>
  (await askKeyChange(core, by, { key, kind, reason: 'a year has gone by' })).value
const kinds = async (request: string) => (await core.evidence.leavesAbout([request])).map((one) => one.kind)
const outcomes = async (all: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(all))
    .map((one) => (one.status === 'fulfilled' ? 'done' : String((one.reason as { code?: string }).code)))
    .toSorted((a, b) => (a < b ? -1 : 1))

test('of two who approve at the same time one does, and the key that the table names is the one that signs', async () => {
  await signingKey(suite(), core.home, 'connector')
  for (let turn = 0; turn < 5; turn++) {
    const id = await ask('connector', 'rotate')
    const both = await outcomes(deciders.map((one) => decideRequest(core, one, id, YES)))
    expect(both).toEqual(['KEY_REQUEST_UNDER_WAY', 'done'])
    const active = await core.db
      .selectFrom('signing_key')
      .select('key_id')
      .where('name', '=', 'connector')
      .where('retired_at', 'is', null)
      .executeTakeFirstOrThrow()
    const kept = (await keyStore(core.home).find('connector'))!
    expect(active.key_id).toBe(fingerprintOf(kept.publicKey).slice(0, 32))
    expect(await readdir(keyFolder(core.home))).not.toContain('connector.next.key')
  }
})

test('what is being carried out can be neither taken back nor refused in the meantime', async () => {
  const id = await ask('evidence', 'rotate')
  const before = core.evidence.vkey()
  const all = [
    decideRequest(core, deciders[0], id, YES),
    withdrawRequest(core, asker, id),
    decideRequest(core, deciders[1], id, { approve: false, reason: 'not now please' }),
  ]
  expect(await outcomes(all)).toEqual(['KEY_REQUEST_UNDER_WAY', 'KEY_REQUEST_UNDER_WAY', 'done'])
  expect(core.evidence.vkey()).not.toBe(before)
  expect(await kinds(id)).toEqual(['key.change_asked', 'key.rotated'])
})

test('one change of a key at a time: a revocation must not fall on the key that a rotation brought', async () => {
  const id = await ask('evidence', 'revoke')
  for (const [kind, by] of [
    ['rotate', asker],
    ['rotate', other],
    ['revoke', other],
  ] as const)
    await expect(ask('evidence-2', kind, by)).rejects.toMatchObject({ code: 'KEY_REQUEST_OPEN' })
  // A recovery file changes nothing, and one of them is enough.
  const file = await ask('evidence', 'recovery')
  await expect(ask('evidence', 'recovery', other)).rejects.toMatchObject({ code: 'KEY_REQUEST_OPEN' })
  await withdrawRequest(core, asker, file)
  await withdrawRequest(core, asker, id)
  const asked = await outcomes([ask('evidence', 'rotate'), ask('evidence', 'revoke', other)])
  expect(asked).toEqual(['KEY_REQUEST_OPEN', 'done'])
})

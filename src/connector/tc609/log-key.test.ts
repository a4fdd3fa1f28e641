import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testSpace, type TestSpace } from '../../../test/support/evidence.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { systemActor } from '../../kernel/index.ts'
import { international, signingKey } from '../../safeguard/crypto/index.ts'
import { act, rotateLogKey } from '../../safeguard/evidence/index.ts'
import { makeSigner, type Signer } from '../../safeguard/evidence/log/index.ts'
import { printKeyHistory, printSuccession } from '../../safeguard/evidence/verifier/index.ts'
import { spaceMigrations } from '../../safeguard/space/index.ts'
import { mustProveBy, type OtherLog } from './log-key.ts'
import { isFinal } from './outbox.ts'
import { tc609Migrations } from './tables.ts'

/** Two spaces: ours, and another whose log changes its key. */

const HASH = 'a'.repeat(64)
const ID = '0190a000-0000-7000-8000-000000000001'
const CONNECTOR = '5'.padEnd(32, '0')
const officer = systemActor('keys')

let ours: TestSpace
let other: TestSpace
let server: Server
let url: string
/** What the other system answers when it is asked for its keys; how often it was. */
let keys: () => Promise<string>
let asked = 0

beforeEach(async () => {
  other = await testSpace()
  ours = await testSpace([spaceMigrations, tc609Migrations], { sources: { allowedHosts: ['127.0.0.1'] } })
  keys = async () => printKeyHistory(await other.core.evidence.keyHistory())
  asked = 0
  server = createServer((request, response) => {
    asked++
    if (request.url !== '/api/evidence/keys') return void response.writeHead(404).end()
    void keys().then((text) => response.writeHead(200, { 'content-type': 'text/plain' }).end(text))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [log_vkey, common] = [other.core.evidence.vkey(), { created_by: ID, created_at: 1, seen_at: null }]
  await ours.core.db
    .insertInto('tc609_peer')
    .values({
      ...common,
      id: ID,
      participant_id: ID,
      url,
      platform_id: '4'.padEnd(32, '0'),
      own_id: CONNECTOR,
      name: '对方',
      public_key: 'x',
      log_vkey,
      log_keys: null,
      state: 'active',
      last_error: null,
    })
    .execute()
  await ours.core.db
    .insertInto('tc609_connector')
    .values({
      ...common,
      id: CONNECTOR,
      participant_id: ID,
      url,
      state: 'registered',
      service_user_id: null,
      log_vkey,
      log_keys: null,
    })
    .execute()
})
afterEach(async () => {
  server.close()
  await ours.stop()
  await other.stop()
})

const peer = async (): Promise<OtherLog> => ({
  kind: 'peer',
  row: await ours.core.db.selectFrom('tc609_peer').selectAll().executeTakeFirstOrThrow(),
})
const connector = async (): Promise<OtherLog> => ({
  kind: 'connector',
  row: await ours.core.db.selectFrom('tc609_connector').selectAll().executeTakeFirstOrThrow(),
})
const rotate = (revoke = false) => rotateLogKey(other.core, officer, { reason: 'yearly', revoke })
async function receipt(): Promise<string> {
  const { entries } = await act(other.core, systemActor('test'), async ({ note }) =>
    note({ kind: 'run.released', subject: {}, payload: { contractHash: HASH } }),
  )
  return (await other.core.evidence.receiptFor(entries[0]!.leaf, { payload: true })).toString()
}
const proves = async (of: OtherLog, text: string) => mustProveBy(ours.core, of, text, { contractHash: HASH })
const followed = (id: string) =>
  ours.core.evidence
    .leavesAbout([id])
    .then((all) => all.map((one) => one.kind).filter((kind) => kind.endsWith('log_key_followed')))
/** Whoever has a key of the other log, and what they can say with it. */
const holder = async (): Promise<Signer> => {
  const key = await signingKey(international, other.home, 'evidence', { existing: true })
  return makeSigner({ ed25519: key }, other.core.evidence.vkey().split('+')[0]!)
}
async function told(by: Signer, old: string, next: string, size = 1): Promise<string> {
  const text = printSuccession({ old, new: next, size, state: 'retired', at: 1 })
  return `xinyu-log-keys/1\nkey ${old} 0 ${size} retired\nkey ${next} ${size} - active\n\n${await by.signWith(by.vkey, text)}`
}

describe('after the other log has changed its key', () => {
  test.each([
    ['a platform', peer, ID],
    ['a connector', connector, CONNECTOR],
  ] as const)('%s is followed, once, and it is recorded', async (_, of, id) => {
    const before = await receipt()
    await proves(await of(), before)
    expect(asked).toBe(0)
    await rotate()
    await rotate()
    const after = await receipt()
    expect(await proves(await of(), after)).toMatchObject({ ok: true, signer: other.core.evidence.vkey() })
    expect(await followed(id)).toHaveLength(1)
    // What is known is not asked for again, and what the first key signed in its time stands.
    await proves(await of(), await receipt())
    await proves(await of(), before)
    expect(asked).toBe(1)
    expect((await of()).row.log_keys).toBe(await keys())
  })

  test('a step that the former key did not sign leads nowhere', async () => {
    const pinned = other.core.evidence.vkey()
    await rotate()
    const text = await receipt()
    const thief = await signingKey(international, ours.home, 'stranger')
    const stranger = makeSigner({ ed25519: thief }, pinned.split('+')[0]!)
    const forged = await told(stranger, pinned, other.core.evidence.vkey())
    keys = async () => forged
    await expect(proves(await peer(), text)).rejects.toMatchObject({ code: 'TC609_PROOF' })
    keys = async () => 'no keys'
    await expect(proves(await peer(), text)).rejects.toMatchObject({ code: 'TC609_PROOF' })
    expect((await peer()).row.log_keys).toBeNull()
    expect(await followed(ID)).toEqual([])
  })

  test('who has the first key later on cannot lead anybody who has followed to another one', async () => {
    const pinned = other.core.evidence.vkey()
    const thief = await holder()
    await rotate()
    await proves(await peer(), await receipt())
    const known = (await peer()).row.log_keys
    await rotate()
    const text = await receipt()
    const fork = await told(thief, pinned, other.core.evidence.vkey())
    keys = async () => fork
    await expect(proves(await peer(), text)).rejects.toMatchObject({
      code: 'TC609_PROOF',
      message: expect.stringContaining('followed before'),
    })
    expect((await peer()).row.log_keys).toBe(known)
  })

  test('behind a revoked key nobody follows by himself: the old one may be in other hands', async () => {
    const before = await receipt()
    await rotate(true)
    await expect(proves(await peer(), await receipt())).rejects.toMatchObject({ code: 'TC609_PROOF' })
    // What is known of it by now holds for the old key too.
    await expect(proves(await peer(), before)).rejects.toMatchObject({ code: 'TC609_PROOF' })
  })

  test('a system that does not answer is named, and believed later on', async () => {
    await rotate()
    const text = await receipt()
    await new Promise((done) => server.close(done))
    await expect(proves(await peer(), text)).rejects.toMatchObject({ code: 'TC609_PEER_SILENT' })
    await new Promise<void>((done) => server.listen(Number(new URL(url).port), '127.0.0.1', done))
    expect(await proves(await peer(), text)).toMatchObject({ ok: true })
    // On the side of who gave the proof: told that its keys could not be had, it gives the proof again.
    const answered = (code: string) => new XinyuError('TC609_PEER_REFUSED', { code, why: '—' })
    expect(isFinal(answered('TC609_PEER_SILENT'))).toBe(false)
    expect(isFinal(answered('TC609_PROOF'))).toBe(true)
  })
})

import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestSpace, testSpace } from '../../../../../../test/support/evidence.ts'
import { digestOf } from '../../../../../safeguard/crypto/index.ts'
import { act, type Core } from '../../../../../safeguard/evidence/index.ts'
import { migrations as identityMigrations } from '../../../../../safeguard/identity/index.ts'
import { uuid7, type UserActor } from '../../../../../kernel/index.ts'
import { type App, createServer } from '../../../../../platform/http/index.ts'
import { catalogMigrations } from '../../../../catalog/index.ts'
import { migrations as connectMigrations } from '../../migrations.ts'
import type { Batch, Cell, Hosts } from '../../source.ts'
import { makeToken } from './door.ts'
import { pushDriver } from './driver.ts'
import { PushSettings } from './model.ts'
import { pushRoutes } from './routes.ts'
import { listMessages, pushDoor } from './store.ts'
import { pushMigrations } from './tables.ts'

const SETTINGS = PushSettings.parse({
  tables: [
    { name: 'setl_d', columns: ['setl_id', 'medfee_sumamt', 'updt_time'], key: ['setl_id'] },
    { name: 'visits', columns: ['mdtrt_id', 'note'] },
  ],
  maxRows: 50,
})
const signal = new AbortController().signal

let space: TestSpace
let core: Core
let app: App
let origin: string
let officer: UserActor
let sourceId: string
let token: string
let made = 0

beforeAll(async () => {
  space = await testSpace([identityMigrations, catalogMigrations, connectMigrations, pushMigrations])
  const config = { ...space.core.config, sources: { timeZone: 'Asia/Shanghai', allowedHosts: [] } }
  core = { ...space.core, config }
  app = await createServer({
    log: core.log,
    version: '0',
    bodyLimitBytes: 1_048_576,
    ratePerMinute: 1_000_000,
    trustedProxies: [],
    authenticate: async () => null,
    isSameOrigin: () => true,
  })
  pushRoutes(app, core)
  await app.listen({ host: '127.0.0.1', port: 0 })
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await app?.close()
  await space?.stop()
})

beforeEach(async () => {
  const id = () => uuid7(core.random, core.clock.now())
  officer = { kind: 'user', userId: id(), participantId: id(), roles: ['data_officer'] }
  sourceId = id()
  await core.db.insertInto('participant').values(participantRow(officer.participantId)).execute()
  await core.db
    .insertInto('source')
    .values({
      id: sourceId,
      participant_id: officer.participantId,
      kind: 'push',
      title: '测试推送',
      settings: JSON.stringify(SETTINGS),
      secret: Buffer.alloc(1),
      secret_key: '',
      secret_at: 0,
      state: 'active',
      created_by: null,
      created_at: 0,
    })
    .execute()
  token = await makeToken(core, officer, sourceId)
})

/** A code of the right form; its check digit is of no matter here. */
const participantRow = (id: string) => ({
  id,
  uscc: `9131000000000${String(++made).padStart(4, '0')}X`,
  name_zh: `机构${made}`,
  name_en: `body ${made}`,
  roles: ['provider' as const],
  region_code: '310000',
  state: 'active' as const,
  created_at: 0,
  updated_at: 0,
})

interface Reply {
  readonly status: number
  readonly text: string
  readonly body: {
    infcode: number
    err_msg: string
    output: { accepted: number; rejected: number } & Record<string, unknown>
  }
}

async function push(body: unknown, bearer = token, to = sourceId): Promise<Reply> {
  const answer = await fetch(`${origin}/api/push/${to}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  const text = await answer.text()
  return { status: answer.status, text, body: JSON.parse(text) as Reply['body'] }
}

const msgid = (n: number) => `H3101000000120260105093000${String(n).padStart(4, '0')}`
const envelope = (n: number, input: unknown, more: object = {}) => ({
  infno: 'XY01',
  msgid: msgid(n),
  mdtrtarea_admvs: '310101',
  inf_time: '2026-01-05 09:30:00',
  fixmedins_code: 'H31010000001',
  ...more,
  input,
})
const row = (id: string, amount = '1.50') => ({
  setl_id: id,
  medfee_sumamt: amount,
  updt_time: '2026-01-05 09:00:00',
})

async function read(
  work: { mode: 'snapshot' | 'increment'; after: string | null },
  name = 'setl_d',
  settings = SETTINGS,
) {
  const connection = await pushDriver(core).open(settings, {}, signal, {} as Hosts, { sourceId })
  const table = (await connection.tables()).find((one) => one.name === name)!
  const batches: Batch[] = []
  for await (const batch of connection.read({ table, watermark: null, signal, ...work })) batches.push(batch)
  return {
    batches,
    rows: batches.flatMap(({ rows }) => rows as Cell[][]),
    cursor: batches.at(-1)?.cursor ?? work.after,
  }
}

/** A feed that has landed up to a place. */
async function landedTo(cursor: string): Promise<void> {
  const id = () => uuid7(core.random, core.clock.now())
  const [datasetId, feedId] = [id(), id()]
  await sql`
    insert into dataset (id, participant_id, code, title_zh, title_en, description, column_titles, declared, state, created_at)
    values (${datasetId}, ${officer.participantId}, ${`d${made}`}, '', '', '', '{}', '{}', 'active', 0)`.execute(
    core.db,
  )
  await sql`
    insert into source_feed (id, source_id, dataset_id, table_name, mode, key, overlap, schedule, state, cursor, created_at)
    values (${feedId}, ${sourceId}, ${datasetId}, 'setl_d', 'increment', '["setl_id"]', 0, '{"kind":"manual"}', 'active',
      ${cursor}, 0)`.execute(core.db)
}

describe('a message', () => {
  test('is accepted, counted, kept with its evidence and read as it was written', async () => {
    const text = JSON.stringify(envelope(1, { setl_d: [row('A')] })).replace(
      '"1.50"',
      '12345678901234567890.10',
    )
    const { status, body } = await push(text)
    expect(status).toBe(200)
    expect(body).toMatchObject({ infcode: 0, err_msg: '', output: { received: 1, accepted: 1, rejected: 0 } })
    expect((await read({ mode: 'increment', after: null })).rows).toEqual([
      ['A', '12345678901234567890.10', '2026-01-05 09:00:00'],
    ])
    const { items } = await listMessages(core, officer, sourceId, { offset: 0, limit: 10 })
    expect(items).toMatchObject([{ msgid: msgid(1), rows: 1, accepted: 1, rejected: 0, landed: false }])
  })

  test('leaves its msgid beside the evidence log, never in it', async () => {
    await push(envelope(1, { setl_d: [row('A')] }))
    const entries = await core.db
      .selectFrom('evidence_outbox')
      .select(['kind', 'entry'])
      .where('kind', '=', 'push.accepted')
      .execute()
    expect(entries.length).toBeGreaterThan(0)
    expect(JSON.stringify(entries)).not.toContain(msgid(1))
  })

  test('sent again gets the same bytes and is kept once; with another body it is refused', async () => {
    const message = envelope(1, { setl_d: [row('A')] })
    const first = await push(message)
    const shuffled = Object.fromEntries(Object.entries(message).reverse())
    expect((await push(JSON.stringify(shuffled, null, 2))).text).toBe(first.text)
    const other = await push(envelope(1, { setl_d: [row('A', '2.50')] }))
    expect([other.status, other.body.infcode]).toEqual([409, -1])
    expect(other.body.err_msg).toContain('PUSH_MSGID_TAKEN')
    expect((await read({ mode: 'increment', after: null })).rows).toHaveLength(1)
  })

  test('sent ten times at once is kept once, and all get the same bytes', async () => {
    const message = envelope(1, { setl_d: [row('A')] })
    const replies = await Promise.all(Array.from({ length: 10 }, () => push(message)))
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
    expect((await read({ mode: 'increment', after: null })).rows).toHaveLength(1)
  })

  test('with some bad rows lands the good ones, and says which were not taken and why', async () => {
    const bad = [
      { ...row('B'), psn_name: 'x' },
      { ...row('C'), medfee_sumamt: [1] },
      { medfee_sumamt: '1.00' },
      7,
    ]
    const { body } = await push(
      envelope(1, { setl_d: [row('A'), ...bad], visits: [{ mdtrt_id: 'M', note: null }] }),
    )
    expect(body.output).toMatchObject({ received: 6, accepted: 2, rejected: 4 })
    expect(body.output['tables']).toEqual({
      setl_d: { received: 5, accepted: 1, rejected: 4 },
      visits: { received: 1, accepted: 1, rejected: 0 },
    })
    expect(body.output['rejections']).toMatchObject([
      { row: 2, code: 'PUSH_ROW_FIELD', field: 'psn_name' },
      { row: 3, code: 'PUSH_ROW_NESTED', field: 'medfee_sumamt' },
      { row: 4, code: 'PUSH_ROW_KEY', field: 'setl_id' },
      { row: 5, code: 'PUSH_ROW_NOT_OBJECT' },
    ])
  })

  test.each([
    ['no JSON', '{"infno"', 'PUSH_NOT_JSON'],
    ['a field named twice', '{"infno": "1", "infno": "2"}', 'PUSH_NOT_JSON'],
    ['no object', '[]', 'PUSH_NOT_JSON'],
    ['no msgid', { ...envelope(1, {}), msgid: undefined }, 'PUSH_FIELD'],
    ['a msgid of 29 characters', { ...envelope(1, {}), msgid: msgid(1).slice(1) }, 'PUSH_FIELD'],
    [
      'a msgid with 30 February',
      { ...envelope(1, {}), msgid: 'H31010000001202602300930000001' },
      'PUSH_FIELD',
    ],
    ['a msgid of another institution', { ...envelope(1, {}), fixmedins_code: 'H31010000002' }, 'PUSH_FIELD'],
    ['a field that is none', envelope(1, { setl_d: [] }, { enc: 'x' }), 'PUSH_FIELD'],
    ['a region of 5 digits', envelope(1, { setl_d: [] }, { mdtrtarea_admvs: '31010' }), 'PUSH_FIELD'],
    ['an encrypted input', envelope(1, 'abc'), 'PUSH_FIELD'],
    ['no table', envelope(1, {}), 'PUSH_FIELD'],
    ['an unknown table', envelope(1, { other: [] }), 'PUSH_TABLE'],
    ['a table that is no list', envelope(1, { setl_d: {} }), 'PUSH_FIELD'],
    [
      'too many rows',
      envelope(1, { setl_d: Array.from({ length: 51 }, (_, i) => row(`R${i}`)) }),
      'PUSH_ROWS_LIMIT',
    ],
  ])('with %s is refused by name, and binds nothing', async (_, body, code) => {
    const reply = await push(body)
    expect([reply.status >= 400 && reply.status < 500, reply.body.infcode]).toEqual([true, -1])
    expect(reply.body.err_msg).toMatch(new RegExp(`^${code} `))
    expect((await push(envelope(1, { setl_d: [row('A')] }))).status).toBe(200)
  })

  test('to a paused source waits; what was answered before is answered again', async () => {
    const first = await push(envelope(1, { setl_d: [row('A')] }))
    await core.db.updateTable('source').set({ state: 'paused' }).where('id', '=', sourceId).execute()
    expect((await push(envelope(2, { setl_d: [row('B')] }))).body.err_msg).toContain('PUSH_PAUSED')
    expect((await push(envelope(1, { setl_d: [row('A')] }))).text).toBe(first.text)
  })
})

describe('the door', () => {
  test('opens to the token of the source alone, and says nothing else', async () => {
    const refused = await push(envelope(1, {}), 'x'.repeat(43))
    expect([refused.status, refused.body]).toMatchObject([401, { code: 'PUSH_TOKEN_REFUSED' }])
    expect((await push(envelope(1, {}), token, uuid7(core.random, core.clock.now()))).status).toBe(401)
    expect((await push(envelope(1, {}), token, 'no-uuid')).status).toBe(401)
    await core.db
      .updateTable('participant')
      .set({ state: 'suspended' })
      .where('id', '=', officer.participantId)
      .execute()
    expect((await push(envelope(1, {}))).status).toBe(401)
  })

  test('a new token ends the old one; only its hash is kept', async () => {
    const newer = await makeToken(core, officer, sourceId)
    expect((await push(envelope(1, { setl_d: [row('A')] }))).status).toBe(401)
    expect((await push(envelope(1, { setl_d: [row('A')] }), newer)).status).toBe(200)
    const stored = await core.db
      .selectFrom('push_access')
      .selectAll()
      .where('source_id', '=', sourceId)
      .execute()
    expect(JSON.stringify(stored)).not.toContain(newer)
    expect(stored[0]!.token_hash).toBe(digestOf(newer))
  })

  test('is not shown to other bodies', async () => {
    const stranger = { ...officer, participantId: uuid7(core.random, core.clock.now()) }
    await expect(pushDoor(core, stranger, sourceId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(makeToken(core, stranger, sourceId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await pushDoor(core, officer, sourceId)).toMatchObject({
      path: `/api/push/${sourceId}`,
      waiting: 0,
    })
  })

  test('a body of another kind or over the limit is refused before it is read', async () => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/plain' }
    expect(
      (await fetch(`${origin}/api/push/${sourceId}`, { method: 'POST', headers, body: 'x' })).status,
    ).toBe(415)
    const huge = await fetch(`${origin}/api/push/${sourceId}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: ' '.repeat(17 * 1_048_576),
    })
    expect(huge.status).toBe(413)
  })
})

describe('reading what was pushed', () => {
  test('an increment gives what came after the last, a whole read the last state of each key', async () => {
    await push(envelope(1, { setl_d: [row('A', '1.00'), row('B', '1.00')] }))
    const first = await read({ mode: 'snapshot', after: null })
    expect(first.rows.map(([id]) => id)).toEqual(['A', 'B'])
    await push(envelope(2, { setl_d: [row('A', '2.00')] }))
    await push(envelope(3, { setl_d: [row('C', '3.00')] }))
    const second = await read({ mode: 'increment', after: first.cursor })
    expect(second.rows.map(([id, amount]) => [id, amount])).toEqual([
      ['A', '2.00'],
      ['C', '3.00'],
    ])
    expect((await read({ mode: 'increment', after: second.cursor })).rows).toEqual([])
    const whole = await read({ mode: 'snapshot', after: null })
    expect(whole.rows.map(([id, amount]) => [id, amount])).toEqual([
      ['B', '1.00'],
      ['A', '2.00'],
      ['C', '3.00'],
    ])
  })

  test('a whole read that is cut off and goes on gives the same, whatever came meanwhile', async () => {
    for (let n = 1; n <= 5; n++) await push(envelope(n, { setl_d: [row('A', `${n}.00`), row(`R${n}`)] }))
    const whole = await read({ mode: 'snapshot', after: null })
    for (const [i, { cursor }] of whole.batches.entries()) {
      await push(envelope(100 + i, { setl_d: [row('A', '99.00')] }))
      const rest = await read({ mode: 'snapshot', after: cursor })
      const given = [...whole.batches.slice(0, i + 1), ...rest.batches].flatMap(({ rows }) => rows)
      expect(given).toEqual(whole.rows)
    }
  })

  test('what has landed and whose time is over is removed, and a read from the start says so', async () => {
    await push(envelope(1, { setl_d: [row('A')] }))
    const settings = { ...SETTINGS, keepDays: 1 }
    const { cursor } = await read({ mode: 'snapshot', after: null }, 'setl_d', settings)
    await landedTo(cursor!)
    space.clock.advance(2 * 86_400_000)
    await push(envelope(2, { setl_d: [row('B')] }))
    const next = await read({ mode: 'increment', after: cursor }, 'setl_d', settings)
    expect(next.rows.map(([id]) => id)).toEqual(['B'])
    await expect(read({ mode: 'snapshot', after: null }, 'setl_d', settings)).rejects.toMatchObject({
      code: 'PUSH_PURGED',
      params: { messages: 1 },
    })
  })

  test('a message that is committed late is not passed by', async () => {
    await push(envelope(1, { setl_d: [row('A')] }))
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    // Its id is older than the next message's, its commit later.
    const late = act(core, officer, async ({ tx, id, note }) => {
      const messageId = id()
      await tx
        .insertInto('push_message')
        .values({
          id: messageId,
          source_id: sourceId,
          msgid: 'late',
          infno: 'XY01',
          body_hash: '',
          answer: '',
          rows: 1,
          accepted: 1,
          rejected: 0,
          received_at: 0,
        })
        .execute()
      await tx
        .insertInto('push_batch')
        .values({
          message_id: messageId,
          source_id: sourceId,
          table_name: 'setl_d',
          rows: 1,
          body: JSON.stringify({ columns: ['setl_id'], rows: [['LATE']] }),
        })
        .execute()
      await held
      note({ kind: 'push.accepted', subject: { source: sourceId } })
    })
    await push(envelope(2, { setl_d: [row('B')] }))
    const before = await read({ mode: 'increment', after: null })
    expect(before.rows.map(([id]) => id)).toEqual(['A', 'B'])
    release()
    await late
    const after = await read({ mode: 'increment', after: before.cursor })
    expect(after.rows.map(([id]) => id)).toEqual(['LATE'])
  })
})

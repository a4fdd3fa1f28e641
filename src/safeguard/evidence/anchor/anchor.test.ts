import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { testApi } from '../../../../test/support/api.ts'
import { testSpace, type TestSpace } from '../../../../test/support/evidence.ts'
import { systemActor } from '../../../kernel/actor.ts'
import { systemClock } from '../../../kernel/index.ts'
import { act, type Core } from '../act.ts'
import { evidenceRoutes } from '../routes.ts'
import { checkAnchor } from './check.ts'
import { AnchorError } from './driver.ts'
import { type Authority, makeAuthority, serveAuthority } from './rfc3161/authority.fixture.ts'
import { anchorDriver, tendAnchors } from './tend.ts'

let authority: Authority
let server: Awaited<ReturnType<typeof serveAuthority>>
let healthy = true
let space: TestSpace
let core: Core

beforeAll(async () => {
  authority = await makeAuthority()
  server = await serveAuthority(async (query, response) => {
    if (healthy) return authority.reply(query)
    response.writeHead(503).end()
    return null
  })
})
afterAll(async () => {
  await server.stop()
  await authority.stop()
})
beforeEach(async () => {
  healthy = true
  space = await testSpace()
  const anchor = {
    url: server.url,
    caFile: authority.at('root.pem'),
    policy: null,
    everyMinutes: 10,
    timeoutSeconds: 20,
  }
  // The stamp is of the real time.
  let passed = 0
  const clock = { now: () => systemClock.now() + passed, advance: (ms: number) => (passed += ms) }
  core = { ...space.core, clock, config: { ...space.core.config, anchor } }
  later = (minutes) => void (passed += minutes * 60_000)
})
afterEach(() => space.stop())
let later: (minutes: number) => void = () => {}

const grown = () =>
  act(core, systemActor('test'), async ({ note }) => {
    for (let i = 0; i < 3; i++) note({ kind: 'thing.made', subject: { thing: `t-${i}` } })
  })
const rows = () => core.db.selectFrom('evidence_anchor').selectAll().orderBy('asked_at').execute()
const tend = async () => {
  // The published checkpoint follows the entries.
  await core.evidence.checkpoint(core.evidence.head().size)
  await tendAnchors(core, anchorDriver(core)!)
}

async function api() {
  const app = await testApi((app) => evidenceRoutes(app, core))
  return (url: string) => app.inject({ method: 'GET', url: `/api/evidence/${url}` })
}

test('a checkpoint is stamped, listed and handed out, and anyone checks it offline', async () => {
  await grown()
  await tend()
  const get = await api()
  const { items, driver } = (await get('anchors')).json<{ items: { id: string }[]; driver: string }>()
  expect(driver).toBe('rfc3161')
  expect(items).toMatchObject([{ size: 3, state: 'stamped', authority: 'CN=signer', problem: null }])
  const token = await get(`anchors/${items[0]!.id}`)
  expect(token.headers['content-type']).toBe('application/timestamp-reply')
  const text = (await get(`anchors/${items[0]!.id}/text`)).payload
  const ca = await readFile(authority.at('root.pem'), 'utf8')
  const other = await readFile(authority.at('other.pem'), 'utf8')
  const good = checkAnchor(token.rawPayload, text, ca)
  expect(good).toMatchObject({ size: 3, authority: 'CN=signer', origin: text.split('\n')[0] })
  expect(() => checkAnchor(token.rawPayload, text, other)).toThrow(/chain/)
  // The checkpoint went on with the entry of the anchor: the stamp is not on that one.
  const next = await core.evidence.checkpoint(4)
  expect(() => checkAnchor(token.rawPayload, next, ca)).toThrow(/imprint/)
  // The published note carries the signatures; the stamp is on its text.
  const signed = `${text}\n— log ${Buffer.alloc(68).toString('base64')}\n`
  expect(checkAnchor(token.rawPayload, signed, ca)).toEqual(good)
  expect((await get('anchors/01890000-0000-7000-8000-000000000000')).statusCode).toBe(404)
})

test('none is asked for before its time, nor for nothing new', async () => {
  await grown()
  await tend()
  await grown()
  await tend()
  expect(await rows()).toHaveLength(1)
  later(11)
  await tend()
  expect((await rows()).map(({ size, state }) => [size, state])).toEqual([
    [3, 'stamped'],
    [7, 'failed'],
  ])
  const get = await api()
  const page = async (query: string) =>
    (await get(`anchors?${query}`)).json<{ items: { size: number }[] }>().items.map(({ size }) => size)
  expect([await page('limit=1'), await page('limit=1&offset=1'), await page('offset=2')]).toEqual([
    [7],
    [3],
    [],
  ])
  expect([await page('size=3'), await page('size=4')]).toEqual([[3], []])
})

test('what failed is shown, and tried again after a growing pause', async () => {
  await grown()
  healthy = false
  await tend()
  expect(await rows()).toMatchObject([{ state: 'failed', problem: 'unreachable', tried: 1, token: null }])
  await tend()
  expect(await rows()).toMatchObject([{ tried: 1 }])
  later(1)
  await tend()
  expect(await rows()).toMatchObject([{ tried: 2 }])
  const get = await api()
  expect((await get('anchors')).json()).toMatchObject({
    items: [{ state: 'failed', problem: 'unreachable' }],
  })
  healthy = true
  later(1)
  await tend()
  expect(await rows()).toMatchObject([{ tried: 2 }])
  later(1)
  await tend()
  expect(await rows()).toMatchObject([{ state: 'stamped', problem: null, tried: 3 }])
  const about = await core.evidence.leavesAbout([(await rows())[0]!.id])
  expect(about.map(({ kind }) => kind)).toEqual(['evidence.anchored'])
})

test('without an address there are none', () => {
  const config = { ...core.config, anchor: { ...core.config.anchor, url: null } }
  expect(anchorDriver({ ...core, config })).toBe(null)
})

test('an error that is none of the authority’s is not taken for one', async () => {
  await grown()
  const broken = { name: 'rfc3161', anchor: async () => Promise.reject(new TypeError('a defect')) }
  await core.evidence.checkpoint(core.evidence.head().size)
  await expect(tendAnchors(core, broken)).rejects.toThrow('a defect')
  const wrong = { name: 'rfc3161', anchor: async () => Promise.reject(new AnchorError('nonce', 'x')) }
  await tendAnchors(core, wrong)
  expect(await rows()).toMatchObject([{ state: 'failed', problem: 'nonce' }])
})

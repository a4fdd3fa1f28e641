import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { suite } from '../../safeguard/crypto/index.ts'
import { hookOf, listNotices, setHook, testHook, vetoNotice } from '../../flow/decision/index.ts'
import type { PolicyInput } from '../../flow/policy/index.ts'
import { runSpace, type RunSpace } from './run.fixture.ts'

let space: RunSpace
const servers: Server[] = []
beforeAll(async () => {
  space = await runSpace({}, { sources: { allowedHosts: ['127.0.0.1'] } })
}, 60_000)
afterAll(() => space.stop())
afterEach(async () => {
  await space.runs.settled()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
  await space.core.db.deleteFrom('provider_hook').execute()
})

type Answering = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void
async function hook(answer: Answering): Promise<void> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => answer(request, response, Buffer.concat(parts)))
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/grants`
  await setHook(space.core, space.officer('bureau'), { url, active: true })
}

const veto = (more: Partial<NonNullable<PolicyInput['notice']>> = {}) => ({
  notice: { veto: true, waitMs: 400, silence: 'deny', ...more } as const,
})
const runOf = (id: string) =>
  space.core.db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const noticeOf = async (runId: string) => {
  const { items } = await listNotices(space.core, space.officer('bureau').participantId, {
    offset: 0,
    limit: 200,
  })
  return items.find((one) => one.runId === runId)!
}
const counted = async (contractId: string) =>
  space.core.db
    .selectFrom('contract')
    .select(['runs_used', 'runs_leased'])
    .where('id', '=', contractId)
    .executeTakeFirstOrThrow()

describe('the provider is told of a grant', () => {
  test('by a signed message, and in its list', async () => {
    let seen: { body: Buffer; signature: string } | undefined
    await hook((request, response, body) => {
      seen = { body, signature: String(request.headers['xinyu-signature']) }
      response.end()
    })
    const contract = await space.contract()
    const id = await space.query(contract.id)
    await space.runs.settled()
    expect((await runOf(id)).state).toBe('released')
    const { publicKey, last } = await hookOf(space.core, space.officer('bureau').participantId)
    const key = Buffer.from(publicKey!, 'base64')
    expect(suite().signature.verify(key, seen!.body, Buffer.from(seen!.signature, 'base64'))).toBe(true)
    expect(
      suite().signature.verify(
        key,
        Buffer.concat([seen!.body, Buffer.from(' ')]),
        Buffer.from(seen!.signature, 'base64'),
      ),
    ).toBe(false)
    expect(JSON.parse(seen!.body.toString())).toMatchObject({
      type: 'grant',
      runId: id,
      contractId: contract.id,
    })
    expect(await noticeOf(id)).toMatchObject({ state: 'told', delivery: 'delivered', action: 'compute' })
    expect(last?.result).toBe('delivered')
  })

  test('may try its address, and sees how it was taken', async () => {
    const bureau = space.officer('bureau').participantId
    expect(await testHook(space.core, bureau)).toBeNull()
    let seen = ''
    await hook((_request, response, body) => {
      seen = body.toString()
      response.writeHead(503).end()
    })
    expect(await testHook(space.core, bureau)).toBe('status 503')
    expect(JSON.parse(seen)).toMatchObject({ type: 'test' })
    expect((await hookOf(space.core, bureau)).last).toMatchObject({ result: 'status 503' })
  })

  test('and may veto by its answer before data is opened: nothing is opened, nothing counts', async () => {
    await hook((_request, response) => response.end(JSON.stringify({ verdict: 'veto', reason: '夜间不用' })))
    const contract = await space.contract(veto())
    let opened = false
    const id = await space.query(contract.id, { execute: async () => void (opened = true) })
    expect(await runOf(id)).toMatchObject({ state: 'denied', problem: { code: 'RUN_VETOED' } })
    expect(opened).toBe(false)
    expect(await counted(contract.id)).toEqual({ runs_used: 0, runs_leased: 0 })
    expect(await noticeOf(id)).toMatchObject({ state: 'vetoed', answeredBy: 'hook', reason: '夜间不用' })
    const kinds = (await space.core.evidence.leavesAbout([id])).map(({ kind }) => kind)
    expect(kinds).toContain('notice.vetoed')
    expect(kinds).not.toContain('run.opened')
  })

  test('and may allow by its answer, without waiting out its time', async () => {
    await hook((_request, response) => response.end(JSON.stringify({ verdict: 'allow' })))
    const contract = await space.contract(veto({ waitMs: 20_000 }))
    const began = Date.now()
    const id = await space.query(contract.id)
    expect(Date.now() - began).toBeLessThan(8000)
    expect((await runOf(id)).state).toBe('released')
    expect(await noticeOf(id)).toMatchObject({ state: 'allowed', answeredBy: 'hook' })
  })

  test.each([
    ['deny', 'denied', 'vetoed'],
    ['allow', 'released', 'allowed'],
  ] as const)('whose silence means %s gets what the contract says', async (silence, state, answered) => {
    const contract = await space.contract(veto({ silence }))
    const id = await space.query(contract.id)
    expect((await runOf(id)).state).toBe(state)
    expect(await noticeOf(id)).toMatchObject({ state: answered, answeredBy: 'silence' })
  })

  test('may veto by hand while it waits, and no later; another body sees no such notice', async () => {
    const contract = await space.contract(veto({ waitMs: 20_000, silence: 'allow' }))
    const running = space.query(contract.id)
    const bureau = space.officer('bureau')
    let waiting: { id: string } | undefined
    while (!waiting) {
      await sleep(20)
      const page = { offset: 0, limit: 5, contractId: contract.id }
      waiting = (await listNotices(space.core, bureau.participantId, page)).items[0]
    }
    await expect(vetoNotice(space.core, space.officer('insurer'), waiting.id, 'no')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    await vetoNotice(space.core, bureau, waiting.id, '先停一下')
    expect((await runOf(await running)).state).toBe('denied')
    await expect(vetoNotice(space.core, bureau, waiting.id, 'again')).rejects.toMatchObject({
      code: 'NOTICE_NOT_WAITING',
    })
  })

  const BAD: readonly [string, Answering][] = [
    ['never answers', () => {}],
    ['redirects', (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['answers with 50 MB', (_request, response) => void response.end(Buffer.alloc(50_000_000, 32))],
    ['fails', (_request, response) => response.writeHead(500).end('{"verdict":"allow"}')],
    ['cuts the line', (request) => void request.socket.destroy()],
    ['answers nonsense', (_request, response) => response.end('<html>')],
    [
      'drips',
      (_request, response) => {
        response.writeHead(200)
        const timer = setInterval(() => response.write(' '), 50)
        response.on('close', () => clearInterval(timer))
      },
    ],
  ]
  test.each(BAD)(
    'and a hook that %s breaks nothing: silence decides in time',
    async (_what, answer) => {
      await hook(answer)
      const contract = await space.contract(veto())
      const began = Date.now()
      const id = await space.query(contract.id)
      expect(Date.now() - began).toBeLessThan(6000)
      expect(await runOf(id)).toMatchObject({ state: 'denied', problem: { code: 'RUN_VETOED' } })
      expect(await noticeOf(id)).toMatchObject({ answeredBy: 'silence' })
      const open = await space.contract()
      expect((await runOf(await space.query(open.id))).state).toBe('released')
    },
    30_000,
  )

  test.each([
    'http://example.com/x',
    'https://169.254.169.254/latest',
    'https://user:secret@127.0.0.1/x',
    'ftp://127.0.0.1/x',
    'http://localhost.example.com/',
    'https://elsewhere.example/',
  ])('but not at %s', async (url) => {
    const set = setHook(space.core, space.officer('bureau'), { url, active: true })
    await expect(set).rejects.toMatchObject({ code: 'HOOK_ADDRESS' })
  })
})

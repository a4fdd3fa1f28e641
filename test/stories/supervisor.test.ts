import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditPage } from '../../src/oversight/audit/model.ts'
import { type Client, demoClient } from '../support/client.ts'
import { type SmallDemo, smallDemo } from '../support/small-demo.ts'

/** The supervisor's account over every route that there is: it sees what an auditor sees and changes nothing. */

const NO_ID = '00000000-0000-7000-8000-000000000000'
/** The own account and session, doors with a key of their own, and questions that are answered and kept nowhere. */
const OWN =
  /^\/api\/(session|demo\/session|insured\/|me\/|invitations\/|verify-|push\/|tc609\/)|^\/api\/policy\/(check|odrl|templates\/)/

let demo: SmallDemo
let origin: string

beforeAll(async () => {
  demo = await smallDemo()
  origin = await demo.serve()
}, 900_000)
afterAll(() => demo?.end())

async function routes(): Promise<{ method: string; path: string }[]> {
  const api = (await (await fetch(`${origin}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>
  }
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    path.startsWith('/api/')
      ? Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path }))
      : [],
  )
}

async function called(client: Client, { method, path }: { method: string; path: string }) {
  const abort = new AbortController()
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }
  const answer = await client.raw(
    path
      .slice('/api'.length)
      .replaceAll(/\{\w+\}/g, NO_ID)
      .replace('{*}', '0'),
    {
      method,
      signal: abort.signal,
      ...('body' in body ? { headers: { 'content-type': 'application/json' } } : {}),
      ...body,
    },
  )
  const live = answer.headers.get('content-type')?.startsWith('text/event-stream') === true
  const text = live ? '' : await answer.text()
  abort.abort()
  const refused = answer.status === 401 || answer.status === 403
  return { refused, code: refused ? (JSON.parse(text) as { code: string }).code : '' }
}

test('no route that writes is open to it', { timeout: 600_000 }, async () => {
  const client = await demoClient(origin, 'supervisor')
  const writes = (await routes()).filter(({ method, path }) => method !== 'GET' && !OWN.test(path))
  expect(writes.length).toBeGreaterThan(150)
  const open: string[] = []
  const byGuard: string[] = []
  for (const route of writes) {
    const { refused, code } = await called(client, route)
    if (!refused) open.push(`${route.method} ${route.path}`)
    if (code === 'SUPERVISOR_READS') byGuard.push(`${route.method} ${route.path}`)
  }
  expect(open).toEqual([])
  // What an auditor of the operator may do is refused to the supervisor's at the door.
  expect(byGuard).toContain('POST /api/audit/reports')
  expect(byGuard).toContain('POST /api/projects/{id}/audit')
  // The evidence agrees: it signed in, and did nothing else.
  const { core } = demo.opened
  const { id: userId } = await core.db
    .selectFrom('app_user')
    .select('id')
    .where('login', '=', 'supervisor')
    .executeTakeFirstOrThrow()
  const auditor = await demoClient(origin, 'auditor')
  const { items } = await auditor.get<AuditPage>(`/audit/search?userId=${userId}&limit=200`)
  const acted = items.filter(({ actorUserId }) => actorUserId === userId)
  expect([...new Set(acted.map(({ kind }) => kind))]).toEqual(['session.opened'])
})

test('it sees what an auditor of the operator sees', { timeout: 600_000 }, async () => {
  const supervisor = await demoClient(origin, 'supervisor')
  const auditor = await demoClient(origin, 'auditor')
  const reads = (await routes()).filter(({ method, path }) => method === 'GET' && !path.endsWith('/events'))
  const less: string[] = []
  for (const route of reads) {
    const [one, other] = [await called(supervisor, route), await called(auditor, route)]
    if (one.refused !== other.refused) less.push(`${route.path} ${one.code} ${other.code}`)
  }
  expect(less).toEqual([])
})

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Record_ = Readonly<Record<string, unknown>>
/** What goes wrong with one request, before the list answers. */
export type Trouble =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'cut' }
  | { readonly kind: 'cut-open' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'text'; readonly text: string }
  /** Something happens to the list, then it answers. */
  | { readonly kind: 'do'; readonly act: () => void }

export interface TestService {
  readonly origin: string
  /** Rows as JSON texts, so that numbers stay as they are written. */
  rows: string[]
  /** Used up one by one, a null lets one request pass. */
  troubles: (Trouble | null)[]
  /** Asked for data, in order. */
  readonly asked: URL[]
  /** Tokens that were given out. */
  tokens: number
  /** Requests that one token is good for. */
  tokenUses: number
  /** Rows on a page at most, whatever is asked for. */
  cap: number
  /** Numbers behind the end give the last page again. */
  wraps: boolean
  /** The same page for every number. */
  stuck: boolean
  withTotal: boolean
  close(): Promise<void>
}

/** A real HTTP server with a paged list at `/list`, and tokens at `/token`; it can be made to misbehave. */
export async function testService(rows: readonly Record_[] | readonly string[]): Promise<TestService> {
  const server = createServer((request, reply) => void answer(service, uses, request, reply))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const uses = new Map<string, number>()
  const service: TestService = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rows: rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))),
    troubles: [],
    asked: [],
    tokens: 0,
    tokenUses: Number.POSITIVE_INFINITY,
    cap: 1_000,
    wraps: false,
    stuck: false,
    withTotal: false,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
  return service
}

const CLIENT = `Basic ${Buffer.from('hospital:s3cret').toString('base64')}`

async function answer(
  service: TestService,
  uses: Map<string, number>,
  request: IncomingMessage,
  reply: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', service.origin)
  if (url.pathname === '/token') {
    if (request.headers.authorization !== CLIENT) return send(reply, 401, '{}')
    const token = `t${++service.tokens}`
    uses.set(token, service.tokenUses)
    return send(reply, 200, JSON.stringify({ access_token: token, expires_in: 3600 }))
  }
  service.asked.push(url)
  const trouble = service.troubles.shift() ?? null
  if (trouble !== null && (await misbehave(trouble, reply))) return
  if (url.pathname === '/secure') {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const left = uses.get(token) ?? 0
    if (left <= 0) return send(reply, 401, '{"message":"token expired"}')
    uses.set(token, left - 1)
  }
  if (url.pathname === '/key' && request.headers['x-api-key'] !== 'k1') return send(reply, 403, '{}')
  const body = request.method === 'POST' ? await bodyOf(request) : ''
  const sent: Record<string, string> =
    body === '' ? Object.fromEntries(url.searchParams) : (JSON.parse(body) as Record<string, string>)
  send(reply, 200, page(service, url, sent))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}

/** True where nothing more is to be answered. */
async function misbehave(trouble: Trouble, reply: ServerResponse): Promise<boolean> {
  switch (trouble.kind) {
    case 'status':
      if (trouble.retryAfter !== undefined) reply.setHeader('retry-after', trouble.retryAfter)
      send(reply, trouble.status, '{}')
      return true
    case 'cut':
      reply.writeHead(200, { 'content-length': 1_000 })
      reply.write('{"rows": [')
      setTimeout(() => reply.destroy(), 5)
      return true
    case 'cut-open':
      reply.shouldKeepAlive = false
      reply.useChunkedEncodingByDefault = false
      reply.writeHead(200)
      reply.end('{"rows": [{"id": "1"')
      return true
    case 'redirect':
      reply.writeHead(302, { location: trouble.to })
      reply.end()
      return true
    case 'text':
      send(reply, 200, trouble.text)
      return true
    case 'do':
      trouble.act()
      return false
    case 'slow':
      await new Promise((done) => setTimeout(done, trouble.ms))
      return false
  }
}

function page(service: TestService, url: URL, sent: Record<string, string>): string {
  const { cap, wraps, stuck, withTotal } = service
  const since = sent.since
  const rows = since === undefined ? service.rows : service.rows.filter((row) => updated(row) >= since)
  const size = Math.min(cap, Number(sent.size ?? sent.limit ?? 1_000))
  let from =
    sent.page === undefined ? Number(sent.offset ?? sent.cursor ?? 0) : (Number(sent.page) - 1) * size
  if (stuck) from = 0
  if (wraps && from >= rows.length) from = Math.max(0, Math.ceil(rows.length / size) - 1) * size
  const part = rows.slice(from, from + size)
  const more = from + size < rows.length
  const link = new URL(url)
  link.searchParams.set('cursor', String(from + size))
  const parts = [
    `"data": {"rows": [${part.join(',')}]}`,
    ...(withTotal ? [`"total": ${rows.length}`] : []),
    ...(more ? [`"next": "${from + size}"`, `"nextLink": "${link.pathname}${link.search}"`] : []),
  ]
  return `{${parts.join(', ')}}`
}

const updated = (row: string): string => (JSON.parse(row) as { updt_time?: string }).updt_time ?? ''

function send(reply: ServerResponse, status: number, text: string): void {
  reply.writeHead(status, { 'content-type': 'application/json' })
  reply.end(text)
}

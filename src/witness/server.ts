import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { witnessPage } from './page.ts'
import { MAX_REQUEST_BYTES } from './request.ts'
import { hashOfOrigin } from './store.ts'
import type { Answer, Witness } from './witness.ts'

/** A client that sends slowly or too much is let go. */
const PATIENCE_MS = 10_000
const MOST_CONNECTIONS = 256

export interface WitnessDoor {
  /** `http://127.0.0.1:8090`. */
  readonly address: string
  /** Takes no new request, answers those under way, and closes. */
  close(): Promise<void>
}

export interface DoorOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly say?: (line: string) => void
}

/** The HTTP door of a witness: C2SP tlog-witness for logs, a page for people. */
export async function openDoor(
  witness: Witness,
  { host, port, say = () => {} }: DoorOptions,
): Promise<WitnessDoor> {
  // Node looks for slow senders twice a minute otherwise, which would triple the patience.
  const server = createServer({ connectionsCheckingInterval: PATIENCE_MS / 5 }, (request, response) => {
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    answer(witness, request).then(
      (given) => send(response, given),
      (error: unknown) => {
        say(`failed: ${error instanceof Error ? error.message : String(error)}`)
        send(response, { status: 500, type: 'text/plain; charset=utf-8', body: 'failed\n' })
      },
    )
  })
  server.requestTimeout = PATIENCE_MS
  server.headersTimeout = PATIENCE_MS
  server.maxConnections = MOST_CONNECTIONS
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  const at = server.address() as AddressInfo
  return {
    address: `http://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}`,
    close: () => closed(server, witness),
  }
}

async function answer(witness: Witness, request: IncomingMessage): Promise<Answer> {
  const path = (request.url ?? '/').split('?')[0]!
  const method = request.method ?? 'GET'
  if (path === '/add-checkpoint') {
    if (method !== 'POST') return text(405, 'POST only')
    const body = await readBody(request)
    return body === null ? text(413, 'too large for a checkpoint') : witness.add(body)
  }
  if (method !== 'GET' && method !== 'HEAD') return text(405, 'GET only')
  if (path === '/') return { status: 200, type: 'text/html; charset=utf-8', body: witnessPage(witness) }
  if (path === '/key') return text(200, witness.vkey)
  const hash = /^\/checkpoint\/([0-9a-f]{64})$/.exec(path)?.[1]
  const last = hash && witness.seen().find((one) => hashOfOrigin(one.origin) === hash)?.last
  return last ? { status: 200, type: 'text/plain; charset=utf-8', body: last.note } : text(404, 'not found')
}

const text = (status: number, line: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: `${line}\n`,
})

function send(response: ServerResponse, { status, type, body }: Answer): void {
  if (response.destroyed) return
  // What is left of a body that was too large is not read.
  if (status === 413) response.setHeader('connection', 'close')
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}

/** The whole body; null when it is larger than a request may be. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > MAX_REQUEST_BYTES) return null
    parts.push(part)
  }
  return Buffer.concat(parts)
}

async function closed(server: Server, witness: Witness): Promise<void> {
  const done = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  await witness.settled()
  const slow = setTimeout(() => server.closeAllConnections(), 2000)
  await done
  clearTimeout(slow)
}

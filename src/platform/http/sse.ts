import type { FastifyReply } from 'fastify'
import type { Json } from '../../kernel/canonical.ts'

/** A stream of server-sent events on a reply. `onClose` runs once, when either side ends it. */
export interface EventStream {
  send(event: string, data: Json): void
  end(): void
}

const HEARTBEAT_MS = 15_000

/** Takes over the reply as an event stream; proxies are kept awake by a comment every 15 s. */
export function eventStream(reply: FastifyReply, onClose: () => void): EventStream {
  reply.hijack()
  const raw = reply.raw
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  raw.write(': open\n\n')
  const heartbeat = setInterval(() => raw.write(': \n\n'), HEARTBEAT_MS)
  raw.on('close', () => {
    clearInterval(heartbeat)
    onClose()
  })
  return {
    send: (event, data) => void raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    end: () => raw.end(),
  }
}

import http, { type IncomingMessage } from 'node:http'
import https from 'node:https'
import { XinyuError } from '../../../../../kernel/errors/index.ts'
import { type AddressRules, type Place, resolveHost } from './address.ts'

export interface Ask {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly text: string
}

export interface AskLimits {
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly caPem: string | null
}

/** A failure of the way, not of the answer: asked again it may go well. */
export class WayFailed extends Error {
  readonly why: string
  constructor(why: string) {
    super(why)
    this.why = why
  }
}

/** Requests to hosts whose addresses were resolved and checked once. Redirects are told, never followed here. */
export interface Way {
  /** @throws WayFailed; XinyuError SERVICE_ADDRESS_FORBIDDEN, SERVICE_TLS, SERVICE_TOO_LARGE, SOURCE_UNREACHABLE */
  ask(request: Ask, signal: AbortSignal): Promise<Answer>
  close(): void
}

const TLS_FAULT =
  /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/

export function openWay(rules: AddressRules, limits: AskLimits): Way {
  const plain = new http.Agent({ keepAlive: true, maxSockets: 2 })
  const secure = new https.Agent({ keepAlive: true, maxSockets: 2 })
  const known = new Map<string, Promise<Place[]>>()
  const placesOf = (host: string): Promise<Place[]> => {
    const found = known.get(host) ?? resolveHost(host, rules)
    known.set(host, found)
    return found
  }
  let turn = 0
  return {
    async ask(request, signal) {
      const places = await placesOf(request.url.hostname).catch((error: unknown) => {
        known.delete(request.url.hostname)
        throw isNameServerDown(error) ? new WayFailed('EAI_AGAIN') : error
      })
      const place = places[turn % places.length]!
      const timeout = AbortSignal.timeout(limits.timeoutMs)
      try {
        const agent = request.url.protocol === 'https:' ? secure : plain
        return await send(request, place, agent, limits, AbortSignal.any([signal, timeout]))
      } catch (error) {
        signal.throwIfAborted()
        turn++
        if (timeout.aborted) throw new WayFailed(`no answer within ${limits.timeoutMs / 1000} s`)
        throw asFailure(error, request.url)
      }
    },
    close: () => {
      plain.destroy()
      secure.destroy()
    },
  }
}

const isNameServerDown = (error: unknown): boolean =>
  error instanceof XinyuError && error.params.why === 'EAI_AGAIN'

function asFailure(error: unknown, url: URL): unknown {
  if (error instanceof XinyuError || error instanceof WayFailed) return error
  const { code = 'connection failed' } = error as NodeJS.ErrnoException
  if (TLS_FAULT.test(code)) return new XinyuError('SERVICE_TLS', { where: url.host, why: code })
  return new WayFailed(code)
}

function send(
  { method, url, headers, body }: Ask,
  place: Place,
  agent: http.Agent,
  limits: AskLimits,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((accept, reject) => {
    const options: https.RequestOptions = {
      method,
      agent,
      signal,
      // No compression: what comes is what counts against the limit.
      headers: { accept: 'application/json', 'accept-encoding': 'identity', ...headers },
      // The address that was checked, whatever the name says by now.
      lookup: (_host, { all }, done) =>
        all ? done(null, [place]) : (done as Single)(null, place.address, place.family),
    }
    if (url.protocol === 'https:') {
      options.rejectUnauthorized = true
      options.minVersion = 'TLSv1.2'
      if (limits.caPem !== null) options.ca = limits.caPem
    }
    const request = (url.protocol === 'https:' ? https : http).request(url, options, (answer) => {
      readText(answer, url, limits.maxBytes).then(
        (text) => accept({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
        (error: Error) => {
          request.destroy()
          reject(error)
        },
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

type Single = (error: null, address: string, family: number) => void

async function readText(answer: IncomingMessage, url: URL, maxBytes: number): Promise<string> {
  const tooLarge = () => new XinyuError('SERVICE_TOO_LARGE', { where: url.host, max: maxBytes })
  if (Number(answer.headers['content-length'] ?? 0) > maxBytes) throw tooLarge()
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of answer) {
    bytes += (part as Buffer).length
    if (bytes > maxBytes) throw tooLarge()
    parts.push(part as Buffer)
  }
  if (!answer.complete) throw new WayFailed('the answer was cut off')
  return decoded(Buffer.concat(parts, bytes), answer.headers['content-type'] ?? '', url)
}

/** JSON is UTF-8 (RFC 8259 §8.1); systems that say GB18030 or GBK are believed. A byte that does not fit is an error. */
function decoded(bytes: Buffer, contentType: string, url: URL): string {
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8'
  const encoding = /^(gbk|gb2312|gb18030)$/.test(charset) ? 'gb18030' : charset
  if (encoding !== 'gb18030' && !/^utf-?8$/.test(encoding)) {
    throw new XinyuError('SERVICE_NOT_JSON', { where: url.host, why: `charset ${charset}` })
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new XinyuError('SERVICE_NOT_JSON', { where: url.host, why: `bytes that are not ${charset}` })
  }
}

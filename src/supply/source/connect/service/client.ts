import { XinyuError } from '../../../../kernel/errors/index.ts'
import { type Exact, NotJson, parseExact } from './exact-json.ts'
import type { HttpSecret, HttpSettings } from './model.ts'
import type { AddressRules } from './net/address.ts'
import { type Answer, type Ask, openWay, WayFailed } from './net/ask.ts'
import { type RetryTools, withRetry } from './net/retry.ts'
import { signInOf } from './net/sign-in.ts'

/** A signed-in way to one service. */
export interface Client {
  /** @throws XinyuError SERVICE_*, SOURCE_* */
  json(url: URL, params: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Got>
  close(): void
}

export interface Got {
  readonly status: number
  /** Null for a status other than 200: the caller knows whether that is the end or a fault. */
  readonly body: Exact | null
  readonly link: string | undefined
  /** The clock of the service in ms, where it tells. */
  readonly date: number | null
}

const ENDS_WHOLE = /[}\]]\s*$/
const MAX_REDIRECTS = 3
const REDIRECT = new Set([301, 302, 303, 307, 308])

export function openClient(
  settings: HttpSettings,
  secret: HttpSecret,
  rules: AddressRules,
  tools: Omit<RetryTools, 'signal'>,
): Client {
  const { timeoutSeconds, maxAnswerBytes, caPem, retries, retryBaseMs, method } = settings
  const way = openWay(rules, { timeoutMs: timeoutSeconds * 1000, maxBytes: maxAnswerBytes, caPem })
  const patient = (request: Ask, signal: AbortSignal) =>
    withRetry(request.url.host, { retries, baseMs: retryBaseMs }, { ...tools, signal }, async () => {
      const answer = await way.ask(request, signal)
      // A server that closes early and never said how long its answer is: seen by its end alone.
      if (answer.status === 200 && !ENDS_WHOLE.test(answer.text.slice(-64))) {
        throw new WayFailed('the answer was cut off')
      }
      return answer
    })
  const signIn = signInOf(settings.access, secret, tools.clock)
  const signed = async (url: URL, params: Readonly<Record<string, string>>, signal: AbortSignal) => {
    const headers = await signIn.headers((request) => patient(request, signal))
    return followed(requestOf(method, url, params, headers), (request) => patient(request, signal))
  }
  return {
    async json(url, params, signal) {
      let answer = await signed(url, params, signal)
      if (answer.status === 401 && signIn.renew()) answer = await signed(url, params, signal)
      if (answer.status === 401 || answer.status === 403) {
        throw new XinyuError('SOURCE_REFUSED', { where: url.host, why: `HTTP ${answer.status}` })
      }
      const { status, text, headers } = answer
      const link = typeof headers.link === 'string' ? headers.link : undefined
      const date = Date.parse(headers.date ?? '')
      const body = status === 200 ? parsed(text, url) : null
      return { status, body, link, date: Number.isNaN(date) ? null : date }
    },
    close: () => way.close(),
  }
}

function requestOf(
  method: 'GET' | 'POST',
  address: URL,
  params: Readonly<Record<string, string>>,
  signed: Readonly<Record<string, string>>,
): Ask {
  if (method === 'POST') {
    const headers = { ...signed, 'content-type': 'application/json' }
    return { method, url: address, headers, body: JSON.stringify(params) }
  }
  const url = new URL(address)
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value)
  return { method, url, headers: signed }
}

/** Follows redirects of GET on the same host, port and scheme alone: elsewhere our token would be shown to a stranger. */
async function followed(request: Ask, ask: (request: Ask) => Promise<Answer>): Promise<Answer> {
  let here = request
  for (let hops = 0; ; hops++) {
    const answer = await ask(here)
    if (!REDIRECT.has(answer.status)) return answer
    const { location } = answer.headers
    const to = URL.canParse(location ?? '', here.url.href) ? new URL(location!, here.url) : null
    if (
      to === null ||
      to.origin !== request.url.origin ||
      request.method !== 'GET' ||
      hops >= MAX_REDIRECTS
    ) {
      throw new XinyuError('SERVICE_REDIRECT', { where: request.url.host })
    }
    here = { ...here, url: to }
  }
}

function parsed(text: string, url: URL): Exact {
  try {
    return parseExact(text)
  } catch (error) {
    if (!(error instanceof NotJson)) throw error
    const { why, position } = error
    throw new XinyuError('SERVICE_NOT_JSON', { where: url.host, why: `${why} (${position})` })
  }
}

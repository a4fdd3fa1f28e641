import { XinyuError } from '../../kernel/errors/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { hostsOf, openWay, WayFailed } from '../../supply/source/connect/index.ts'
import { type Answer, ANSWERS, type Interface, type Request } from './fields.ts'
import { ownKey } from './identity.ts'
import { writeMessage } from './reading.ts'
import { bodyHashOf, makeToken, TOKEN_SECONDS } from './token.ts'

/** A slow or dead system holds nobody up longer; a query there may take its minute. */
const TIMEOUT_MS = 20_000
const USE_TIMEOUT_MS = 120_000
const MAX_ANSWER_BYTES = 64 * 1024 * 1024
/** Some hundred changes of a key; reading a longer history would cost more than its log is worth. */
const MAX_HISTORY_BYTES = 256 * 1024

export interface Node {
  readonly url: string
  /** Identifier of the receiver, and of who sends. */
  readonly id: string
  readonly ownId: string
}

/** A new number of a message: the same when it is sent again. */
export const newSequence = (core: Core): string => Buffer.from(core.random.bytes(16)).toString('hex')

/**
 * Sends one message and reads its answer.
 * @throws XinyuError TC609_PEER_SILENT (try again), TC609_PEER_REFUSED (the other side's code and sentence)
 */
export async function send<K extends Interface>(
  core: Core,
  to: Node,
  kind: K,
  message: Request<K>,
  seq: string,
  signal: AbortSignal = new AbortController().signal,
): Promise<Answer<K>> {
  const body = writeMessage(kind, message)
  const own = await ownKey(core)
  const iat = Math.floor(core.clock.now() / 1000)
  const token = await makeToken(own, {
    iss: to.ownId,
    sub: to.ownId,
    auth: to.id,
    iat,
    exp: iat + TOKEN_SECONDS,
    jti: newSequence(core),
    seq,
    bodyHash: bodyHashOf(body),
  })
  const text = await post(core, to.url, `/api/tc609/${kind}`, {
    timeoutMs: kind === 'use' ? USE_TIMEOUT_MS : TIMEOUT_MS,
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
    signal,
  })
  const answer = ANSWERS[kind].safeParse(text)
  if (!answer.success)
    throw new XinyuError('TC609_PEER_REFUSED', { code: '13000', why: 'an answer of another form' })
  return answer.data as Answer<K>
}

/** What a system shows of itself. @throws XinyuError TC609_PEER_SILENT, TC609_PEER_REFUSED */
export const fetchCard = (core: Core, url: string): Promise<unknown> =>
  post(core, url, '/api/tc609/identity', {
    timeoutMs: TIMEOUT_MS,
    headers: {},
    body: null,
    signal: new AbortController().signal,
  })

/**
 * What the log of a system publishes about its keys. Nothing of it is believed before its signatures were looked at.
 * @throws XinyuError TC609_PEER_SILENT, TC609_PEER_REFUSED
 */
export async function fetchKeyHistory(core: Core, base: string): Promise<string> {
  const signal = new AbortController().signal
  const what = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_HISTORY_BYTES, headers: {}, body: null, signal }
  const { url, status, text } = await ask(core, base, '/api/evidence/keys', what)
  if (status === 200) return text
  throw refusal(url, status, parsed(text))
}

interface Post {
  readonly timeoutMs: number
  readonly maxBytes?: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
  readonly signal: AbortSignal
}

async function post(core: Core, base: string, path: string, what: Post): Promise<unknown> {
  const { url, status, text } = await ask(core, base, path, what)
  const answer = parsed(text)
  if (status === 200) return answer
  throw refusal(url, status, answer)
}

async function ask(core: Core, base: string, path: string, what: Post) {
  const url = new URL(`${base}${path}`)
  const limits = { timeoutMs: what.timeoutMs, maxBytes: what.maxBytes ?? MAX_ANSWER_BYTES, caPem: null }
  const way = openWay(await hostsOf(core), limits)
  try {
    const { status, text } = await way.ask(
      {
        method: what.body === null ? 'GET' : 'POST',
        url,
        headers: { 'content-type': 'application/json', ...what.headers },
        ...(what.body === null ? {} : { body: what.body }),
      },
      what.signal,
    )
    return { url, status, text }
  } catch (error) {
    if (error instanceof WayFailed)
      throw new XinyuError('TC609_PEER_SILENT', { where: url.host, why: error.why }, { cause: error })
    throw error
  } finally {
    way.close()
  }
}

/** 5xx and 429 are told as silence: asked again it may go well. */
function refusal(url: URL, status: number, answer: unknown): XinyuError {
  if (status >= 500 || status === 429)
    return new XinyuError('TC609_PEER_SILENT', { where: url.host, why: `HTTP ${status}` })
  const { code, zh } = (answer ?? {}) as { code?: unknown; zh?: unknown }
  return new XinyuError('TC609_PEER_REFUSED', {
    code: typeof code === 'string' ? code.slice(0, 80) : `HTTP ${status}`,
    why: typeof zh === 'string' ? zh.slice(0, 500) : '—',
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

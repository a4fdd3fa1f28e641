import { type Clock, XinyuError } from '../../../../../kernel/index.ts'
import { atPointer, ExactNumber, NotJson, parseExact } from '../exact-json.ts'
import type { Access, HttpSecret } from '../model.ts'
import type { Answer, Ask } from './ask.ts'

/** What is put into each request so that the service knows us. */
export interface SignIn {
  /** `ask` is used where a token must be fetched first. */
  headers(ask: (request: Ask) => Promise<Answer>): Promise<Readonly<Record<string, string>>>
  /** After a 401: true where asking again with a new token may help. */
  renew(): boolean
}

/** A token is renewed this long before it ends, so that it does not end on its way. */
const EARLY_MS = 30_000
const DEFAULT_LIFE_MS = 5 * 60_000

/** @throws XinyuError SOURCE_REFUSED where the secret lacks what the way of signing in needs */
export function signInOf(access: Access, secret: HttpSecret, clock: Clock): SignIn {
  switch (access.kind) {
    case 'none':
      return fixed({})
    case 'bearer':
      return fixed({ authorization: `Bearer ${must(secret.token, 'token')}` })
    case 'api-key':
      return fixed({ [access.header.toLowerCase()]: must(secret.token, 'token') })
    case 'client-credentials':
      return byClient(access, secret, clock)
  }
}

const fixed = (headers: Readonly<Record<string, string>>): SignIn => ({
  headers: async () => headers,
  renew: () => false,
})

function must(value: string | undefined, what: string): string {
  // A line end would smuggle a second header into the request.
  if (value === undefined || value === '' || /[^\u0020-\u007e]/.test(value)) {
    throw new XinyuError('SOURCE_REFUSED', { where: what, why: 'the secret is missing or not plain text' })
  }
  return value
}

/** OAuth 2.0 client credentials (RFC 6749 §4.4): the token is fetched, kept for its life and renewed. */
function byClient(access: Access & { kind: 'client-credentials' }, secret: HttpSecret, clock: Clock): SignIn {
  const url = new URL(access.tokenUrl)
  const id = must(secret.clientId, 'clientId')
  const password = must(secret.clientSecret, 'clientSecret')
  let held: { token: string; until: number } | null = null
  const fetchToken = async (ask: (request: Ask) => Promise<Answer>) => {
    const form = new URLSearchParams({ grant_type: 'client_credentials' })
    if (access.scope !== '') form.set('scope', access.scope)
    const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(password)}`).toString('base64')
    const answer = await ask({
      method: 'POST',
      url,
      headers: {
        authorization: `Basic ${basic}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: form.toString(),
    })
    return tokenIn(answer, url, clock.now())
  }
  return {
    async headers(ask) {
      if (held === null || held.until <= clock.now()) held = await fetchToken(ask)
      return { authorization: `Bearer ${held.token}` }
    },
    renew: () => {
      held = null
      return true
    },
  }
}

function tokenIn({ status, text }: Answer, url: URL, now: number): { token: string; until: number } {
  const where = url.host
  if (status !== 200) throw new XinyuError('SOURCE_REFUSED', { where, why: `HTTP ${status} for a token` })
  try {
    const body = parseExact(text)
    const token = atPointer(body, '/access_token')
    const life = atPointer(body, '/expires_in')
    if (typeof token !== 'string') throw new NotJson('no access_token', 1)
    const seconds = Number(life instanceof ExactNumber ? life.text : typeof life === 'string' ? life : 0)
    const lifeMs = seconds > 0 ? seconds * 1000 : DEFAULT_LIFE_MS
    return { token: must(token, 'access_token'), until: now + Math.max(lifeMs - EARLY_MS, lifeMs / 2) }
  } catch (error) {
    if (error instanceof NotJson) throw new XinyuError('SERVICE_NOT_JSON', { where, why: error.why })
    throw error
  }
}

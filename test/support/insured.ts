/** The insured person's phone: a client with the cookie of that door and nothing else. */
export interface InsuredClient {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  raw(path: string, init?: RequestInit): Promise<Response>
  cookie(): string
}

export function insuredClient(origin: string, start = ''): InsuredClient {
  let cookie = start
  const raw = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (!headers.has('origin')) headers.set('origin', origin)
    if (cookie) headers.set('cookie', cookie)
    const answer = await fetch(`${origin}/api${path}`, { ...init, headers })
    for (const line of answer.headers.getSetCookie())
      if (line.startsWith('xinyu_insured=')) cookie = line.split(';')[0]!
    return answer
  }
  const json = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const answer = await raw(path, init)
    const body = JSON.parse((await answer.text()) || 'null') as T & { code?: string; en?: string }
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${body.code} ${body.en}`)
    return body
  }
  return {
    raw,
    cookie: () => cookie,
    get: (path) => json(path),
    post: (path, body) =>
      json(path, {
        method: 'POST',
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      }),
  }
}

export interface Claimed {
  readonly name: string
  readonly certno: string
}

/** Comes in as a made-up person by name, number and the code that the demo shows. */
export async function insuredIn(origin: string, person: Claimed): Promise<InsuredClient> {
  const client = insuredClient(origin)
  const { challengeId, code } = await client.post<{ challengeId: string; code: string }>(
    '/insured/session/begin',
    { name: person.name, certno: person.certno },
  )
  await client.post('/insured/session', { challengeId, code })
  return client
}

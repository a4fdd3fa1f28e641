/** A small API client with a cookie, for stories: what a program of a participant would be. */
export interface Client {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  /** Any request; the answer as it is. */
  raw(path: string, init?: RequestInit): Promise<Response>
}

/** Thrown for every answer that is not 2xx; `body` is the problem as sent. */
export class ApiFailure extends Error {
  readonly status: number
  readonly body: { code?: string; zh?: string; en?: string; detail?: unknown }

  constructor(path: string, status: number, body: ApiFailure['body']) {
    super(`${path} answered ${status} ${body.code ?? ''} ${body.en ?? ''}`)
    this.status = status
    this.body = body
  }
}

export function createClient(origin: string): Client {
  let cookie = ''
  const raw = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('origin', origin)
    if (cookie) headers.set('cookie', cookie)
    const answer = await fetch(`${origin}/api${path}`, { ...init, headers })
    for (const line of answer.headers.getSetCookie())
      if (line.startsWith('xinyu_session=')) cookie = line.split(';')[0]!
    return answer
  }
  const json = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const answer = await raw(path, init)
    const text = await answer.text()
    const body: unknown = text ? JSON.parse(text) : null
    if (!answer.ok) throw new ApiFailure(path, answer.status, body as ApiFailure['body'])
    return body as T
  }
  return {
    raw,
    get: (path) => json(path),
    post: (path, body = {}) =>
      json(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
  }
}

/** A client that entered as a demo user. */
export async function demoClient(origin: string, login: string): Promise<Client> {
  const client = createClient(origin)
  await client.post('/demo/session', { login })
  return client
}

/** A small API client with a cookie, for stories: what a program of a participant would be. */
export interface Client {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body?: unknown): Promise<T>
  put<T>(path: string, body?: unknown): Promise<T>
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
  const cookies = new Map<string, string>()
  const raw = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('origin', origin)
    if (cookies.size > 0) headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '))
    const answer = await fetch(`${origin}/api${path}`, { ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(';')[0]!.split('=')
      if (name!.startsWith('xinyu_')) cookies.set(name!, value ?? '')
    }
    return answer
  }
  const json = async <T>(path: string, init?: RequestInit): Promise<T> => {
    const answer = await raw(path, init)
    const text = await answer.text()
    const body: unknown = text ? JSON.parse(text) : null
    if (!answer.ok) throw new ApiFailure(path, answer.status, body as ApiFailure['body'])
    return body as T
  }
  const send =
    (method: 'POST' | 'PUT') =>
    <T>(path: string, body: unknown = {}): Promise<T> =>
      json(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  return { raw, get: (path) => json(path), post: send('POST'), put: send('PUT') }
}

/** A client that entered as a demo user. */
export async function demoClient(origin: string, login: string): Promise<Client> {
  const client = createClient(origin)
  await client.post('/demo/session', { login })
  return client
}

import i18next from 'i18next'
import { ApiError, isProblem } from './error.ts'

type Query = Record<string, string | number | boolean | undefined | null>

function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return `/api${path}${text ? `?${text}` : ''}`
}

/** What a failed answer becomes: the server's own sentences, or ours when it had none. */
function failure(status: number, body: unknown): ApiError {
  if (isProblem(body)) return new ApiError({ ...body, status })
  const key = status === 0 ? 'error.unreachable' : 'error.unexpected'
  const say = (lng: string) => i18next.t(key, { lng, status })
  return new ApiError({
    status,
    code: status === 0 ? 'UNREACHABLE' : 'UNEXPECTED',
    zh: say('zh'),
    en: say('en'),
  })
}

async function send(method: string, path: string, query?: Query, body?: unknown): Promise<Response> {
  let response: Response
  try {
    response = await fetch(address(path, query), {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch {
    throw failure(0, null)
  }
  return answered(response)
}

/** @throws ApiError where the answer is a failure */
async function answered(response: Response): Promise<Response> {
  if (response.ok) return response
  const text = await response.text()
  let parsed: unknown = null
  try {
    parsed = JSON.parse(text)
  } catch {
    // Not JSON: an answer of something between us and the server.
  }
  throw failure(response.status, parsed)
}

async function json<T>(response: Response): Promise<T> {
  const text = await response.text()
  return (text ? JSON.parse(text) : null) as T
}

export const get = async <T>(path: string, query?: Query): Promise<T> =>
  json<T>(await send('GET', path, query))
export const post = async <T = null>(path: string, body?: unknown): Promise<T> =>
  json<T>(await send('POST', path, {}, body))
export const patch = async <T = null>(path: string, body: unknown): Promise<T> =>
  json<T>(await send('PATCH', path, {}, body))
export const put = async <T = null>(path: string, body: unknown): Promise<T> =>
  json<T>(await send('PUT', path, {}, body))
export const remove = async <T = null>(path: string): Promise<T> => json<T>(await send('DELETE', path))
export const getBytes = async (path: string): Promise<Uint8Array> =>
  new Uint8Array(await (await send('GET', path)).arrayBuffer())

/** Sends bytes as they are and reads the answer. */
export async function sendBytes<T = null>(
  path: string,
  bytes: Blob,
  method: 'POST' | 'PUT' = 'POST',
): Promise<T> {
  let response: Response
  try {
    response = await fetch(`/api${path}`, {
      method,
      credentials: 'same-origin',
      headers: { 'content-type': 'application/octet-stream' },
      body: bytes,
    })
  } catch {
    throw failure(0, null)
  }
  return json<T>(await answered(response))
}

/** Sends one file raw, telling how much of it has gone. XMLHttpRequest: fetch cannot tell upload progress. */
export function upload(
  path: string,
  file: Blob,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('PUT', `/api${path}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.addEventListener('progress', (event) => onSent(event.loaded))
    request.addEventListener('error', () => reject(failure(0, null)))
    request.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
    request.addEventListener('load', () => {
      if (request.status < 300) return resolve()
      try {
        reject(failure(request.status, JSON.parse(request.responseText)))
      } catch {
        reject(failure(request.status, null))
      }
    })
    signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly total: number
}

import type { Both } from '../lib/use-format.ts'

/** problem+json as the server sends it. */
export interface ProblemBody {
  readonly status: number
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly detail?: unknown
  readonly requestId?: string
}

/** Every failed call. Has both sentences; `code` is stable, `status` 0 means that no answer came. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly text: Both
  readonly detail: unknown
  readonly requestId: string | undefined

  constructor(body: ProblemBody) {
    super(`${body.code}: ${body.en}`)
    this.name = 'ApiError'
    this.status = body.status
    this.code = body.code
    this.text = { zh: body.zh, en: body.en }
    this.detail = body.detail
    this.requestId = body.requestId
  }
}

export function isProblem(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'zh' in body && 'en' in body
}

import type { Logger } from 'pino'
import { errorText, isXinyuError } from '../../kernel/errors/index.ts'
import type { JobView } from './jobs.ts'

type Failure = NonNullable<JobView['error']>

/** What the owner sees of a failure: code and sentences, never a stack. An unexpected one is logged under the job's id. */
export function failureOf(error: unknown, job: { id: string; kind: string }, log: Logger): Failure {
  if (!isXinyuError(error)) {
    log.error({ err: error, job: job.id, kind: job.kind }, 'a job failed unexpectedly')
    return sentences('INTERNAL', { id: job.id })
  }
  return {
    ...sentences(error.code, error.params),
    ...(error.detail === undefined ? {} : { detail: error.detail }),
  }
}

export function sentences(...[code, params]: Parameters<typeof errorText>): Failure {
  const { zh, en } = errorText(code, params)
  return { code, zh, en }
}

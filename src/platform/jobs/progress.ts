import type { JobView } from './jobs.ts'

/** The moving part of a job. */
export interface Step {
  readonly progress: number | null
  readonly message: NonNullable<JobView['message']>
}

/**
 * Passes steps on at most four times a second: the first at once, then the newest. A handler may call it per row.
 * `write` is never called twice at the same time.
 */
export function throttledProgress(write: (step: Step) => Promise<void>, everyMs = 250) {
  let newest: Step | null = null
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  const flush = () => {
    timer = null
    const step = newest
    newest = null
    if (!step) return
    writing = writing.then(() => write(step))
    timer = setTimeout(flush, everyMs)
  }
  return {
    push(step: Step) {
      newest = step
      if (!timer) flush()
    },
    /** After this nothing more is written. What was not yet written is dropped: the end state says more. */
    async close() {
      newest = null
      if (timer) clearTimeout(timer)
      timer = setTimeout(() => {}, 0)
      await writing
    },
  }
}

import type { Db } from '../../../platform/postgres/tables.ts'
import { plainText } from '../text.ts'
import { LINE_MOST, LOG_BYTES_MOST, LOG_LINES_MOST } from './model.ts'

/** The log of a running job: kept in pieces, bounded, written by a program that nobody trusts. */
export interface JobLog {
  add(line: unknown, stream: 'out' | 'err'): void
  /** Writes what has not been written yet. */
  flush(): Promise<void>
}

const FLUSH_MS = 500

export function createLog(db: Db, jobId: string): JobLog & { close(): Promise<void> } {
  let waiting: { job_id: string; number: number; stream: 'out' | 'err'; line: string }[] = []
  let number = 0
  let bytes = 0
  let cut = false
  let told = false
  let writing: Promise<void> = Promise.resolve()

  const write = async (): Promise<void> => {
    const rows = waiting
    waiting = []
    // PostgreSQL takes 65,535 values in one statement.
    for (let at = 0; at < rows.length; at += 2_000)
      await db
        .insertInto('seat_job_line')
        .values(rows.slice(at, at + 2_000))
        .execute()
    if (cut && !told) {
      told = true
      await db.updateTable('seat_job').set({ cut: true }).where('id', '=', jobId).execute()
    }
  }
  const flush = (): Promise<void> => {
    writing = writing.then(write, write)
    return writing
  }
  const beat = setInterval(() => void flush().catch(() => {}), FLUSH_MS)
  return {
    add(foreign, stream) {
      const line = plainText(String(foreign).slice(0, LINE_MOST))
      bytes += Buffer.byteLength(line) + 1
      if (number >= LOG_LINES_MOST || bytes > LOG_BYTES_MOST) cut = true
      else waiting.push({ job_id: jobId, number: number++, stream, line })
    },
    flush,
    async close() {
      clearInterval(beat)
      await flush()
    },
  }
}

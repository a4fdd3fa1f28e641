// Runs one trusted module of ours on data that is not, and ends. The module exports `run(input, tools)`.
import type { Json } from '../../../kernel/canonical.ts'
import { flushCompiled } from '../../../kernel/compile-cache.ts'
import type { XinyuError } from '../../../kernel/errors/index.ts'
import type { ScriptMessage, ScriptWork } from '../message.ts'

/** What a script gets besides its input. */
export interface ScriptTools {
  readonly progress: (message: Json) => void
  /** Aborted shortly before the process is killed on cancel. */
  readonly signal: AbortSignal
  /** Memory for DuckDB (`memory_limit`) that leaves room for the rest of the process, in bytes. */
  readonly softMemoryBytes: number
  readonly threads: number
}

const cancel = new AbortController()
const send = (message: ScriptMessage, sent?: () => void) =>
  process.send?.(message, undefined, {}, () => sent?.())
const end = () => process.kill(process.pid, 'SIGKILL')

/** Errors of the one table go out as they are; of any other only its class and where it was thrown. */
function describe(error: unknown): ScriptMessage {
  if (!(error instanceof Error)) return { type: 'error', xinyu: null, memory: false, what: 'not an error' }
  const { code, params, detail } = error as XinyuError
  const xinyu =
    error.name === 'XinyuError' ? { code, params, ...(detail === undefined ? {} : { detail }) } : null
  const memory = /out of memory|bad_alloc|max_temp_directory_size/i.test(error.message)
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return { type: 'error', xinyu, memory, what: [error.name, ...frames.slice(0, 8)].join('\n') }
}

async function work(task: ScriptWork): Promise<ScriptMessage> {
  const module = (await import(task.module)) as { run(input: Json, tools: ScriptTools): Promise<Json> | Json }
  const { softMemoryBytes, threads } = task
  const progress = (message: Json) => {
    send({ type: 'progress', message })
  }
  const output = await module.run(task.input, { progress, signal: cancel.signal, softMemoryBytes, threads })
  return { type: 'done', output: output ?? null }
}

process.on('disconnect', end)
process.on('message', (message: ScriptWork | 'cancel') => {
  if (message === 'cancel') return cancel.abort()
  void work(message)
    .catch(describe)
    .then((last) => {
      flushCompiled()
      send(last, end)
    })
})
send({ type: 'ready' })

import type { Json } from '../../kernel/canonical.ts'
import { ERRORS, type ErrorCode, XinyuError } from '../../kernel/errors/index.ts'
import { deadline, killedError, memoryError } from './deadline.ts'
import type { EngineLimits } from './engine.ts'
import { type ExecutorOptions, ranOut, softMemory } from './executor.ts'
import { launch } from './launch.ts'
import type { ScriptMessage, ScriptWork } from './message.ts'

export interface ScriptTask {
  readonly module: string
  readonly input: Json
  readonly limits: EngineLimits
}

export interface ScriptOptions {
  readonly signal?: AbortSignal
  readonly onProgress?: (message: Json) => void
}

/** `name` below `platform/engine/scripts`, or an absolute file URL of a room. Nothing relative to the caller. */
export const scriptUrl = (module: string): string =>
  module.startsWith('file:///') ? module : new URL(`./scripts/${module}`, import.meta.url).href

/** Times the memory limit that a script may map where only an rlimit confines it. */
const RLIMIT_ROOM = 4

/** Runs one script in a child of its own, under the same limits as a query. */
export async function runScript<O extends Json>(
  task: ScriptTask,
  options: ScriptOptions,
  engine: ExecutorOptions,
): Promise<O> {
  const { limits } = task
  const heap = Math.max(64, Math.min(2_048, Math.floor(limits.memoryBytes / 2 / 1_048_576)))
  const child = launch('script.ts', engine.wrapper, heap)
  let last: Extract<ScriptMessage, { type: 'done' | 'error' }> | null = null
  let ready = () => {}
  const started = new Promise<void>((resolve) => {
    ready = resolve
  })
  child.process.on('message', (message: ScriptMessage) => {
    if (message.type === 'ready') ready()
    else if (message.type === 'progress') options.onProgress?.(message.message)
    else last = message
  })
  void child.closed.then(() => ready())
  const cancel = () => {
    if (child.process.connected) child.process.send('cancel', () => {})
  }
  const limit = deadline(child, limits.timeMs, options.signal, cancel)
  // An rlimit counts what is mapped, not what is touched, and each thread of a script maps a heap of its own.
  const room = engine.confinement.mode === 'rlimit' ? RLIMIT_ROOM : 1
  const cage = await started
    .then(() => engine.confinement.cage(child.pid, limits.memoryBytes * room))
    .catch(() => null)
  try {
    const { memoryBytes } = limits
    const work: ScriptWork = {
      module: scriptUrl(task.module),
      input: task.input,
      softMemoryBytes: Math.floor(softMemory(memoryBytes) * 0.8),
      threads: engine.threads,
    }
    if (cage && child.process.connected && limit.reason() === null) child.process.send(work, () => {})
    else child.kill()
    const { signal } = await child.closed
    return finish(last, limit.reason(), limits, {
      oom: (await cage?.killedForMemory()) ?? false,
      aborted: engine.confinement.mode === 'rlimit' && ranOut(signal),
      heap: /heap out of memory/i.test(child.lastWords()),
      words: child.lastWords(),
      report: engine.onFailure,
    }) as O
  } finally {
    limit.clear()
    await cage?.open()
  }
}

interface End {
  readonly oom: boolean
  readonly aborted: boolean
  readonly heap: boolean
  readonly words: string
  readonly report: ExecutorOptions['onFailure']
}

function finish(
  last: Extract<ScriptMessage, { type: 'done' | 'error' }> | null,
  why: 'timeout' | 'cancelled' | null,
  limits: EngineLimits,
  end: End,
): Json {
  if (last?.type === 'done') return last.output
  if (why) throw killedError(why, limits.timeMs)
  if (last?.type === 'error') throw scriptError(last, limits, end.report)
  if (end.oom || end.aborted || end.heap) throw memoryError(limits.memoryBytes)
  end.report({ what: 'script ended without an answer', words: end.words })
  throw new XinyuError('ENGINE_FAILED', { what: 'script ended without an answer' })
}

/** A script's own XinyuError comes through as it was thrown. */
function scriptError(
  { xinyu, what, memory }: Extract<ScriptMessage, { type: 'error' }>,
  limits: EngineLimits,
  report: End['report'],
): XinyuError {
  if (xinyu && Object.hasOwn(ERRORS, xinyu.code)) {
    return new XinyuError(xinyu.code as ErrorCode, xinyu.params, { detail: xinyu.detail })
  }
  if (memory) return memoryError(limits.memoryBytes)
  report({ what, words: '' })
  return new XinyuError('ENGINE_FAILED', { what: 'script failed' })
}

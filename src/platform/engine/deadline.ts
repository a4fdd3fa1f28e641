import { XinyuError } from '../../kernel/errors/index.ts'
import type { Child } from './launch.ts'

/** Why we killed a child ourselves. */
export type Killed = 'timeout' | 'cancelled' | null

export interface Deadline {
  reason(): Killed
  clear(): void
}

/** Kills the child at its time limit or when the signal aborts, and remembers which. */
export function deadline(
  child: Child,
  timeMs: number,
  signal: AbortSignal | undefined,
  onCancel?: () => void,
): Deadline {
  let killed: Killed = null
  const kill = (why: Killed) => {
    killed ??= why
    child.kill()
  }
  const timer = setTimeout(() => kill('timeout'), timeMs)
  const cancel = () => {
    onCancel?.()
    // A script gets a moment to remove what it has half written.
    if (onCancel) setTimeout(() => kill('cancelled'), 200).unref()
    else kill('cancelled')
    killed ??= 'cancelled'
  }
  if (signal?.aborted) cancel()
  else signal?.addEventListener('abort', cancel, { once: true })
  return {
    reason: () => killed,
    clear: () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
    },
  }
}

/** The error for a child that we killed. */
export const killedError = (why: 'timeout' | 'cancelled', timeMs: number): XinyuError =>
  why === 'timeout'
    ? new XinyuError('ENGINE_TIMEOUT', { seconds: Math.ceil(timeMs / 1000) })
    : new XinyuError('ENGINE_CANCELLED')

export const memoryError = (bytes: number): XinyuError =>
  new XinyuError('ENGINE_MEMORY', { mb: Math.round(bytes / 1_048_576) })

export const diskError = (bytes: number): XinyuError =>
  new XinyuError('ENGINE_DISK', { mb: Math.round(bytes / 1_048_576) })

import { XinyuError } from '../../kernel/errors/index.ts'

export interface Turns {
  /** Runs the body when there is room; first come, first served. @throws XinyuError ENGINE_CANCELLED while waiting */
  take<T>(signal: AbortSignal, body: () => Promise<T>): Promise<T>
}

/** At most `size` at a time, in the order of asking. */
export function createTurns(size: number): Turns {
  let busy = 0
  const queue: (() => void)[] = []

  function wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new XinyuError('ENGINE_CANCELLED'))
    if (busy < size) {
      busy++
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        queue.splice(queue.indexOf(go), 1)
        reject(new XinyuError('ENGINE_CANCELLED'))
      }
      signal.addEventListener('abort', leave, { once: true })
      queue.push(go)
    })
  }

  return {
    async take(signal, body) {
      await wait(signal)
      try {
        return await body()
      } finally {
        const next = queue.shift()
        if (next) next()
        else busy--
      }
    },
  }
}

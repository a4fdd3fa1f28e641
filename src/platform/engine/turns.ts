import { XinyuError } from '../../kernel/errors/index.ts'

export interface Turns {
  /**
   * Runs the body when there is room. Lanes take turns, one work each; within a lane first come, first served, so
   * that a project with a hundred queries waiting delays another by one. @throws XinyuError ENGINE_CANCELLED
   */
  take<T>(lane: string, signal: AbortSignal, body: () => Promise<T>): Promise<T>
}

/** At most `size` at a time. */
export function createTurns(size: number): Turns {
  let busy = 0
  // A map keeps its order: the lane at the front is next, and goes to the back when it had its turn.
  const lanes = new Map<string, (() => void)[]>()

  function next(): (() => void) | undefined {
    const first = lanes.entries().next().value
    if (!first) return undefined
    const [lane, queue] = first
    const go = queue.shift()
    lanes.delete(lane)
    if (queue.length > 0) lanes.set(lane, queue)
    return go
  }

  function join(lane: string, go: () => void): void {
    const queue = lanes.get(lane)
    if (queue) queue.push(go)
    else lanes.set(lane, [go])
  }

  function leave(lane: string, go: () => void): void {
    const queue = lanes.get(lane)
    const place = queue?.indexOf(go) ?? -1
    if (place >= 0) queue!.splice(place, 1)
    if (queue?.length === 0) lanes.delete(lane)
  }

  function wait(lane: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new XinyuError('ENGINE_CANCELLED'))
    if (busy < size) {
      busy++
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', cancel)
        resolve()
      }
      const cancel = () => {
        leave(lane, go)
        reject(new XinyuError('ENGINE_CANCELLED'))
      }
      signal.addEventListener('abort', cancel, { once: true })
      join(lane, go)
    })
  }

  return {
    async take(lane, signal, body) {
      await wait(lane, signal)
      try {
        return await body()
      } finally {
        const go = next()
        if (go) go()
        else busy--
      }
    },
  }
}

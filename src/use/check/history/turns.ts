/** One at a time for each name, in the order of asking. */
export interface Turns {
  take<T>(name: string, work: () => Promise<T>): Promise<T>
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return {
    take(name, work) {
      const before = last.get(name) ?? Promise.resolve()
      const mine = before.then(work, work)
      const over = mine.then(
        () => undefined,
        () => undefined,
      )
      last.set(name, over)
      void over.then(() => {
        if (last.get(name) === over) last.delete(name)
      })
      return mine
    },
  }
}

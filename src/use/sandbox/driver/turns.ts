/** At most so many at once; the others wait in order. Many forks side by side only make each other late. */
export function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      // The place is handed on, so that nobody who comes now gets before those who wait.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}

import type { Logger } from 'pino'

export interface Shutdown {
  /** Adds a step. Steps run in reverse order of adding: what was opened last is closed first. */
  add(name: string, close: () => unknown): void
  /** Runs the steps once; later calls wait for the same end. True when all ended in time without a failure. */
  now(why: string): Promise<boolean>
  /** Stops on SIGTERM and SIGINT and ends the process: 0 in good order, 1 otherwise. A second signal ends it at once. */
  onSignals(): void
}

/** Orderly shutdown with a deadline in ms over all steps together. */
export function createShutdown(options: {
  log: Logger
  deadlineMs?: number
  exit?: (code: number) => void
}): Shutdown {
  const { log, deadlineMs = 30_000, exit = (code) => process.exit(code) } = options
  const steps: { name: string; close: () => unknown }[] = []
  let running: Promise<boolean> | null = null

  async function runAll(): Promise<boolean> {
    let good = true
    for (const { name, close } of steps.toReversed()) {
      try {
        await close()
      } catch (error) {
        good = false
        log.error({ err: error, step: name }, 'a step of the shutdown failed')
      }
    }
    return good
  }

  async function withDeadline(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => {
        log.error({ deadlineMs }, 'the shutdown took too long and was cut off')
        resolve(false)
      }, deadlineMs)
    })
    const good = await Promise.race([runAll(), late])
    clearTimeout(timer)
    return good
  }

  const shutdown: Shutdown = {
    add: (name, close) => void steps.push({ name, close }),
    now: (why) => {
      if (!running) {
        log.info({ why }, 'shutting down')
        running = withDeadline()
      }
      return running
    },
    onSignals: () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.on(signal, () => {
          if (running) exit(1)
          else void shutdown.now(signal).then((good) => exit(good ? 0 : 1))
        })
      }
    },
  }
  return shutdown
}

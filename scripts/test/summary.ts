/** What one check or suite came to. */
export interface Outcome {
  readonly passed: number
  /** Names of what failed. */
  readonly failed: readonly string[]
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
  /** Names of what failed beside others and passed alone. */
  readonly unsteady?: readonly string[]
  /** Seconds of each test file. */
  readonly seconds?: Readonly<Record<string, number>>
}

/** Files named as the slowest: they decide how long a run takes. */
const SLOWEST = 25

/** The end of the report; its very last line is `N passed, N failed, N skipped`. */
export function summary(outcomes: readonly Outcome[]): { text: string; failed: number } {
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
  const failed = outcomes.flatMap((outcome) => outcome.failed)
  const skipped = outcomes.flatMap((outcome) => outcome.skipped)
  const unsteady = outcomes.flatMap((outcome) => outcome.unsteady ?? [])
  const seconds = outcomes.flatMap((outcome) => Object.entries(outcome.seconds ?? {}))
  const slowest = seconds.sort((a, b) => b[1] - a[1]).slice(0, SLOWEST)
  const lines = [
    '',
    ...slowest.map(([file, spent]) => `${spent.toFixed(0).padStart(5)} s  ${file}`),
    ...skipped.map(({ name, reason }) => `skipped: ${name}: ${reason}`),
    ...unsteady.map((name) => `passed only alone: ${name}`),
    ...failed.map((name) => `failed: ${name}`),
    `${passed} passed, ${failed.length} failed, ${skipped.length} skipped`,
  ]
  return { text: `${lines.join('\n')}\n`, failed: failed.length }
}

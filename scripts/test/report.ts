import type { Outcome } from './summary.ts'

/** What one test file came to. */
export interface FileReport {
  readonly passed: number
  /** Names of what failed, each with the first line of why. */
  readonly failed: readonly string[]
  readonly skipped: readonly { readonly name: string; readonly reason: string }[]
  readonly seconds: number
}

/** What one run of vitest came to, by file. */
export interface Report {
  readonly files: Readonly<Record<string, FileReport>>
  readonly unhandled: readonly string[]
}

/** More files than these do not fail by chance. */
const MOST_AGAIN = 3

/** Files that are tried once more, alone: all that failed, where they are few and nothing failed beside them. */
export function worthAgain({ files, unhandled }: Report): string[] {
  const failed = Object.keys(files).filter((file) => files[file]!.failed.length > 0)
  return unhandled.length === 0 && failed.length <= MOST_AGAIN ? failed : []
}

/** The first run with what the second says of its files. What failed beside others and passes alone is named. */
export function together(first: Report, second: Report): { report: Report; unsteady: string[] } {
  const again = Object.entries(second.files)
  const unsteady = again.flatMap(([file, { failed }]) =>
    failed.length === 0 ? (first.files[file]?.failed ?? []) : [],
  )
  const files = { ...first.files, ...Object.fromEntries(again) }
  return { report: { files, unhandled: second.unhandled }, unsteady }
}

export function outcomeOf({ files, unhandled }: Report, unsteady: readonly string[] = []): Outcome {
  const all = Object.values(files)
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: [...all.flatMap(({ failed }) => failed), ...unhandled],
    skipped: all.flatMap(({ skipped }) => skipped),
    unsteady,
    seconds: Object.fromEntries(Object.entries(files).map(([file, { seconds }]) => [file, seconds])),
  }
}

/** One thing that is not as it must be. */
export interface Problem {
  /** File below the evidence folder, or `database`. */
  readonly file: string
  /** The leaf concerned, where one can be named. */
  readonly leaf: number | null
  readonly why: string
  /** It follows from entries that are sound, so that `xinyu fsck --repair` makes it again. */
  readonly derived: boolean
}

export interface FsckReport {
  readonly ok: boolean
  /** Entries in the log. */
  readonly size: number
  /** Root re-derived from the entries, Base64. */
  readonly root: string
  /** The same by SM3, where the log keeps that tree. */
  readonly sm3Root: string | null
  readonly problems: readonly Problem[]
  /** Entries durable in the log whose rows get their leaf number at the next start: what a crash leaves. */
  readonly unlinked: number
  /** Committed rows that wait for the sequencer. */
  readonly waiting: number
  /** Entries whose payload went with a database that was restored from an older backup: the log says which. */
  readonly payloadsMissing: number
  /** Entries whose payload was destroyed, with a proof in the log. */
  readonly payloadsDestroyed: number
  /** Bytes of a torn, never acknowledged batch at the end. */
  readonly torn: number
}

/** Enough to see what happened; a ruined log must not fill the memory. */
const MOST_PROBLEMS = 1000

export interface Findings {
  add(file: string, leaf: number | null, why: string): void
  /** The same of what can be made again from the entries. */
  derived(file: string, leaf: number | null, why: string): void
  readonly problems: Problem[]
}

export function findings(): Findings {
  const problems: Problem[] = []
  const add = (problem: Problem) => {
    // What cannot be made again is never crowded out by what can.
    if (problems.length < MOST_PROBLEMS || !problem.derived) problems.push(problem)
    if (problems.length > 2 * MOST_PROBLEMS) problems.length = 2 * MOST_PROBLEMS
  }
  return {
    problems,
    add: (file, leaf, why) => add({ file, leaf, why, derived: false }),
    derived: (file, leaf, why) => add({ file, leaf, why, derived: true }),
  }
}

/** One thing that is not as it must be. */
export interface Problem {
  /** File below the evidence folder, or `database`. */
  readonly file: string
  /** The leaf concerned, where one can be named. */
  readonly leaf: number | null
  readonly why: string
}

export interface FsckReport {
  readonly ok: boolean
  /** Entries in the log. */
  readonly size: number
  /** Root re-derived from the entries, Base64. */
  readonly root: string
  readonly problems: readonly Problem[]
  /** Entries durable in the log whose rows get their leaf number at the next start: what a crash leaves. */
  readonly unlinked: number
  /** Committed rows that wait for the sequencer. */
  readonly waiting: number
  /** Entries whose payload is not kept (any more). */
  readonly payloadsMissing: number
  /** Bytes of a torn, never acknowledged batch at the end. */
  readonly torn: number
}

/** Enough to see what happened; a ruined log must not fill the memory. */
const MOST_PROBLEMS = 1000

export interface Findings {
  add(file: string, leaf: number | null, why: string): void
  readonly problems: Problem[]
}

export function findings(): Findings {
  const problems: Problem[] = []
  return {
    problems,
    add(file, leaf, why) {
      if (problems.length < MOST_PROBLEMS) problems.push({ file, leaf, why })
    },
  }
}

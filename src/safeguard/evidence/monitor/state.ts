import { readOrNull, writeAtomic } from '../log/files.ts'

/** What a monitor saw last and found in order. */
export interface MonitorState {
  readonly origin: string
  readonly size: number
  /** The signed note, verbatim. */
  readonly note: string
  /** The verifier key of the log that signed it. */
  readonly vkey: string
  /** When the log was last seen to say something new, ms since 1970 by the clock of the monitor. */
  readonly freshAt: number
  /** Entries that were read and rebuilt so far; 0 without `--rebuild`. */
  readonly rebuilt: number
}

/** Null before the first look. A damaged state is an error: without it a rollback could not be told. */
export async function readState(file: string): Promise<MonitorState | null> {
  const bytes = await readOrNull(file)
  return bytes === null ? null : (JSON.parse(bytes.toString('utf8')) as MonitorState)
}

export const writeState = (file: string, state: MonitorState): Promise<void> =>
  writeAtomic(file, `${JSON.stringify(state)}\n`, { sync: true })

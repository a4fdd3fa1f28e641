import { XinyuError } from '../../../kernel/errors/index.ts'
import { readOrNull, writeAtomic } from '../log/files.ts'
import { parseCheckpoint, parseKey, parseNote } from '../verifier/index.ts'

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

/**
 * Null before the first look. A damaged state is an error: without it a rollback could not be told.
 * @throws XinyuError MONITOR_STATE
 */
export async function readState(file: string): Promise<MonitorState | null> {
  const bytes = await readOrNull(file)
  if (bytes === null) return null
  try {
    const state = JSON.parse(bytes.toString('utf8')) as MonitorState
    const note = parseNote(state.note)
    const read = typeof note === 'string' ? null : parseCheckpoint(note.text)
    const fits = read?.origin === state.origin && read.size === state.size && Number.isFinite(state.freshAt)
    if (fits && parseKey(state.vkey)) return state
  } catch {
    // Told below.
  }
  throw new XinyuError('MONITOR_STATE', { file })
}

export const writeState = (file: string, state: MonitorState): Promise<void> =>
  writeAtomic(file, `${JSON.stringify(state)}\n`, { sync: true })

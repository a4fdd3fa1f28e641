/** The last checkpoint of one log that this witness cosigned. */
export interface Seen {
  readonly origin: string
  readonly size: number
  /** Base64, as on the checkpoint. */
  readonly root: string
  /** POSIX seconds of the cosignature; never earlier than one before it. */
  readonly at: number
  /** Number of the line of the journal that holds it, from 1. */
  readonly n: number
  /** The checkpoint with the signatures of the log and the cosignatures of this witness. */
  readonly note: string
}

/** SHA-256 of the origin in hex names its file and its page: an origin may hold any character. */
export type OriginHash = string

/** Failures that end the witness; the words are for whoever runs it. */
export class WitnessError extends Error {
  readonly code: 'LOCKED' | 'ROLLED_BACK' | 'DAMAGED' | 'KEY' | 'USAGE'
  constructor(code: WitnessError['code'], zh: string, en: string) {
    super(`${zh}\n${en}`)
    this.code = code
  }
}

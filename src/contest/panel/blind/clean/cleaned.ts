import type { Needle } from '../mentions.ts'

/** A text of a cleaned file, as a reader of it sees it; `place` says where within the file. */
export interface Passage {
  readonly place: string
  readonly text: string
}

export interface Cleaned {
  /** Ending under which it is given. */
  readonly type: string
  readonly bytes: Buffer
  /** What is left to read in it: looked through for mentions. */
  readonly passages: readonly Passage[]
  /** Words cannot be taken out of it here. */
  readonly fixed: boolean
  /** Pictures in it: no program reads what they show. */
  readonly pictures: number
  /** Text in it that could not be read. */
  readonly unread: boolean
}

/** What the copy is made with. */
export interface Cleaning {
  /** Taken out wherever they stand. */
  readonly needles: readonly Needle[]
  /** Archives within archives so far. */
  readonly depth: number
}

import type { Look } from '../look/look.ts'

/** One file while it is read: at the top, or packed in another. */
export interface Reading {
  readonly look: Look
  /** Name within its container, for its ending. */
  readonly name: string
  readonly bytes: Buffer
  /** The same as text, where it is text. */
  readonly text: string
  /** Empty at the top. */
  readonly place: string
  /** A file within this one; `type` is what it turned out to be. */
  readonly inside: (name: string, bytes: Buffer, place: string) => Promise<void>
}

export type Reader = (reading: Reading) => Promise<void> | void

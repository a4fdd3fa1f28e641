/** What is anchored: the text of a checkpoint, without its signatures, which may grow in number later. */
export interface Anchored {
  /** What is stored and handed out: a `.tsr` file for RFC 3161, a transaction receipt for a chain. */
  readonly token: Buffer
  /** Who vouches, for people to read. */
  readonly authority: string
  /** When the authority says it was, ms since 1970. */
  readonly at: number
}

/**
 * Somebody outside who vouches that a checkpoint was there at a time. RFC 3161 is the first; a consortium chain is a
 * later one (docs/drivers.md). Only the text of a checkpoint ever leaves: sizes and hashes, never an identifier.
 */
export interface AnchorDriver {
  /** `rfc3161`; stands beside each anchor for ever. */
  readonly name: string
  /** Asks, and believes nothing that it did not verify itself. @throws AnchorError */
  anchor(text: string): Promise<Anchored>
}

export type AnchorReason =
  | 'unreachable'
  | 'timeout'
  | 'too-large'
  | 'not-a-token'
  | 'status'
  | 'imprint'
  | 'nonce'
  | 'policy'
  | 'certificate'
  | 'chain'
  | 'signature'
  | 'time'

/** Why an authority's answer is not taken. The reason is for the portal, the message for the log. */
export class AnchorError extends Error {
  readonly reason: AnchorReason

  constructor(reason: AnchorReason, why: string) {
    super(`${reason}: ${why}`)
    this.reason = reason
  }
}

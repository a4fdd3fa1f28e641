/** A checkpoint that somebody outside vouches for, or is asked to. */
export interface EvidenceAnchorTable {
  id: string
  driver: string
  size: number
  root: Buffer
  /** The text of the checkpoint, without signatures. */
  text: string
  state: 'waiting' | 'stamped' | 'failed'
  asked_at: number
  tried: number
  next_try_at: number
  problem: string | null
  authority: string | null
  /** When the authority says it was. */
  stamped_at: number | null
  token: Buffer | null
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    evidence_anchor: EvidenceAnchorTable
  }
}

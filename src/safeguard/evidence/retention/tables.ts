/** A legal hold: about one id, or a prefix of kinds. */
export interface EvidenceHoldTable {
  id: string
  subject: string | null
  kind: string | null
  reason: string
  placed_by: string
  placed_at: number
  lifted_by: string | null
  lifted_at: number | null
  lift_reason: string | null
}

export type DestructionState = 'asked' | 'refused' | 'approved' | 'running' | 'done' | 'cancelled'

export interface EvidenceDestructionTable {
  id: string
  state: DestructionState
  /** Null where it became due by schedule. */
  asked_by: string | null
  asked_at: number
  reason: string
  /** ms since 1970: what is due then may go, nothing later. */
  cutoff: number
  rules_version: number
  decided_by: string | null
  decided_at: number | null
  decision_reason: string | null
  job_id: string | null
  ended_at: number | null
  entries: number | null
  first_leaf: number | null
  last_leaf: number | null
  /** Hex, by the suite of the space: of the sorted ids, each with a line feed. */
  list_digest: string | null
  proof_entry: string | null
}

/** One key file within a destruction. From `destroying` on there is no way back. */
export interface EvidenceDestructionKeyTable {
  destruction: string
  key: string
  state: 'planned' | 'destroying' | 'destroyed' | 'kept'
  entries: number
}

/** Payloads that were destroyed, or are on the list of a destruction that runs. */
export interface EvidenceDestroyedTable {
  entry_id: string
  destruction: string
  key: string
  leaf: number | null
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    evidence_hold: EvidenceHoldTable
    evidence_destruction: EvidenceDestructionTable
    evidence_destruction_key: EvidenceDestructionKeyTable
    evidence_destroyed: EvidenceDestroyedTable
  }
}

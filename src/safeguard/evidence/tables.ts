import type { Generated, GeneratedAlways } from 'kysely'

/** The canonical entry of each note, written in the action's own transaction. */
export interface EvidenceOutboxTable {
  id: string
  seq: GeneratedAlways<number>
  /** Place in the log; null until it is durable there. */
  leaf: number | null
  happened_at: number
  kind: string
  entry: string
}

/** What lies beside the log under a salted hash. */
export interface EvidencePayloadTable {
  entry_id: string
  salt: Buffer
  /** The open form of before there were keys; null as soon as it is sealed. */
  body: string | null
  /** Name of the key file that opens it. */
  key: string | null
  sealed: Buffer | null
}

/** Search index: derived from the entries. */
export interface EvidenceTermTable {
  term: string
  leaf: number
}

/** Which log this database belongs to; one row. */
export interface EvidenceLogTable {
  one: Generated<boolean>
  origin: string
  vkey: string
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    evidence_outbox: EvidenceOutboxTable
    evidence_payload: EvidencePayloadTable
    evidence_term: EvidenceTermTable
    evidence_log: EvidenceLogTable
  }
}

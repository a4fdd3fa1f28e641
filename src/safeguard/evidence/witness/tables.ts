import type { Migration } from '../../../platform/postgres/index.ts'

/** Checkpoints as they were published, thinned with time. Derived: every one can be made again from the log but its signatures. */
export interface EvidenceCheckpointTable {
  size: number
  /** Hex, 64 digits. */
  root: string
  sm3_root: string | null
  at: number
  witnessed: boolean
  /** The signed note with the cosignatures that came in. */
  note: string
}

/** What each witness said last, by its key: kept when it leaves the settings, and found again when it comes back. */
export interface EvidenceWitnessTable {
  vkey: string
  url: string
  /** The checkpoint that it cosigned last, with its cosignature; null before the first. */
  size: number | null
  at: number | null
  note: string | null
  problem: string | null
  tried_at: number
}

declare module '../../../platform/postgres/tables.ts' {
  interface Tables {
    evidence_checkpoint: EvidenceCheckpointTable
    evidence_witness: EvidenceWitnessTable
  }
}

export const checkpointMigrations: readonly Migration[] = [
  {
    name: '0005_checkpoints',
    sql: `
      create table evidence_checkpoint (
        size bigint primary key check (size >= 0),
        root text not null,
        sm3_root text,
        at bigint not null,
        witnessed boolean not null default false,
        note text not null
      );
      create index evidence_checkpoint_at on evidence_checkpoint (at);

      create table evidence_witness (
        vkey text primary key,
        url text not null,
        size bigint,
        at bigint,
        note text,
        problem text,
        tried_at bigint not null,
        check ((size is null) = (note is null) and (size is null) = (at is null))
      );`,
  },
]

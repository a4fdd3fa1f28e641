import type { JSONColumnType, Selectable } from 'kysely'
import type { Json } from '../../kernel/canonical.ts'
import type { Policy } from '../../flow/policy/index.ts'
import type { RoomMigrations } from '../../platform/postgres/tables.ts'
import type { Interface } from './fields.ts'
import type { RemoteSignature } from './model.ts'
import { SCHEMA } from './schema.ts'

/** A connector 接入连接器 of a body, registered at this platform. */
export interface ConnectorTable {
  /** 32 characters. */
  id: string
  participant_id: string
  url: string
  state: 'registered' | 'active' | 'suspended' | 'revoked'
  /** The technical user that its messages act as; null before it was admitted. */
  service_user_id: string | null
  /** Verifier key of its evidence log, as it was registered. */
  log_vkey: string
  /** The log's key history as far as it was followed from there; null while the registered key signs. */
  log_keys: string | null
  seen_at: number | null
  created_by: string
  created_at: number
}

export interface ConnectorKeyTable {
  connector_id: string
  key_id: string
  /** Base64 of the raw 32 bytes (Ed25519). */
  public_key: string
  from_at: number
  until_at: number | null
  revoked_at: number | null
}

/** A platform that a body of this system is connected to. */
export interface PeerTable {
  id: string
  participant_id: string
  url: string
  /** The platform's 32 characters, and ours there. */
  platform_id: string
  own_id: string
  name: string
  public_key: string
  log_vkey: string
  /** As of a connector. */
  log_keys: string | null
  state: 'pending' | 'active' | 'closed'
  seen_at: number | null
  last_error: string | null
  created_by: string
  created_at: number
}

/** Numbers of tokens that were used, until they are too old to be used again. */
interface SeenTable {
  issuer: string
  jti: string
  until_at: number
}

/** What came in: the same message gets the same answer. */
interface InboxTable {
  sender: string
  seq: string
  interface: Interface
  contract_number: string | null
  body_hash: string
  answer: JSONColumnType<{ readonly value: Json }> | null
  at: number
}

interface OutboxTable {
  id: string
  /** Whom to: a connector registered here, or a platform we are connected to. */
  connector_id: string | null
  peer_id: string | null
  interface: Interface
  contract_number: string | null
  body: JSONColumnType<Json & object>
  seq: string
  state: 'waiting' | 'sent' | 'failed'
  tries: number
  next_at: number
  last_error: string | null
  created_at: number
  sent_at: number | null
}

/** A contract that a connector began here: from contractCreate on. */
interface DraftTable {
  number: string
  connector_id: string
  name: string
  abstract: string
  sign_mode: '01' | '02'
  expansion: JSONColumnType<{ readonly purpose?: string; readonly reason?: string }>
  strategy_id: string
  /** What the connector was last told, so that a kill between the change and the telling loses nothing. */
  told: JSONColumnType<Told>
  created_at: number
}

export interface Told {
  readonly round: number
  readonly request: string
  readonly contract: string | null
  readonly signatures: number
  readonly version: number
  readonly destroyed: boolean
}

/** Our copy of a contract at another platform. */
interface RemoteContractTable {
  id: string
  peer_id: string
  participant_id: string
  number: string
  product_code: string
  product_name: string
  name: string
  purpose: string
  reason: string
  state: 'negotiating' | 'signing' | 'filing' | 'active' | 'suspended' | 'ended' | 'void'
  /** Whose answer is waited for while negotiating. */
  turn: 'own' | 'other'
  policy: JSONColumnType<Policy>
  terms: JSONColumnType<Json & object> | null
  hash: string | null
  signatures: JSONColumnType<RemoteSignature[]>
  strategy_id: string | null
  strategy_version: string | null
  created_by: string
  created_at: number
  /** The platform showed the same hash at its filing. */
  registered_at: number | null
  ended_at: number | null
  /** Results kept under it are gone, and the platform has the proof. */
  destroyed_at: number | null
}

interface RemoteVersionTable {
  contract_id: string
  n: number
  side: 'own' | 'other'
  policy: JSONColumnType<Policy>
  at: number
}

interface RemoteResultTable {
  /** The run's id at the platform. */
  id: string
  contract_id: string
  title: string | null
  state: string
  digest: string | null
  rows: number | null
  /** The platform's receipt, verified against its pinned log key. */
  receipt: string | null
  problem: JSONColumnType<{ code: string; zh: string; en: string }> | null
  /** Our own entry of keeping it. */
  leaf: number | null
  stored_at: number
  destroyed_at: number | null
}

/** Proofs 履约证明 that were given or received. */
export interface ProofTable {
  id: string
  contract_number: string
  direction: 'in' | 'out'
  /** Identifier of the other system. */
  node: string
  kind: 'use' | 'destruction'
  log: JSONColumnType<Json & object>
  digest: string | null
  /** Leaf of the receipt in the log of who gave it. */
  leaf: number
  origin: string
  verified: boolean
  at: number
}

/** Rows as they are read. */
export type Draft = Selectable<DraftTable>
export type Outbox = Selectable<OutboxTable>
export type RemoteContract = Selectable<RemoteContractTable>

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    tc609_connector: ConnectorTable
    tc609_connector_key: ConnectorKeyTable
    tc609_peer: PeerTable
    tc609_seen: SeenTable
    tc609_inbox: InboxTable
    tc609_outbox: OutboxTable
    tc609_draft: DraftTable
    tc609_remote: RemoteContractTable
    tc609_remote_version: RemoteVersionTable
    tc609_result: RemoteResultTable
    tc609_proof: ProofTable
  }
}

export const tc609Migrations: RoomMigrations = {
  room: 'connector/tc609',
  migrations: [
    { name: '0001_tc609', sql: SCHEMA },
    {
      name: '0002_log_keys',
      sql: `
        alter table tc609_connector add column log_keys text;
        alter table tc609_peer add column log_keys text;`,
    },
  ],
}

import type { JSONColumnType, Selectable } from 'kysely'
import type { RecoveryDraft, SchemeName } from '../crypto/index.ts'
import type { RequestState } from './model.ts'

/** Keys that were given up, and those that came after them. Public halves stay: what they signed is verified by them. */
export interface SigningKeyTable {
  id: string
  name: string
  key_id: string
  /** base64 */
  public_key: string
  scheme: SchemeName
  made_at: number
  retired_at: number | null
  revoked_at: number | null
}

export interface KeyRequestTable {
  id: string
  kind: 'rotate' | 'revoke' | 'recovery'
  key_name: string
  reason: string
  asked_by: string
  asked_at: number
  state: RequestState
  decided_by: string | null
  decided_at: number | null
  decision: string | null
  recovery: JSONColumnType<RecoveryDraft> | null
  /** Users who set the passphrases; null before, and in rows of before they were kept. */
  sealed_by_security: string | null
  sealed_by_system: string | null
}

export type RequestRow = Selectable<KeyRequestTable>

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    signing_key: SigningKeyTable
    key_request: KeyRequestTable
  }
}

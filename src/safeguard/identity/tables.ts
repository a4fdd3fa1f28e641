import type { Generated } from 'kysely'
import type { BodyRole, UserRole } from '../../kernel/index.ts'

export type Pending = 'second-factor' | 'second-factor-setup'
type First = 'password' | 'certificate'
export type SignInMethod = First | `${First}+${'totp' | 'passkey' | 'recovery'}` | 'demo'

export interface ParticipantTable {
  id: string
  uscc: string
  name_zh: string
  name_en: string
  roles: BodyRole[]
  region_code: string
  state: 'active' | 'suspended'
  created_at: number
  updated_at: number
}

export interface UserTable {
  id: string
  participant_id: string
  login: string
  display_name: string
  roles: UserRole[]
  state: 'invited' | 'active' | 'suspended'
  /** Encoded argon2id, null until the invitation is accepted and for demo users. */
  password: string | null
  /** May enter without a password while the space is a demo. */
  demo: boolean
  created_at: number
  updated_at: number
}

interface PasswordTable {
  id: string
  user_id: string
  password: string
  created_at: number
}

export interface InvitationTable {
  id: string
  user_id: string
  token_hash: string
  purpose: 'join' | 'password'
  created_at: number
  expires_at: number
  used_at: number | null
  revoked_at: number | null
}

export interface SessionTable {
  id: string
  user_id: string
  token_hash: string
  pending: Pending | null
  method: SignInMethod
  agent: string
  created_at: number
  seen_at: number
  expires_at: number
  ended_at: number | null
  /** Hash of the neighbourhood of addresses that it was opened from; null for sessions of before it was kept. */
  place: Generated<string | null>
}

export interface ThrottleTable {
  key: string
  failures: number
  lockouts: number
  locked_until: number
  updated_at: number
}

interface TotpTable {
  user_id: string
  sealed_secret: string
  last_step: number
  created_at: number
  confirmed_at: number | null
}

export interface PasskeyTable {
  id: string
  user_id: string
  credential_id: string
  public_key: string
  counter: number
  transports: string[]
  rp_id: string
  label: string
  created_at: number
  used_at: number | null
}

interface ChallengeTable {
  session_id: string
  purpose: 'register' | 'authenticate'
  challenge: string
  rp_id: string
  expires_at: number
}

/** A certificate of a user, taken when its key signed; what it is, and nothing that opens a door. */
export interface CertificateTable {
  id: string
  user_id: string
  /** Digest of the DER by the suite of the space. One certificate has one user. */
  fingerprint: string
  subject: string
  issuer: string
  serial: string
  algorithm: string
  not_after: number
  label: string
  created_at: number
  used_at: number | null
}

interface CertificateChallengeTable {
  /** Digest of the whole text: who reads the table can answer nothing. */
  text_hash: string
  purpose: 'login' | 'bind'
  /** The session that binds; null for a log-in, where there is none yet. */
  session_id: string | null
  expires_at: number
}

interface RecoveryCodeTable {
  id: string
  user_id: string
  code_hash: string
  created_at: number
  used_at: number | null
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    participant: ParticipantTable
    app_user: UserTable
    user_password: PasswordTable
    user_invitation: InvitationTable
    user_session: SessionTable
    sign_in_throttle: ThrottleTable
    user_totp: TotpTable
    user_passkey: PasskeyTable
    passkey_challenge: ChallengeTable
    user_recovery_code: RecoveryCodeTable
    user_certificate: CertificateTable
    certificate_challenge: CertificateChallengeTable
  }
}

declare module '../../kernel/events.ts' {
  interface Events {
    'participant.suspended': { participantId: string }
    'participant.restored': { participantId: string }
    'user.suspended': { userId: string }
    'user.roles_changed': { userId: string }
    /** Sessions of a user ended: whoever remembers who is signed in must forget it. */
    'session.ended': { userId: string }
  }
}

import type { Generated, JSONColumnType } from 'kysely'
import type { Json } from '../../kernel/canonical.ts'
import type { Policy, Purpose } from '../policy/index.ts'
import type { ContractState, ContractTerms, EndReason, Side, Signature, VoidReason } from './model.ts'

export interface ProjectTable {
  id: string
  consumer_id: string
  title: string
  purpose: Purpose
  created_at: number
  /** From then on its key is destroyed. */
  ended_at: number | null
}

export interface AccessRequestTable {
  id: string
  offer_id: string
  product_id: string
  project_id: string
  provider_id: string
  consumer_id: string
  purpose: Purpose
  reason: string
  state: 'waiting' | 'approved' | 'rejected' | 'withdrawn'
  answer: string | null
  contract_id: string | null
  /** The policy of the latest version. */
  policy: JSONColumnType<Policy>
  created_by: string
  created_at: number
  answered_at: number | null
  /** 47 characters, given when the negotiation begins; null for requests of earlier versions of Xinyu. */
  number: string | null
  name: Generated<string>
  abstract: Generated<string>
  sign_mode: Generated<'01' | '02'>
  /** Whose answer is waited for. */
  turn: Generated<Side>
  /** Number of the latest version, from 1. */
  round: Generated<number>
  /** Score of the newest assessment, as `flow/risk` made it; null without one. */
  risk_score: number | null
  risk_level: 'low' | 'medium' | 'high' | null
}

export interface RequestVersionTable {
  request_id: string
  n: number
  side: Side
  policy: JSONColumnType<Policy>
  /** Hex digest of the canonical policy; null for versions made before hashes were kept. */
  hash: string | null
  comment: string | null
  user_id: string
  at: number
}

export interface ContractTable {
  id: string
  product_id: string
  project_id: string
  provider_id: string
  consumer_id: string
  state: ContractState
  end_reason: EndReason | null
  hash: string
  terms: JSONColumnType<ContractTerms>
  until_at: number
  max_runs: number
  runs_used: number
  runs_leased: number
  /** Grows with every change of state: a grant of an older epoch is void. */
  epoch: number
  created_at: number
  number: string | null
  /** 16 characters that nobody guesses: for the verification page. */
  code: string | null
  request_id: string | null
  authority_id: string | null
  signatures: JSONColumnType<readonly Signature[]>
  void_reason: VoidReason | null
  end_proposed_by: Side | null
  end_proposed_reason: string | null
  filed_at: number | null
  started_at: number | null
  ended_at: number | null
  /** When what was derived was destroyed, and the entry that proves it. */
  destroyed_at: number | null
  destruction: JSONColumnType<Record<string, Json>> | null
  /** When its integrity was last looked at. */
  checked_at: number | null
}

export interface BodyKeyTable {
  id: string
  participant_id: string
  /** First 32 hex characters of the fingerprint of the raw public key. */
  key_id: string
  algorithm: 'ed25519' | 'sm2'
  /** base64 of the raw public key. */
  public_key: string
  label: 'space' | 'demo' | 'external' | 'ca'
  title: string
  created_by: string | null
  created_at: number
  revoked_at: number | null
}

export interface ApprovalChainTable {
  participant_id: string
  act: 'offer' | 'accept' | 'sign'
  steps: JSONColumnType<readonly ChainStepRow[]>
  changed_by: string
  changed_at: number
}

export interface ChainStepRow {
  readonly nameZh: string
  readonly nameEn: string
  readonly users: readonly string[]
}

export interface ApprovalTable {
  id: string
  participant_id: string
  act: 'offer' | 'accept' | 'sign'
  /** The request, contract or product that it is about. */
  subject_id: string
  /** What the act was asked with. */
  input: JSONColumnType<Record<string, Json>>
  /** The chain as it stood when it was asked. */
  steps: JSONColumnType<readonly ChainStepRow[]>
  step: number
  state: 'waiting' | 'approved' | 'declined' | 'cancelled'
  asked_by: string
  created_at: number
  closed_at: number | null
}

export interface ApprovalVoteTable {
  approval_id: string
  step: number
  user_id: string
  /** Whose place the user took by delegation. */
  for_user_id: string | null
  decision: 'approve' | 'decline'
  comment: string | null
  at: number
}

export interface DelegationTable {
  id: string
  participant_id: string
  from_user_id: string
  to_user_id: string
  until_at: number
  created_at: number
  ended_at: number | null
}

export interface OfferDecidingTable {
  offer_id: string
  mode: 'automatic' | 'manual' | 'scripted'
  script: JSONColumnType<readonly Json[]>
  /** The officer under whose standing instruction requests are answered. */
  officer_id: string
  changed_at: number
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    project: ProjectTable
    access_request: AccessRequestTable
    request_version: RequestVersionTable
    contract: ContractTable
    body_key: BodyKeyTable
    approval_chain: ApprovalChainTable
    approval: ApprovalTable
    approval_vote: ApprovalVoteTable
    delegation: DelegationTable
    offer_deciding: OfferDecidingTable
  }
}

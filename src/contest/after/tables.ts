import type { ColumnType } from 'kysely'
import type { AwardRow, Border, BorderDecision, Exclusion } from './awards/rules.ts'
import type { CertificateContent } from './certificate/content.ts'
import type { ClosingState, PartTotal } from './closing/model.ts'
import type { GreenChannelState, IncubationState, InterestState } from './follow/model.ts'

type Written<T> = ColumnType<T, string, string>

/** A list of awards on its way: proposed by one officer, checked by another, published at its moment. */
interface AwardListTable {
  id: string
  contest_id: string
  number: number
  state: 'proposed' | 'returned' | 'checked' | 'published' | 'replaced'
  /** Of the ranking that it was made from. */
  ranking_digest: string
  awards: Written<AwardRow[]>
  borders: Written<Border[]>
  exclusions: Written<Exclusion[]>
  decisions: Written<BorderDecision[]>
  proposed_by: string
  proposed_at: number
  checked_by: string | null
  checked_at: number | null
  return_reason: string | null
  publish_at: number | null
  /** Address of the space as its officer saw it: printed on the certificates. */
  origin: string | null
  published_at: number | null
}

interface AwardTable {
  id: string
  contest_id: string
  award: string
  team_id: string
  division: string
  place: number
  rank: number
  prize_fen: number
  recommend: boolean
  /** Of the certificate; part of its public address, and not to be guessed. */
  number: string
  published_at: number
  revoked_at: number | null
  revoke_reason: string | null
}

interface CertificateTable {
  award_id: string
  contest_id: string
  number: string
  content: Written<CertificateContent>
  /** Null: destroyed with the contest. */
  pdf: Buffer | null
  pdf_digest: string
  bytes: number
  issued_at: number
  emptied_at: number | null
}

/** What a winning team lets the public read of its work. */
interface ShowcaseTable {
  team_id: string
  contest_id: string
  summary: string
  at: number
}

interface GreenChannelTable {
  id: string
  contest_id: string
  team_id: string
  state: GreenChannelState
  purpose: string
  wanted: string
  days: number
  /** The body that would hold the contract, as the team names it: 统一社会信用代码. */
  uscc: string
  asked_at: number
  /** What the organiser prepared. */
  participant_id: string | null
  offer_id: string | null
  answer: string | null
  answered_at: number | null
  /** The contract request that came of it. */
  request_id: string | null
  requested_at: number | null
}

interface IncubationTable {
  id: string
  contest_id: string
  participant_id: string
  state: IncubationState
  title: string
  text: string
  created_at: number
  ended_at: number | null
}

interface InterestTable {
  id: string
  incubation_id: string
  contest_id: string
  team_id: string
  state: InterestState
  message: string
  /** How the team is reached: shown to the body after the introduction, and to nobody before. */
  contact: string
  expressed_at: number
  answer: string | null
  answered_at: number | null
}

interface ClosingTable {
  id: string
  contest_id: string
  state: ClosingState
  reason: string
  /** End of the retention. */
  destroy_at: number
  certificates: 'keep' | 'destroy'
  planned_by: string
  planned_at: number
  job_id: string | null
  /** From here on there is no way back. */
  begun_at: number | null
  totals: Written<PartTotal[]> | null
  list_digest: string | null
  done_at: number | null
  cancelled_at: number | null
}

/** Everything that a closing destroys, by name: written down before the first of it goes. */
interface ClosingItemTable {
  closing_id: string
  part: string
  id: string
  digest: string | null
  bytes: number
  destroyed_at: number | null
}

declare module '../../platform/postgres/tables.ts' {
  interface Tables {
    contest_award_list: AwardListTable
    contest_award: AwardTable
    contest_certificate: CertificateTable
    contest_showcase: ShowcaseTable
    contest_green_channel: GreenChannelTable
    contest_incubation: IncubationTable
    contest_incubation_interest: InterestTable
    contest_closing: ClosingTable
    contest_closing_item: ClosingItemTable
  }
}

import type { Tx } from '../../platform/postgres/tables.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { type Covering, whyNot } from './rules.ts'

/** One use of one person's data, before it happens. */
export interface SinglePersonUse {
  /** The person's dense number as `personOf` tells it; 0 for nobody. */
  readonly insured: number
  readonly askerId: string
  readonly purpose: string
  readonly contractId: string | null
  /** `table.column` that the use opens. */
  readonly fields: readonly string[]
  /** First and last day of the data that it opens; needed where the consent names a period. */
  readonly period?: { readonly from: string; readonly until: string } | undefined
  readonly now: number
}

export interface LiveConsent {
  readonly id: string | null
  readonly holds: boolean
  /** `live`, or why nothing holds: none, purpose, contract, scope, period, expired. Tells nothing beyond the asker's own asks. */
  readonly why: string
}

/** A person has few live consents for one body; more than these are not looked at. */
const MOST = 50

/**
 * Does the person's live consent cover this use? One probe of `consent_live`; what is not covered is denied.
 * Inside a transaction the rows found are held until its end: a withdrawal waits for the use, or the use for it.
 */
export async function liveConsent(db: Tx | Core['db'], use: SinglePersonUse): Promise<LiveConsent> {
  let query = db
    .selectFrom('consent')
    .select([
      'id',
      'purpose',
      'contract_id',
      'scope_version',
      'scopes',
      'period_from',
      'period_until',
      'until_at',
    ])
    .where('insured', '=', use.insured)
    .where('asker_id', '=', use.askerId)
    .where('state', 'in', ['given', 'limited'])
    .limit(MOST)
  if (db.isTransaction) query = query.forNoKeyUpdate()
  const found = (await query.execute()).map((row): Covering & { id: string; why: string | null } => ({
    ...row,
    why: whyNot(row, use),
  }))
  const holding = found.find((row) => row.why === null)
  if (holding) return { id: holding.id, holds: true, why: 'live' }
  return { id: null, holds: false, why: found.at(-1)?.why ?? 'none' }
}

/**
 * Ties a run to the consent that it opens data under, in the run's own transaction; a single consent is used up by it.
 * @throws XinyuError CONSENT_NOT_LIVE when it was withdrawn or used up since the decision
 */
export async function useConsent(tx: Tx, consentId: string, runId: string): Promise<void> {
  const row = await tx
    .selectFrom('consent')
    .select(['kind', 'state'])
    .where('id', '=', consentId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (row?.state !== 'given' && row?.state !== 'limited') throw new XinyuError('CONSENT_NOT_LIVE')
  const at = timeOf(runId)
  await tx.insertInto('consent_use').values({ run_id: runId, consent_id: consentId, at }).execute()
  if (row.kind === 'standing') return
  await tx
    .updateTable('consent')
    .set({ state: 'used_up', ended_at: at })
    .where('id', '=', consentId)
    .executeTakeFirstOrThrow()
}

/** The moment that a UUID v7 was made at (RFC 9562 §5.7). */
const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

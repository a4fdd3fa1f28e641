import type { UserActor } from '../../../kernel/actor.ts'
import type { Json } from '../../../kernel/canonical.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { lockContract } from '../../../flow/contract/index.ts'
import { settleLeases } from '../../../flow/decision/index.ts'
import type { Acted } from '../../../safeguard/evidence/index.ts'
import { type CheckRecord, type Segment, segmentRow } from '../../check/index.ts'
import type { Tools } from '../tools.ts'
import type { Granted } from './grant.ts'
import { inheritedFrom, type RunContract, runSubject, versionsOf } from './row.ts'

export interface Release {
  readonly state: 'released' | 'withheld'
  readonly digest: string
  readonly bytes: number
  readonly rows: number
  readonly elapsedMs: number
  /** What the output check looked at; of a file its disclosure record. */
  readonly check: CheckRecord | Json
  /** What history keeps of it, durable on disk; null where nothing new was shown. */
  readonly segment: Segment | null
  /** Kind `file` only. */
  readonly fileName?: string
}

/**
 * Release: what goes out, its hash and what the output check looked at; counters are settled to what it really is.
 * Refused when the contract was stopped meanwhile, the consent is gone, or the grant ran out without renewal.
 */
export function releaseRun(
  { inTurn }: Tools,
  actor: UserActor,
  contract: RunContract,
  granted: Granted,
  release: Release,
): Promise<Acted<void>> {
  return inTurn(actor, contract.id, async ({ tx, now, note }) => {
    const row = await lockContract(tx, contract.id)
    if (row?.state !== 'active' || row.epoch !== granted.epoch) throw new XinyuError('GRANT_VOID')
    if (granted.consentId !== null) await mustStillHold(tx, granted.consentId, now)
    const inherits = inheritedFrom(contract)
    const done = await tx
      .updateTable('run')
      .set({
        state: release.state,
        output_hash: release.digest,
        output_rows: release.rows,
        elapsed_ms: release.elapsedMs,
        inherits: JSON.stringify(inherits),
        ended_at: now,
        ...(release.fileName === undefined ? {} : { file_name: release.fileName }),
      })
      .where('id', '=', granted.runId)
      .where('state', '=', 'running')
      .where('grant_until', '>=', now)
      .returning('leases')
      .executeTakeFirst()
    if (!done) throw new XinyuError('GRANT_VOID')
    if (release.segment) await segmentRow(tx, release.segment, granted.runId, contract.terms.projectId, now)
    await settleLeases(tx, contract.id, done.leases, { rows: release.rows, bytes: release.bytes })
    note({
      kind: 'run.checked',
      subject: { run: granted.runId, provider: row.provider_id },
      payload: padded(release.check),
    })
    note({
      kind: `run.${release.state}`,
      subject: { ...runSubject(granted.runId, contract), ...versionsOf(contract) },
      payload: {
        result: { digest: release.digest, bytes: release.bytes, rows: release.rows },
        contractHash: contract.hash,
        purpose: contract.terms.purpose,
        inherits,
      },
    })
  })
}

/** A single consent is used up by this very run; anything else that ended it ends the run. */
async function mustStillHold(tx: Tx, consentId: string, now: number): Promise<void> {
  const consent = await tx
    .selectFrom('consent')
    .select('state')
    .where('id', '=', consentId)
    .where('until_at', '>=', now)
    .forShare()
    .executeTakeFirst()
  const holds = consent && ['given', 'limited', 'used_up'].includes(consent.state)
  if (!holds) throw new XinyuError('RUN_CONSENT_GONE')
}

const PAD_TO = 4096

/** The check's record counts what was left out: its size in the public entry must not tell how much (ADR 0002). */
function padded(check: Release['check']): Json {
  const bare = JSON.stringify(check).length
  return { check: check as never, pad: ' '.repeat(PAD_TO - (bare % PAD_TO)) }
}

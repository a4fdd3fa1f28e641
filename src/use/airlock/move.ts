import { sql } from 'kysely'
import type { Json } from '../../kernel/canonical.ts'
import type { ActionScope } from '../../safeguard/evidence/index.ts'
import type { AboutRequest } from './events.ts'
import { openSeals } from './seal.ts'
import { mustMove, type Mover } from './states.ts'
import type { RequestRow } from './store.ts'
import type { RequestState } from './model.ts'

type Changes = Partial<
  Pick<
    RequestRow,
    | 'round'
    | 'checkers'
    | 'contract_ids'
    | 'team'
    | 'job_id'
    | 'submitted_at'
    | 'decided_at'
    | 'released_at'
    | 'revoked_at'
    | 'revoke_reason'
    | 'expires_at'
  >
> & { readonly problem?: string | null }

/** The only writer of a request's state. The row is locked by the caller. @throws XinyuError AIRLOCK_STATE */
export async function move(
  { tx }: ActionScope,
  row: RequestRow,
  who: Mover,
  to: RequestState,
  changes: Changes = {},
): Promise<RequestRow> {
  mustMove(who, row.state, to)
  return tx
    .updateTable('airlock_request')
    .set({ state: to, problem: null, ...changes })
    .where('id', '=', row.id)
    .where('state', '=', row.state)
    .returningAll()
    .executeTakeFirstOrThrow()
}

type RoundEnd = {
  readonly outcome: 'returned' | 'approved' | 'rejected' | 'withdrawn' | 'expired'
  readonly byMachine?: boolean
  readonly reasons?: readonly string[]
}

/** Ends the round that is open, if one is: what lay under seal can be opened now. */
export async function endRound(scope: ActionScope, row: RequestRow, end: RoundEnd): Promise<void> {
  const done = await scope.tx
    .updateTable('airlock_round')
    .set({
      decided_at: scope.now,
      outcome: end.outcome,
      by_machine: end.byMachine ?? false,
      reasons: [...(end.reasons ?? [])],
    })
    .where('request_id', '=', row.id)
    .where('round', '=', row.round)
    .where('decided_at', 'is', null)
    .executeTakeFirst()
  if (done.numUpdatedRows > 0n) await openSeals(scope, row)
}

/** Somebody of the team had a hand in it: never a judge of it afterwards. */
export async function joinTeam(
  { tx }: ActionScope,
  row: RequestRow,
  users: readonly string[],
): Promise<void> {
  await tx
    .updateTable('airlock_request')
    .set({
      team: sql<string[]>`(select array_agg(distinct u) from unnest(team || ${[...users]}::uuid[]) as u)`,
    })
    .where('id', '=', row.id)
    .execute()
}

export const subjectOf = (row: RequestRow): Record<string, string> => ({
  request: row.id,
  project: row.project_id,
  consumer: row.consumer_id,
  ...(row.seat_id === null ? {} : { seat: row.seat_id }),
})

export const aboutOf = (row: RequestRow): AboutRequest => ({
  requestId: row.id,
  projectId: row.project_id,
  consumerId: row.consumer_id,
  authorId: row.author_id,
})

export const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json

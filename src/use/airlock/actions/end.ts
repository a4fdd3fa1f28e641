import { sql } from 'kysely'
import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act } from '../../../safeguard/evidence/index.ts'
import { aboutOf, endRound, joinTeam, move, subjectOf } from '../move.ts'
import { mustBeFit, presentIn } from '../people.ts'
import type { Airlock } from '../ports.ts'
import { mustMove, shown } from '../states.ts'
import { filesOf, lockRequest, requestRow } from '../store.ts'
import { destroyBytes } from '../vault.ts'
import { lockOwn } from './draft.ts'

const DAY_MS = 86_400_000

/** The author takes the request back; its files are destroyed. @throws XinyuError NOT_FOUND, AIRLOCK_* */
export async function withdrawRequest(airlock: Airlock, actor: UserActor, id: string): Promise<Acted<void>> {
  const acted = await act(airlock.core, actor, async (scope) => {
    const row = await lockOwn(scope.tx, actor, id)
    await joinTeam(scope, row, [actor.userId])
    await move(scope, row, 'author', 'withdrawn', { job_id: null })
    await endRound(scope, row, { outcome: 'withdrawn' })
    scope.note({ kind: 'airlock.withdrawn', subject: subjectOf(row), payload: { round: row.round } })
  })
  await destroyFiles(airlock, id)
  return acted
}

/** Calls a release back: its bytes go, and nobody takes them away any more. @throws XinyuError NOT_FOUND, AIRLOCK_* */
export async function revokeRequest(
  airlock: Airlock,
  actor: UserActor,
  id: string,
  reason: string,
): Promise<Acted<void>> {
  const { core, runs } = airlock
  const seen = await requestRow(core.db, id)
  await mustBeFit(core.db, actor, seen, 'revoke', await presentIn(airlock, id))
  mustMove('guardian', seen.state, 'revoked')
  // The bytes first: a server that is killed in between leaves nothing to take away.
  const files = await filesOf(core.db, [id])
  for (const runId of files.flatMap((file) => file.run_ids)) await runs.revokeFile(actor, runId, reason)
  return act(core, actor, async (scope) => {
    const row = await lockRequest(scope.tx, id)
    await move(scope, row, 'guardian', 'revoked', { revoked_at: scope.now, revoke_reason: reason })
    scope.note({ kind: 'airlock.revoked', subject: subjectOf(row), payload: { reason } })
    scope.emit('airlock.revoked', aboutOf(row))
  })
}

/** Requests that nobody brought to an end in their time, and those whose contracts are gone. Returns how many ended. */
export async function expireRequests(airlock: Airlock): Promise<number> {
  const { core } = airlock
  const now = core.clock.now()
  const { rows: due } = await sql<{ id: string; late: boolean }>`
    select r.id, r.expires_at < ${now} as late from airlock_request r
    where r.state in ('draft', 'review', 'differ', 'returned', 'approved')
      and (r.expires_at < ${now} or exists (
        select 1 from airlock_file f join contract c on c.id = any(f.contract_ids)
        where f.request_id = r.id and f.last_round is null and c.state = 'ended'))
    order by r.expires_at limit 200`.execute(core.db)
  for (const { id, late } of due)
    await expire(airlock, id, late).catch((error: unknown) => {
      // Somebody was faster: it is no longer due.
      if (!isXinyuError(error) || error.code !== 'AIRLOCK_STATE') throw error
    })
  return due.length
}

/** What rests on an ended contract can never leave: its bytes are not kept for an appeal. */
async function expire({ core }: Airlock, id: string, late: boolean): Promise<void> {
  await act(core, systemActor('airlock'), async (scope) => {
    const row = await lockRequest(scope.tx, id)
    if (late && row.expires_at >= scope.now)
      throw new XinyuError('AIRLOCK_STATE', { state: shown(row.state) })
    const { keepDays } = core.config.airlock
    scope.note({
      kind: 'airlock.expired',
      subject: subjectOf(row),
      payload: { state: shown(row.state), late },
    })
    await move(scope, row, 'machine', 'expired', {
      expires_at: late ? scope.now + keepDays * DAY_MS : scope.now - 1,
    })
    await endRound(scope, row, { outcome: 'expired' })
  })
}

/** Destroys what was not released and is not needed any more, with an entry for it. Returns how many requests. */
export async function destroyKept(airlock: Airlock): Promise<number> {
  const { core } = airlock
  const due = await core.db
    .selectFrom('airlock_request')
    .select('id')
    .where('state', 'in', ['rejected', 'expired', 'withdrawn'])
    .where('emptied_at', 'is', null)
    .where((eb) => eb.or([eb('state', '=', 'withdrawn'), eb('expires_at', '<', core.clock.now())]))
    .limit(200)
    .execute()
  for (const { id } of due) await destroyFiles(airlock, id)
  return due.length
}

/** Without its key a file is noise; the noise goes too. */
async function destroyFiles({ core }: Airlock, id: string): Promise<void> {
  const files = await filesOf(core.db, [id])
  await act(core, systemActor('airlock'), async ({ tx, now, note }) => {
    await tx
      .updateTable('airlock_file')
      .set({ key: null, sets_key: null })
      .where('request_id', '=', id)
      .execute()
    await tx.updateTable('airlock_request').set({ emptied_at: now }).where('id', '=', id).execute()
    note({
      kind: 'airlock.destroyed',
      subject: { request: id },
      payload: { files: files.map((file) => ({ file: file.id, digest: file.digest })) },
    })
  })
  for (const { id: file } of files) await destroyBytes(core.home, file)
}

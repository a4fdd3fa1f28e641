import { sql } from 'kysely'
import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import { beginRecovery, keyStore, type RecoveryDraft } from '../crypto/index.ts'
import { type Acted, act, type ActionScope, type Core, rotateLogKey } from '../evidence/index.ts'
import type { Decision, NewRequest } from './model.ts'
import { replaceKey } from './replace.ts'
import { isLogKey, isNext, purposeOf, requestName, stateWords } from './rules.ts'

/** Requests are asked for in turn, so that the one who looks for an open one sees what another asked just now. */
const ASKING = 7_120_454

/**
 * Asks for a change of a key, or for its recovery file. @throws XinyuError NOT_FOUND, KEY_OF_BODY, KEY_REQUEST_OPEN
 * where the same, or another change of this key, is asked already
 */
export async function askKeyChange(
  core: Core,
  actor: UserActor,
  { key, kind, reason }: NewRequest,
): Promise<Acted<string>> {
  const name = requestName(key)
  if ((await filesOf(core, name)).length === 0) throw new XinyuError('NOT_FOUND', { what: 'key' })
  if (kind !== 'recovery' && purposeOf(name) === 'contracts') throw new XinyuError('KEY_OF_BODY')
  return act(core, actor, async ({ tx, now, id, note }) => {
    await sql`select pg_advisory_xact_lock(${ASKING})`.execute(tx)
    // A change that was asked for of one key must not fall on the key that another change put in its place.
    const rivals = kind === 'recovery' ? [kind] : (['rotate', 'revoke'] as const)
    const open = await tx
      .selectFrom('key_request')
      .select('id')
      .where('key_name', '=', name)
      .where('kind', 'in', rivals)
      .where('state', '=', 'open')
      .executeTakeFirst()
    if (open) throw new XinyuError('KEY_REQUEST_OPEN')
    const request = id()
    await tx
      .insertInto('key_request')
      .values({
        id: request,
        kind,
        key_name: name,
        reason,
        asked_by: actor.userId,
        asked_at: now,
        state: 'open',
        decided_by: null,
        decided_at: null,
        decision: null,
        recovery: null,
        sealed_by_security: null,
        sealed_by_system: null,
      })
      .execute()
    note({ kind: 'key.change_asked', subject: { request }, payload: { name, kind, reason } })
    return request
  })
}

/** Takes an own request back. @throws XinyuError NOT_FOUND, KEY_REQUEST_CLOSED, KEY_REQUEST_UNDER_WAY */
export async function withdrawRequest(core: Core, actor: UserActor, id: string): Promise<void> {
  await alone(id, () =>
    act(core, actor, async (scope) => {
      const row = await lockOpen(scope.tx, id)
      if (row.asked_by !== actor.userId) throw new XinyuError('NOT_FOUND', { what: 'key request' })
      await close(scope, actor, id, { state: 'withdrawn', reason: '' })
      scope.note({ kind: 'key.change_withdrawn', subject: { request: id } })
    }),
  )
}

/**
 * Decides a request; an approved one is carried out at once. Never by who asked: two officers hold the keys.
 * @throws XinyuError NOT_FOUND, KEY_REQUEST_CLOSED, KEY_REQUEST_UNDER_WAY, KEY_SAME_OFFICER
 */
export async function decideRequest(
  core: Core,
  actor: UserActor,
  id: string,
  decision: Decision,
): Promise<void> {
  await alone(id, () => decide(core, actor, id, decision))
}

/** Requests that are being decided or taken back. What a decision does outlasts one transaction. */
const underWay = new Set<string>()

async function alone(id: string, work: () => Promise<unknown>): Promise<void> {
  if (underWay.has(id)) throw new XinyuError('KEY_REQUEST_UNDER_WAY')
  underWay.add(id)
  try {
    await work()
  } finally {
    underWay.delete(id)
  }
}

async function decide(
  core: Core,
  actor: UserActor,
  id: string,
  { approve, reason }: Decision,
): Promise<void> {
  const row = await core.db.selectFrom('key_request').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'key request' })
  if (row.asked_by === actor.userId) throw new XinyuError('KEY_SAME_OFFICER')
  if (row.state !== 'open') throw new XinyuError('KEY_REQUEST_CLOSED', stateWords(row.state))
  const done = async (scope: ActionScope) => {
    const now = await lockOpen(scope.tx, id)
    if (now.asked_by === actor.userId) throw new XinyuError('KEY_SAME_OFFICER')
    await close(scope, actor, id, { state: approve ? 'done' : 'refused', reason })
  }
  const { key_name: name, kind } = row
  if (!approve) {
    await act(core, actor, async (scope) => {
      await done(scope)
      scope.note({ kind: 'key.change_refused', subject: { request: id }, payload: { name, kind, reason } })
    })
  } else if (kind === 'recovery') await makeRecovery(core, actor, id, name, done)
  else if (isLogKey(name)) await changeLogKey(core, actor, { id, kind, reason: row.reason }, done)
  else await replaceKey(core, actor, { name, reason: row.reason, revoke: kind === 'revoke' }, done)
}

/** The log's own rotation is an action of its own, before the request closes. */
async function changeLogKey(
  core: Core,
  actor: UserActor,
  { id, kind, reason }: { id: string; kind: string; reason: string },
  done: (scope: ActionScope) => Promise<void>,
): Promise<void> {
  const before = core.evidence.vkey()
  const [next = ''] = await rotateLogKey(core, actor, { reason, revoke: kind === 'revoke' })
  await act(core, actor, async (scope) => {
    await done(scope)
    scope.note({
      kind: kind === 'revoke' ? 'key.revoked' : 'key.rotated',
      subject: { request: id },
      payload: { name: 'evidence', old: before, new: next, reason },
    })
  })
}

async function makeRecovery(
  core: Core,
  actor: UserActor,
  id: string,
  name: string,
  done: (scope: ActionScope) => Promise<void>,
): Promise<void> {
  const draft = await beginRecovery(core.home, await filesOf(core, name), core.clock.now(), core.random)
  await act(core, actor, async (scope) => {
    await done(scope)
    await keepDraft(scope.tx, id, draft)
    scope.note({ kind: 'key.recovery_approved', subject: { request: id }, payload: { name } })
  })
}

export const keepDraft = (tx: Tx, id: string, draft: RecoveryDraft) =>
  tx
    .updateTable('key_request')
    .set({ recovery: JSON.stringify(draft) })
    .where('id', '=', id)
    .execute()

/** The files behind a name of the list: the log has one for each kind of signature. */
async function filesOf(core: Core, name: string): Promise<string[]> {
  const names = (await keyStore(core.home).list()).map((one) => one.name).filter((one) => !isNext(one))
  return names.filter((one) => (isLogKey(name) ? isLogKey(one) : one === name))
}

async function lockOpen(tx: Tx, id: string) {
  const row = await tx
    .selectFrom('key_request')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'key request' })
  if (row.state !== 'open') throw new XinyuError('KEY_REQUEST_CLOSED', stateWords(row.state))
  return row
}

const close = (
  { tx, now }: ActionScope,
  actor: UserActor,
  id: string,
  { state, reason }: { state: 'done' | 'refused' | 'withdrawn'; reason: string },
) =>
  tx
    .updateTable('key_request')
    .set({ state, decided_by: actor.userId, decided_at: now, decision: reason })
    .where('id', '=', id)
    .execute()

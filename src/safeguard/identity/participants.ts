import { type Actor, isUscc, normalizeUscc, XinyuError } from '../../kernel/index.ts'
import { type ActionScope, act, type Core } from '../evidence/index.ts'
import { NewParticipant, ParticipantChange } from './model.ts'
import { mustHave } from './rules.ts'
import { endSessions } from './sessions.ts'
import type { ParticipantTable } from './tables.ts'

/**
 * Registers a body. Only the space itself (init, demo) makes an operator.
 * @throws XinyuError USCC_INVALID, USCC_TAKEN, OPERATOR_FIXED, ROLE_NOT_ALLOWED
 */
export async function registerParticipant(core: Core, actor: Actor, input: NewParticipant): Promise<string> {
  mustHave(actor, 'system_administrator')
  if (actor.kind === 'user' && input.roles.includes('operator')) throw new XinyuError('OPERATOR_FIXED')
  return (await act(core, actor, (scope) => insertParticipant(scope, input))).value
}

/** The part of registering that runs inside another action. */
export async function insertParticipant(scope: ActionScope, input: NewParticipant): Promise<string> {
  const { nameZh, nameEn, roles, regionCode, ...body } = NewParticipant.parse(input)
  const uscc = normalizeUscc(body.uscc)
  if (!isUscc(uscc)) throw new XinyuError('USCC_INVALID', { code: uscc.slice(0, 40) })
  const id = scope.id()
  const row = await scope.tx
    .insertInto('participant')
    .values({
      id,
      uscc,
      name_zh: nameZh,
      name_en: nameEn,
      roles,
      region_code: regionCode,
      state: 'active',
      created_at: scope.now,
      updated_at: scope.now,
    })
    .onConflict((conflict) => conflict.column('uscc').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new XinyuError('USCC_TAKEN', { code: uscc })
  scope.note({
    kind: 'participant.registered',
    subject: { participant: id },
    payload: { uscc, nameZh, nameEn, roles, regionCode },
  })
  return id
}

/** @throws XinyuError PARTICIPANT_NOT_FOUND, OPERATOR_FIXED, ROLE_NOT_ALLOWED */
export async function updateParticipant(
  core: Core,
  actor: Actor,
  id: string,
  input: ParticipantChange,
): Promise<void> {
  mustHave(actor, 'system_administrator')
  const change = ParticipantChange.parse(input)
  await act(core, actor, async (scope) => {
    const before = await lockedParticipant(scope, id)
    const after = change.roles ?? before.roles
    if (after.includes('operator') !== before.roles.includes('operator'))
      throw new XinyuError('OPERATOR_FIXED')
    // An auditor of a supervisor would be left in a body that may not have one.
    if (before.roles.includes('supervisor') && !after.includes('supervisor') && !after.includes('operator'))
      await mustHaveNoAuditor(scope, id)
    await scope.tx
      .updateTable('participant')
      .set({
        name_zh: change.nameZh ?? before.name_zh,
        name_en: change.nameEn ?? before.name_en,
        roles: after,
        region_code: change.regionCode ?? before.region_code,
        updated_at: scope.now,
      })
      .where('id', '=', id)
      .execute()
    scope.note({ kind: 'participant.updated', subject: { participant: id }, payload: { ...change } })
  })
}

async function mustHaveNoAuditor({ tx }: ActionScope, id: string): Promise<void> {
  const auditor = await tx
    .selectFrom('app_user')
    .select('id')
    .where('participant_id', '=', id)
    .where((e) => e(e.val('auditor'), '=', e.fn.any('roles')))
    .executeTakeFirst()
  if (auditor) throw new XinyuError('ROLE_NEEDS_BODY', { role: 'auditor', bodies: 'operator, supervisor' })
}

/** Its users are signed out at once; contracts hear of it by the event. @throws XinyuError OPERATOR_FIXED, … */
export async function suspendParticipant(
  core: Core,
  actor: Actor,
  id: string,
  reason: string,
): Promise<void> {
  mustHave(actor, 'system_administrator', 'security_officer')
  await act(core, actor, async (scope) => {
    const before = await lockedParticipant(scope, id)
    if (before.roles.includes('operator')) throw new XinyuError('OPERATOR_FIXED')
    await setState(scope, before, 'suspended')
    for (const user of await lockedUsersOf(scope, id)) await endSessions(scope, user.id)
    scope.note({ kind: 'participant.suspended', subject: { participant: id }, payload: { reason } })
    scope.stop('participant.suspended', { participantId: id })
  })
}

/** Held in the order of ids, so that a sign-in under way ends before or is seen. */
const lockedUsersOf = ({ tx }: ActionScope, id: string) =>
  tx
    .selectFrom('app_user')
    .select('id')
    .where('participant_id', '=', id)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()

/** Power is given back by the security officer alone. @throws XinyuError PARTICIPANT_STATE, … */
export async function restoreParticipant(core: Core, actor: Actor, id: string): Promise<void> {
  mustHave(actor, 'security_officer')
  await act(core, actor, async (scope) => {
    await setState(scope, await lockedParticipant(scope, id), 'active')
    scope.note({ kind: 'participant.restored', subject: { participant: id } })
    scope.emit('participant.restored', { participantId: id })
  })
}

async function setState(
  scope: ActionScope,
  before: ParticipantTable,
  state: 'active' | 'suspended',
): Promise<void> {
  if (before.state === state) throw new XinyuError('PARTICIPANT_STATE', { state })
  await scope.tx
    .updateTable('participant')
    .set({ state, updated_at: scope.now })
    .where('id', '=', before.id)
    .execute()
}

/**
 * Reads a body and holds its row until the action ends. A body is held before its users: in one order nobody waits in
 * a ring.
 * @throws XinyuError PARTICIPANT_NOT_FOUND
 */
export async function lockedParticipant({ tx }: ActionScope, id: string): Promise<ParticipantTable> {
  const row = await tx
    .selectFrom('participant')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('PARTICIPANT_NOT_FOUND')
  return row
}

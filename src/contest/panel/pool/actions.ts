import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { normalizeUscc } from '../../../kernel/uscc.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import type { ExpertProfile, ExpertState } from '../model.ts'
import { expertById } from '../store.ts'

/**
 * Evidence of the officers of the log alone: experts and teams read the entries that their bodies made or are named in,
 * and must not read there who judges. So no entry names a body.
 */
const machine = systemActor('contest')

/** Puts a user into the pool, or changes the profile. Returns the expert. @throws XinyuError PANEL_NOT_EXPERT */
export async function putExpert(
  core: Core,
  actor: UserActor,
  organiserId: string,
  userId: string,
  profile: ExpertProfile,
): Promise<string> {
  const { value } = await act(core, machine, (scope) => write(scope, actor, organiserId, userId, profile))
  return value
}

/** Several at once: all of them, or none. */
export async function putExperts(
  core: Core,
  actor: UserActor,
  organiserId: string,
  experts: readonly { readonly userId: string; readonly profile: ExpertProfile }[],
): Promise<string[]> {
  const { value } = await act(core, machine, async (scope) => {
    const ids: string[] = []
    for (const { userId, profile } of experts)
      ids.push(await write(scope, actor, organiserId, userId, profile))
    return ids
  })
  return value
}

async function write(
  scope: ActionScope,
  actor: UserActor,
  organiserId: string,
  userId: string,
  profile: ExpertProfile,
): Promise<string> {
  const { tx, now, note } = scope
  await mustBeExpert(tx, userId)
  const { name, title, fields, maxLoad } = profile
  const said = { name, title, fields: [...new Set(fields)], max_load: maxLoad, updated_at: now }
  const { id } = await tx
    .insertInto('contest_expert')
    .values({
      id: scope.id(),
      organiser_id: organiserId,
      user_id: userId,
      state: 'active',
      created_at: now,
      ...said,
    })
    .onConflict((conflict) => conflict.columns(['organiser_id', 'user_id']).doUpdateSet(said))
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.deleteFrom('contest_expert_body').where('expert_id', '=', id).execute()
  await tx.deleteFrom('contest_relation').where('expert_id', '=', id).execute()
  const coded = (uscc: string | null) => (uscc === null || uscc === '' ? null : normalizeUscc(uscc))
  if (profile.bodies.length > 0)
    await tx
      .insertInto('contest_expert_body')
      .values(
        profile.bodies.map((body) => ({ ...body, uscc: coded(body.uscc), id: scope.id(), expert_id: id })),
      )
      .execute()
  if (profile.relations.length > 0)
    await tx
      .insertInto('contest_relation')
      .values(
        profile.relations.map((one) => ({ ...one, uscc: coded(one.uscc), id: scope.id(), expert_id: id })),
      )
      .execute()
  note({
    kind: 'expert.profile_written',
    subject: { expert: id, by: actor.userId },
    payload: { fields: said.fields, maxLoad, bodies: profile.bodies, relations: profile.relations },
  })
  return id
}

async function mustBeExpert(tx: Tx, userId: string): Promise<void> {
  const user = await tx
    .selectFrom('app_user')
    .select(['state', 'roles'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (user?.state !== 'active' || !user.roles.includes('expert')) throw new XinyuError('PANEL_NOT_EXPERT')
}

/** Away: gets nothing new; what he has stays until somebody takes it back. @throws XinyuError NOT_FOUND */
export async function setExpertState(
  core: Core,
  actor: UserActor,
  organiserId: string,
  expertId: string,
  state: ExpertState,
  reason: string,
): Promise<void> {
  await act(core, machine, async ({ tx, now, note }) => {
    await expertById(tx, organiserId, expertId)
    await tx
      .updateTable('contest_expert')
      .set({ state, updated_at: now })
      .where('id', '=', expertId)
      .execute()
    note({
      kind: state === 'away' ? 'expert.left_for_a_while' : 'expert.returned',
      subject: { expert: expertId, by: actor.userId },
      payload: { reason },
    })
  })
}

/** What else a body is called. */
export async function putAlias(
  core: Core,
  actor: UserActor,
  organiserId: string,
  { name, alias }: { readonly name: string; readonly alias: string },
): Promise<void> {
  await act(core, machine, async ({ tx, id, note }) => {
    await tx
      .insertInto('contest_body_alias')
      .values({ id: id(), organiser_id: organiserId, name, alias })
      .onConflict((conflict) => conflict.columns(['organiser_id', 'name', 'alias']).doNothing())
      .execute()
    note({
      kind: 'alias.written',
      subject: { by: actor.userId },
      payload: { name, alias },
    })
  })
}

/** Conflicts that were found by it stay. @throws XinyuError NOT_FOUND */
export async function removeAlias(
  core: Core,
  actor: UserActor,
  organiserId: string,
  aliasId: string,
): Promise<void> {
  await act(core, machine, async ({ tx, note }) => {
    const gone = await tx
      .deleteFrom('contest_body_alias')
      .where('id', '=', aliasId)
      .where('organiser_id', '=', organiserId)
      .returning(['name', 'alias'])
      .executeTakeFirst()
    if (!gone) throw new XinyuError('NOT_FOUND', { what: 'alias' })
    note({ kind: 'alias.removed', subject: { by: actor.userId }, payload: gone })
  })
}

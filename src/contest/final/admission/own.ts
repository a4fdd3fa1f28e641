import { systemActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { type Identity, renewInvitation, userById } from '../../../safeguard/identity/index.ts'
import type { OwnFinal } from './model.ts'

/** @throws XinyuError NOT_FOUND to who is in no team of the final */
export async function ownFinal(core: Core, contestId: string, entrantId: string): Promise<OwnFinal> {
  const row = await memberRow(core, contestId, entrantId)
  const user = row.user_id === null ? undefined : await userById(core, row.user_id)
  const open = await core.db
    .selectFrom('contest_checkin')
    .select('zone')
    .where('contest_id', '=', contestId)
    .where('entrant_id', '=', entrantId)
    .where('out_at', 'is', null)
    .executeTakeFirst()
  const turn = await core.db
    .selectFrom('contest_defence')
    .select('place')
    .where('contest_id', '=', contestId)
    .where('team_id', '=', row.team_id)
    .limit(1)
    .executeTakeFirst()
  return {
    teamId: row.team_id,
    pass: row.pass,
    login: row.login,
    account: user?.state ?? 'none',
    here: open !== undefined,
    zone: open?.zone ?? null,
    place: turn?.place ?? null,
  }
}

/**
 * The link by which a finalist sets the password of the account that the system administrator made. It goes to nobody
 * but the person at the contest's own door, and only until the account is in use: it never resets a password.
 * @throws XinyuError NOT_FOUND, USER_STATE
 */
export async function ownAccount(
  core: Core,
  identity: Identity,
  contestId: string,
  entrantId: string,
): Promise<{ path: string; expiresAt: number }> {
  const row = await memberRow(core, contestId, entrantId)
  const user = row.user_id === null ? undefined : await userById(core, row.user_id)
  if (!user) throw new XinyuError('NOT_FOUND', { what: 'user' })
  if (user.state !== 'invited') throw new XinyuError('USER_STATE', { state: user.state })
  const by = systemActor('contest')
  const { token, expiresAt } = await renewInvitation(identity, by, user.id)
  await act(core, by, async ({ note }) => {
    note({
      kind: 'contest.account_handed',
      subject: { contest: contestId, team: row.team_id, entrant: entrantId, user: user.id },
    })
  })
  return { path: `/invitation/${token}`, expiresAt }
}

async function memberRow(core: Core, contestId: string, entrantId: string) {
  const row = await core.db
    .selectFrom('contest_finalist_member')
    .selectAll()
    .where('contest_id', '=', contestId)
    .where('entrant_id', '=', entrantId)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'team' })
  return row
}

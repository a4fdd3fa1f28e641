import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { approveRequest, makeRequest, signContract } from '../../../flow/contract/index.ts'
import { offerById, policyOf } from '../../../flow/policy/index.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import {
  changeRoles,
  type Identity,
  inviteUser,
  participantById,
  registerParticipant,
  updateParticipant,
  userById,
} from '../../../safeguard/identity/index.ts'
import { membersOf } from '../../entry/index.ts'
import type { Contest } from '../../scheme/index.ts'
import { finalSettings } from '../store.ts'
import type { Candidate } from './facts.ts'
import { minimalPolicy, offersFor, riskForm } from './minimal.ts'
import type { Act } from './steps.ts'

export const PURPOSE = 'contest_modelling'

export interface Working {
  readonly core: Core
  readonly identity: Identity
  readonly contest: Contest
  /** Who asked for the work: each act is done in this name, by the action that the room has for it. */
  readonly actor: UserActor
}

/** Does one thing for one team. What was done already, and was cut off before it was written down, is found. */
export async function perform(working: Working, one: Candidate, { step, request }: Act): Promise<void> {
  switch (step) {
    case 'body':
      return bodyOf(working, one)
    case 'members':
      return accountsOf(working, one)
    case 'officer':
      return officerOf(working, one)
    case 'request':
      return ask(working, one, request!.offerId)
    case 'approval':
      await approveRequest(working.core, working.actor, request!.request!.id, reasonOf(working.contest))
      return
    case 'contract': {
      const contract = request!.request!.contract!
      await signContract(working.core, working.actor, contract.id, { hash: contract.hash })
      return
    }
    case 'seat':
    case 'ready':
      return
  }
}

const reasonOf = ({ scheme }: Contest): string => `${scheme.titleZh}：同意决赛队伍使用。`.slice(0, 500)

async function bodyOf({ core, actor }: Working, { lead, facts }: Candidate): Promise<void> {
  if (lead === null) throw new XinyuError('FINAL_NO_BODY')
  if (facts.body) {
    // Known in another role: it may ask for data from now on.
    const body = (await participantById(core, facts.body.id))!
    await updateParticipant(core, actor, body.id, { roles: [...body.roles, 'consumer'] })
    return
  }
  const { uscc, name } = lead
  // GB 32100, characters 3 to 8: where the body is registered.
  const regionCode = uscc.slice(2, 8)
  await registerParticipant(core, actor, {
    uscc,
    nameZh: name,
    nameEn: name,
    roles: ['consumer'],
    regionCode,
  })
}

async function accountsOf({ core, identity, actor, contest }: Working, one: Candidate): Promise<void> {
  const bodyId = one.facts.body!.id
  const names = new Map(
    ((await membersOf(core.db, [one.team.id])).get(one.team.id) ?? []).map((member) => [
      member.entrantId,
      member.name,
    ]),
  )
  for (const { entrantId, userId, login } of one.members) {
    if (userId !== null) continue
    const found = await core.db
      .selectFrom('app_user')
      .select(['id', 'participant_id'])
      .where('login', '=', login)
      .executeTakeFirst()
    if (found && found.participant_id !== bodyId) throw new XinyuError('LOGIN_TAKEN')
    const id =
      found?.id ??
      (
        await inviteUser(identity, actor, {
          participantId: bodyId,
          login,
          displayName: (names.get(entrantId) ?? login).slice(0, 100),
          roles: ['developer'],
        })
      ).userId
    await core.db
      .updateTable('contest_finalist_member')
      .set({ user_id: id })
      .where('contest_id', '=', contest.id)
      .where('team_id', '=', one.team.id)
      .where('entrant_id', '=', entrantId)
      .execute()
  }
}

/** A body that is new to the space has nobody who may sign for it: the captain becomes its data officer. */
async function officerOf({ core, actor }: Working, { team, members }: Candidate): Promise<void> {
  const userId = members.find(({ entrantId }) => entrantId === team.captainId)?.userId
  const user = userId ? await userById(core, userId) : undefined
  if (!user) throw new XinyuError('FINAL_NO_CAPTAIN')
  await changeRoles(core, actor, user.id, [...new Set([...user.roles, 'data_officer' as const])])
}

async function ask({ core, actor, contest }: Working, one: Candidate, offerId: string): Promise<void> {
  const offer = await offerById(core, offerId)
  if (!offer) throw new XinyuError('NOT_FOUND', { what: 'offer' })
  const { needs, offers } = await finalSettings(core.db, contest.id)
  const chosen = offersFor(one.team, offers).find((line) => line.offerId === offerId)
  if (!needs || !chosen) throw new XinyuError('FINAL_NO_OFFER')
  const title = projectTitle(contest, one)
  const requestId = (await earlier(core, actor, offerId, title)) ?? (await make())
  await remember(core, contest.id, one.team.id, offerId, requestId)

  async function make(): Promise<string> {
    const offered = policyOf(offer!.policy)
    const policy = minimalPolicy(offered, chosen!.columns)
    const { value } = await makeRequest(core, actor, {
      offerId,
      purpose: PURPOSE,
      project: one.projectId === null ? { title } : { id: one.projectId },
      reason: `${contest.scheme.titleZh}决赛作品「${one.team.title}」：${needs!.purposeDetail}`.slice(
        0,
        2000,
      ),
      risk: riskForm(needs!, policy ?? offered, Math.max(1, one.members.length)),
      ...(policy === null ? {} : { policy }),
    })
    return value.id
  }
}

const projectTitle = ({ code }: Contest, { team }: Candidate): string =>
  `${code} ${team.number ?? ''} ${team.name}`.replaceAll(/\s+/g, ' ').slice(0, 120)

/** A request of a run that was killed before it was written down here. */
async function earlier(core: Core, actor: UserActor, offerId: string, title: string): Promise<string | null> {
  const row = await core.db
    .selectFrom('access_request as r')
    .innerJoin('project as p', 'p.id', 'r.project_id')
    .select('r.id')
    .where('r.offer_id', '=', offerId)
    .where('r.consumer_id', '=', actor.participantId)
    .where('p.title', '=', title)
    .where('r.state', 'in', ['waiting', 'approved'])
    .where('p.ended_at', 'is', null)
    .executeTakeFirst()
  return row?.id ?? null
}

async function remember(
  core: Core,
  contestId: string,
  teamId: string,
  offerId: string,
  requestId: string,
): Promise<void> {
  const { project_id: projectId, consumer_id: participantId } = await core.db
    .selectFrom('access_request')
    .select(['project_id', 'consumer_id'])
    .where('id', '=', requestId)
    .executeTakeFirstOrThrow()
  await core.db
    .insertInto('contest_finalist_request')
    .values({ contest_id: contestId, team_id: teamId, offer_id: offerId, request_id: requestId })
    .onConflict((conflict) =>
      conflict.columns(['contest_id', 'team_id', 'offer_id']).doUpdateSet({ request_id: requestId }),
    )
    .execute()
  await core.db
    .updateTable('contest_finalist')
    .set({ project_id: projectId, participant_id: participantId })
    .where('contest_id', '=', contestId)
    .where('team_id', '=', teamId)
    .execute()
}

import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { offerById, policyOf } from '../../../flow/policy/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { userById } from '../../../safeguard/identity/index.ts'
import { divisionOf, mustOrganise } from '../../scheme/index.ts'
import type { FinalSettings } from '../model.ts'
import { finalOf } from '../stage/turns.ts'
import { finalists } from '../store.ts'
import { minimalPolicy } from './minimal.ts'

/**
 * What the finalists work with, who presides, where people sit. What was asked for already stays as it was asked.
 * @throws XinyuError NOT_FOUND, CONTEST_NOT_ORGANISER, CONTEST_NO_FINAL, FINAL_COLUMN, FINAL_OFFER_TWICE, FINAL_PRESIDING
 */
export async function setFinal(
  core: Core,
  actor: UserActor,
  contestId: string,
  settings: FinalSettings,
): Promise<void> {
  const contest = await mustOrganise(core, actor, contestId)
  finalOf(contest)
  const taken = await finalists(core.db, contestId)
  const seen = new Set<string>()
  for (const { offerId, division, teamId, columns } of settings.offers) {
    const key = `${offerId} ${division ?? ''} ${teamId ?? ''}`
    if (seen.has(key)) throw new XinyuError('FINAL_OFFER_TWICE')
    seen.add(key)
    const offer = await offerById(core, offerId)
    if (!offer || offer.state !== 'open') throw new XinyuError('NOT_FOUND', { what: 'offer' })
    if (division !== null) divisionOf(contest, division)
    if (teamId !== null && !taken.has(teamId)) throw new XinyuError('NOT_FOUND', { what: 'team' })
    minimalPolicy(policyOf(offer.policy), columns)
  }
  const { presidingId } = settings
  if (presidingId !== null) {
    const user = await userById(core, presidingId)
    const fits =
      user?.participantId === contest.organiserId &&
      user.state === 'active' &&
      user.roles.includes('data_officer')
    if (!fits) throw new XinyuError('FINAL_PRESIDING')
  }
  await act(core, actor, async ({ tx, now, note }) => {
    const values = {
      offers: JSON.stringify(settings.offers),
      needs: settings.needs === null ? null : JSON.stringify(settings.needs),
      checkin: settings.checkin,
      zones: [...new Set(settings.zones)],
      presiding_id: presidingId,
      changed_at: now,
    }
    await tx
      .insertInto('contest_final')
      .values({ contest_id: contestId, ...values })
      .onConflict((conflict) => conflict.column('contest_id').doUpdateSet(values))
      .execute()
    note({ kind: 'contest.final_set', subject: { contest: contestId }, payload: { ...settings } })
  })
}

import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import { personKeys } from '../../supply/source/index.ts'
import { bodyMustBe, type Purpose } from '../policy/index.ts'
import type { NewAsk } from './model.ts'
import { SCOPE_VERSION } from './scopes.ts'

/** What this room needs of contracts, which stand on its right: wired in `serve.ts`. */
export interface ContractPort {
  /** The purpose of a contract that the actor's body uses data under. @throws XinyuError NOT_FOUND */
  purposeOf(actor: UserActor, contractId: string): Promise<Purpose>
}

/** An ask waits so long at most, then it expires unanswered. */
const ASK_MS = 30 * 86_400_000
/** Asks of one body that may wait at one person: nobody is talked into a consent by repetition. */
const WAITING_AT_ONCE = 5
const LONGEST_MS = 5 * 366 * 86_400_000

/**
 * Asks a person for consent. Whether any register knows the person does not matter here and is not looked at: the ask
 * waits at a keyed hash of the number, where only that person can find it.
 * @throws XinyuError BODY_ROLE_MISSING, CONSENT_TERM, CONSENT_PURPOSE, CONSENT_ASKED_TOO_OFTEN, NOT_FOUND contract
 */
export async function askConsent(
  core: Core,
  actor: UserActor,
  ask: NewAsk,
  contracts: ContractPort,
): Promise<Acted<{ id: string }>> {
  await bodyMustBe(core, actor.participantId, 'consumer')
  const now = core.clock.now()
  if (ask.until <= now || ask.until > now + LONGEST_MS) throw new XinyuError('CONSENT_TERM')
  if (ask.contractId !== undefined && (await contracts.purposeOf(actor, ask.contractId)) !== ask.purpose)
    throw new XinyuError('CONSENT_PURPOSE')
  const person_key = (await personKeys(core)).certno(ask.certno)
  return act(core, actor, async ({ tx, now: at, id, note }) => {
    const { waiting } = await tx
      .selectFrom('consent')
      .select((eb) => eb.fn.countAll<number>().as('waiting'))
      .where('person_key', '=', person_key)
      .where('asker_id', '=', actor.participantId)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    if (waiting >= WAITING_AT_ONCE)
      throw new XinyuError('CONSENT_ASKED_TOO_OFTEN', { limit: WAITING_AT_ONCE })
    const consentId = id()
    await tx
      .insertInto('consent')
      .values({
        id: consentId,
        asker_id: actor.participantId,
        contract_id: ask.contractId ?? null,
        purpose: ask.purpose,
        kind: ask.kind,
        state: 'waiting',
        person_key,
        insured: null,
        scope_version: SCOPE_VERSION,
        asked_scopes: ask.scopes,
        scopes: ask.scopes,
        period_from: ask.period?.from ?? null,
        period_until: ask.period?.until ?? null,
        reason: ask.reason,
        asked_until: ask.until,
        until_at: Math.min(ask.until, at + ASK_MS),
        proof: null,
        guardianship_id: null,
        created_by: actor.userId,
        created_at: at,
        answered_at: null,
        ended_at: null,
      })
      .execute()
    note({
      kind: 'consent.asked',
      subject: {
        consent: consentId,
        consumer: actor.participantId,
        ...(ask.contractId === undefined ? {} : { contract: ask.contractId }),
      },
      payload: {
        purpose: ask.purpose,
        scopes: ask.scopes,
        kind: ask.kind,
        until: ask.until,
        ...(ask.period ? { period: { ...ask.period } } : {}),
      },
    })
    return { id: consentId }
  })
}

/** Takes back an ask that was not answered. @throws XinyuError NOT_FOUND, CONSENT_STATE */
export async function cancelAsk(core: Core, actor: UserActor, consentId: string): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, now, note }) => {
    const row = await tx
      .selectFrom('consent')
      .select(['asker_id', 'state'])
      .where('id', '=', consentId)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (row?.asker_id !== actor.participantId) throw new XinyuError('NOT_FOUND', { what: 'consent' })
    if (row.state !== 'waiting') throw new XinyuError('CONSENT_STATE', { state: row.state })
    await tx
      .updateTable('consent')
      .set({ state: 'cancelled', ended_at: now })
      .where('id', '=', consentId)
      .execute()
    note({ kind: 'consent.cancelled', subject: { consent: consentId, consumer: actor.participantId } })
  })
}

import { systemActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Acted, act, type ActionScope, type Core } from '../../safeguard/evidence/index.ts'
import type { Answer, ConsentState } from './model.ts'
import type { Insured } from './person.ts'
import { limitsOf } from './rules.ts'

/** In the log a person is nobody: entries name the consent alone. */
const PERSON = systemActor('insured')

/**
 * Gives an ask that waits, whole or limited.
 * @throws XinyuError NOT_FOUND (also for another person's), CONSENT_STATE, CONSENT_BEYOND_ASK
 */
export function giveConsent(
  core: Core,
  person: Insured,
  consentId: string,
  answer: Answer,
): Promise<Acted<void>> {
  return act(core, PERSON, async (scope) => {
    const row = await ownConsent(scope, person, consentId)
    mustBe(row, scope.now, 'waiting')
    const given = limitsOf(row, answer, row.asked_until, scope.now)
    const state = given.limited ? 'limited' : 'given'
    await scope.tx
      .updateTable('consent')
      .set({
        ...given.set,
        state,
        insured: person.insured,
        proof: JSON.stringify(person.proof),
        guardianship_id: person.guardianshipId,
        answered_at: scope.now,
      })
      .where('id', '=', consentId)
      .execute()
    tell(scope, row, `consent.${state}`, person, given.payload)
  })
}

/** Makes a live consent smaller: fewer data, a shorter term or period. What runs under it stops. */
export async function limitConsent(
  core: Core,
  person: Insured,
  consentId: string,
  answer: Answer,
): Promise<Acted<void>> {
  await stopUses(core, person, consentId)
  return act(core, PERSON, async (scope) => {
    const row = await ownConsent(scope, person, consentId)
    mustBe(row, scope.now, 'given', 'limited')
    const given = limitsOf(row, answer, row.until_at, scope.now)
    await scope.tx
      .updateTable('consent')
      .set({ ...given.set, state: 'limited' })
      .where('id', '=', consentId)
      .execute()
    tell(scope, row, 'consent.limited', person, given.payload)
    scope.stop('consent.withdrawn', { consentId })
  })
}

/** @throws XinyuError NOT_FOUND, CONSENT_STATE */
export function declineConsent(core: Core, person: Insured, consentId: string): Promise<Acted<void>> {
  return act(core, PERSON, async (scope) => {
    const row = await ownConsent(scope, person, consentId)
    mustBe(row, scope.now, 'waiting')
    await end(scope, consentId, 'declined')
    tell(scope, row, 'consent.declined', person, {})
  })
}

/** Withdraws a consent, at any time and without a reason (PIPL art. 15). What runs under it stops. */
export async function withdrawConsent(core: Core, person: Insured, consentId: string): Promise<Acted<void>> {
  await stopUses(core, person, consentId)
  return act(core, PERSON, async (scope) => {
    const row = await ownConsent(scope, person, consentId)
    mustBe(row, scope.now, 'given', 'limited')
    await end(scope, consentId, 'withdrawn')
    tell(scope, row, 'consent.withdrawn', person, {})
    scope.stop('consent.withdrawn', { consentId })
  })
}

/**
 * Told before the change as well as after: a use that holds the consent's row while it works would else keep the
 * withdrawal waiting. Whose consent it is not stops nothing.
 */
async function stopUses(core: Core, person: Insured, consentId: string): Promise<void> {
  const own = await core.db
    .selectFrom('consent')
    .select('id')
    .where('id', '=', consentId)
    .where('person_key', '=', person.personKey)
    .where('state', 'in', ['given', 'limited'])
    .executeTakeFirst()
  if (own) await core.events.publish('consent.withdrawn', { consentId })
}

const EXPIRE_AT_ONCE = 500

/** Ends asks and consents whose last moment is over; called by the clock of `app.ts`. Returns how many. */
export async function expireConsents(core: Core): Promise<number> {
  const over = await core.db
    .selectFrom('consent')
    .select('id')
    .where('state', 'in', ['waiting', 'given', 'limited'])
    .where('until_at', '<', core.clock.now())
    .orderBy('until_at')
    .limit(EXPIRE_AT_ONCE)
    .execute()
  if (over.length === 0) return 0
  await act(core, systemActor('consent-term'), async ({ tx, now, note, stop }) => {
    const rows = await tx
      .selectFrom('consent')
      .select(['id', 'asker_id', 'state'])
      .where(
        'id',
        'in',
        over.map((row) => row.id),
      )
      .where('state', 'in', ['waiting', 'given', 'limited'])
      .where('until_at', '<', now)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute()
    note({ kind: 'consent.terms_checked', subject: {}, payload: { expired: rows.length } })
    for (const { id, asker_id, state } of rows) {
      await tx.updateTable('consent').set({ state: 'expired', ended_at: now }).where('id', '=', id).execute()
      note({ kind: 'consent.expired', subject: { consent: id, consumer: asker_id } })
      if (state !== 'waiting') stop('consent.withdrawn', { consentId: id })
    }
  })
  return over.length
}

async function ownConsent({ tx }: ActionScope, person: Insured, consentId: string) {
  const row = await tx
    .selectFrom('consent')
    .selectAll()
    .where('id', '=', consentId)
    .where('person_key', '=', person.personKey)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'consent' })
  return row
}
type ConsentRow = Awaited<ReturnType<typeof ownConsent>>

/** A consent whose term is over is over, also before the clock came by. */
function mustBe(row: ConsentRow, now: number, ...states: ConsentState[]): void {
  const state = row.until_at < now && row.ended_at === null ? 'expired' : row.state
  if (!states.includes(state)) throw new XinyuError('CONSENT_STATE', { state })
}

const end = ({ tx, now }: ActionScope, id: string, state: 'declined' | 'withdrawn') =>
  tx
    .updateTable('consent')
    .set({ state, ended_at: now, ...(state === 'declined' ? { answered_at: now } : {}) })
    .where('id', '=', id)
    .execute()

function tell(
  { note }: ActionScope,
  row: ConsentRow,
  kind: string,
  person: Insured,
  payload: { [key: string]: string | number | string[] | null },
): void {
  note({
    kind,
    subject: { consent: row.id, consumer: row.asker_id },
    payload: { ...payload, proof: { ...person.proof }, byGuardian: person.guardianshipId !== null },
  })
}

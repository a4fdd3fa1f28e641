import { z } from 'zod'
import { systemActor, type UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import { findPerson, personKeys } from '../../supply/source/index.ts'
import { IdentityNumber } from './model.ts'
import type { Insured } from './person.ts'

/** A guardian's wish to act for a minor or ward: both are known by number, the paper by its reference. */
export const NewGuardianship = z.strictObject({
  wardCertno: IdentityNumber,
  relation: z.enum(['parent', 'guardian', 'ward_office']),
  /** Number of the paper that proves it: household register, court ruling, appointment. */
  document: z.string().trim().min(4).max(100),
})
export type NewGuardianship = z.output<typeof NewGuardianship>

export const GuardianshipView = z.object({
  id: z.uuid(),
  side: z.enum(['guardian', 'ward']),
  relation: z.enum(['parent', 'guardian', 'ward_office']),
  document: z.string(),
  state: z.enum(['waiting', 'confirmed', 'refused', 'ended']),
  until: z.int(),
  createdAt: z.int(),
})
export type GuardianshipView = z.output<typeof GuardianshipView>

/** Both identity numbers as they stand on the paper that lies before the officer; compared as keyed hashes, kept nowhere. */
export const Confirmation = z.strictObject({
  guardianCertno: IdentityNumber,
  wardCertno: IdentityNumber,
  until: z.int().positive(),
})
export type Confirmation = z.output<typeof Confirmation>

const PERSON = systemActor('insured')
const ASKED_MS = 90 * 86_400_000
const WAITING_AT_ONCE = 5

/** Asks to act for somebody; whether a register knows the ward is not looked at. @throws XinyuError CONSENT_ASKED_TOO_OFTEN, GUARDIAN_SELF */
export async function askGuardianship(
  core: Core,
  person: Insured,
  input: NewGuardianship,
): Promise<Acted<{ id: string }>> {
  const ward_key = (await personKeys(core)).certno(input.wardCertno)
  if (ward_key === person.personKey) throw new XinyuError('GUARDIAN_SELF')
  return act(core, PERSON, async ({ tx, now, id, note }) => {
    const { waiting } = await tx
      .selectFrom('guardianship')
      .select((eb) => eb.fn.countAll<number>().as('waiting'))
      .where('guardian_key', '=', person.personKey)
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    if (waiting >= WAITING_AT_ONCE)
      throw new XinyuError('CONSENT_ASKED_TOO_OFTEN', { limit: WAITING_AT_ONCE })
    const guardianshipId = id()
    await tx
      .insertInto('guardianship')
      .values({
        id: guardianshipId,
        guardian_key: person.personKey,
        ward_key,
        relation: input.relation,
        document: input.document,
        state: 'waiting',
        proof: JSON.stringify(person.proof),
        confirmed_by: null,
        bureau_id: null,
        until_at: now + ASKED_MS,
        created_at: now,
        answered_at: null,
        ended_at: null,
      })
      .execute()
    note({
      kind: 'guardianship.asked',
      subject: { guardianship: guardianshipId },
      payload: { relation: input.relation, proof: { ...person.proof } },
    })
    return { id: guardianshipId }
  })
}

/** Guardianships in which the person is either side. */
export async function guardianshipsOf(core: Core, person: Insured): Promise<GuardianshipView[]> {
  const rows = await core.db
    .selectFrom('guardianship')
    .selectAll()
    .where((eb) => eb.or([eb('guardian_key', '=', person.personKey), eb('ward_key', '=', person.personKey)]))
    .orderBy('created_at', 'desc')
    .limit(200)
    .execute()
  return rows.map((row) => viewOf(row, row.guardian_key === person.personKey ? 'guardian' : 'ward'))
}

/** Ends a guardianship; either side may. @throws XinyuError NOT_FOUND, GUARDIAN_STATE */
export function endGuardianship(core: Core, person: Insured, id: string): Promise<Acted<void>> {
  return act(core, PERSON, async ({ tx, now, note }) => {
    const row = await tx
      .selectFrom('guardianship')
      .selectAll()
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (row?.guardian_key !== person.personKey && row?.ward_key !== person.personKey)
      throw new XinyuError('NOT_FOUND', { what: 'guardianship' })
    if (row.state !== 'waiting' && row.state !== 'confirmed')
      throw new XinyuError('GUARDIAN_STATE', { state: row.state })
    await tx.updateTable('guardianship').set({ state: 'ended', ended_at: now }).where('id', '=', id).execute()
    note({ kind: 'guardianship.ended', subject: { guardianship: id } })
  })
}

/**
 * The ward as whom a guardian acts: confirmed, in force, and known to a register.
 * @throws XinyuError NOT_FOUND, also for another's guardianship
 */
export async function actFor(core: Core, guardian: Insured, guardianshipId: string): Promise<Insured> {
  const row = await core.db
    .selectFrom('guardianship')
    .select(['ward_key'])
    .where('id', '=', guardianshipId)
    .where('guardian_key', '=', guardian.personKey)
    .where('state', '=', 'confirmed')
    .where('until_at', '>=', core.clock.now())
    .executeTakeFirst()
  const ward = row && (await findPerson(core, { certKey: row.ward_key }))
  if (!row || !ward) throw new XinyuError('NOT_FOUND', { what: 'guardianship' })
  return { personKey: row.ward_key, insured: ward.person, proof: guardian.proof, guardianshipId }
}

/** What waits for a bureau: wards that its own registers know. */
export async function waitingGuardianships(core: Core, actor: UserActor): Promise<GuardianshipView[]> {
  const rows = await core.db
    .selectFrom('guardianship as g')
    .selectAll('g')
    .where('g.state', '=', 'waiting')
    .where('g.until_at', '>=', core.clock.now())
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('insured_identity as i')
          .innerJoin('dataset as d', 'd.id', 'i.dataset_id')
          .select('i.insured')
          .whereRef('i.cert_key', '=', 'g.ward_key')
          .where('d.participant_id', '=', actor.participantId),
      ),
    )
    .orderBy('g.created_at')
    .limit(200)
    .execute()
  return rows.map((row) => viewOf(row, 'ward'))
}

/**
 * A data officer of a bureau that knows the ward confirms what the paper says, by typing both numbers from it.
 * @throws XinyuError NOT_FOUND, GUARDIAN_STATE, GUARDIAN_NUMBERS, CONSENT_TERM
 */
export async function confirmGuardianship(
  core: Core,
  actor: UserActor,
  id: string,
  paper: Confirmation,
): Promise<Acted<void>> {
  await mustWaitAt(core, actor, id)
  const keys = await personKeys(core)
  if (paper.until <= core.clock.now()) throw new XinyuError('CONSENT_TERM')
  return act(core, actor, async ({ tx, now, note }) => {
    const row = await tx
      .selectFrom('guardianship')
      .selectAll()
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    if (row.state !== 'waiting') throw new XinyuError('GUARDIAN_STATE', { state: row.state })
    const same =
      keys.certno(paper.guardianCertno) === row.guardian_key && keys.certno(paper.wardCertno) === row.ward_key
    if (!same) throw new XinyuError('GUARDIAN_NUMBERS')
    await tx
      .updateTable('guardianship')
      .set({
        state: 'confirmed',
        confirmed_by: actor.userId,
        bureau_id: actor.participantId,
        until_at: paper.until,
        answered_at: now,
      })
      .where('id', '=', id)
      .execute()
    note({ kind: 'guardianship.confirmed', subject: { guardianship: id, participant: actor.participantId } })
  })
}

/** @throws XinyuError NOT_FOUND, GUARDIAN_STATE */
export async function refuseGuardianship(core: Core, actor: UserActor, id: string): Promise<Acted<void>> {
  await mustWaitAt(core, actor, id)
  return act(core, actor, async ({ tx, now, note }) => {
    const done = await tx
      .updateTable('guardianship')
      .set({ state: 'refused', answered_at: now, ended_at: now })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .executeTakeFirst()
    if (done.numUpdatedRows !== 1n) throw new XinyuError('GUARDIAN_STATE', { state: 'answered' })
    note({ kind: 'guardianship.refused', subject: { guardianship: id, participant: actor.participantId } })
  })
}

async function mustWaitAt(core: Core, actor: UserActor, id: string): Promise<void> {
  const waiting = await waitingGuardianships(core, actor)
  if (!waiting.some((one) => one.id === id)) throw new XinyuError('NOT_FOUND', { what: 'guardianship' })
}

interface GuardianshipRow {
  readonly id: string
  readonly relation: GuardianshipView['relation']
  readonly document: string
  readonly state: GuardianshipView['state']
  readonly until_at: number
  readonly created_at: number
}

const viewOf = (row: GuardianshipRow, side: GuardianshipView['side']): GuardianshipView => ({
  id: row.id,
  side,
  relation: row.relation,
  document: row.document,
  state: row.state,
  until: row.until_at,
  createdAt: row.created_at,
})

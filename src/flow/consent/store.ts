import type { UserActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Page } from '../../platform/http/index.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantsByIds } from '../../safeguard/identity/index.ts'
import type { AskView, ConsentState, OwnConsent } from './model.ts'
import type { Insured } from './person.ts'

const OVERSEERS = ['auditor', 'security_officer'] as const

/** Asks of the actor's body, newest first; all for overseeing officers. */
export async function listAsks(
  core: Core,
  actor: UserActor,
  filter: Page & { state?: ConsentState | undefined },
): Promise<{ items: AskView[]; total: number }> {
  let query = core.db.selectFrom('consent')
  if (!overseer(actor)) query = query.where('asker_id', '=', actor.participantId)
  if (filter.state) query = query.where('state', '=', filter.state)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute()
  return { items: await askViews(core, rows), total: count }
}

/** One ask of the actor's body. Another's looks the same as none. @throws XinyuError NOT_FOUND */
export async function visibleAsk(core: Core, actor: UserActor, id: string): Promise<AskView> {
  const row = await selectConsents(core).where('id', '=', id).executeTakeFirst()
  if (!row || !(row.asker_id === actor.participantId || overseer(actor)))
    throw new XinyuError('NOT_FOUND', { what: 'consent' })
  return (await askViews(core, [row]))[0]!
}

/** The person's own asks and consents, those that wait first. */
export async function consentsOf(
  core: Core,
  person: Insured,
  page: Page,
): Promise<{ items: OwnConsent[]; total: number }> {
  const query = core.db.selectFrom('consent').where('person_key', '=', person.personKey)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .selectAll()
    .orderBy((eb) => eb('state', '=', 'waiting'), 'desc')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return { items: await ownViews(core, rows), total: count }
}

/** One of the person's own. @throws XinyuError NOT_FOUND */
export async function ownConsentById(core: Core, person: Insured, id: string): Promise<OwnConsent> {
  const row = await selectConsents(core)
    .where('id', '=', id)
    .where('person_key', '=', person.personKey)
    .executeTakeFirst()
  if (!row) throw new XinyuError('NOT_FOUND', { what: 'consent' })
  return (await ownViews(core, [row]))[0]!
}

export interface ConsentUse {
  readonly runId: string
  readonly consentId: string
  readonly askerId: string
  readonly purpose: string
  readonly at: number
}

/** Uses under the person's consents, newest first. */
export async function usesOfPerson(
  core: Core,
  person: Insured,
  page: Page & { consentId?: string | undefined },
): Promise<{ items: ConsentUse[]; total: number }> {
  let query = core.db
    .selectFrom('consent_use as u')
    .innerJoin('consent as c', 'c.id', 'u.consent_id')
    .where('c.person_key', '=', person.personKey)
  if (page.consentId) query = query.where('c.id', '=', page.consentId)
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query
    .select(['u.run_id', 'u.consent_id', 'u.at', 'c.asker_id', 'c.purpose'])
    .orderBy('u.at', 'desc')
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  const items = rows.map((row) => ({
    runId: row.run_id,
    consentId: row.consent_id,
    askerId: row.asker_id,
    purpose: row.purpose,
    at: row.at,
  }))
  return { items, total: count }
}

/** Is this run a use of the person's own data? */
export async function isOwnUse(core: Core, person: Insured, runId: string): Promise<boolean> {
  const row = await core.db
    .selectFrom('consent_use as u')
    .innerJoin('consent as c', 'c.id', 'u.consent_id')
    .select('u.run_id')
    .where('u.run_id', '=', runId)
    .where('c.person_key', '=', person.personKey)
    .executeTakeFirst()
  return row !== undefined
}

const overseer = (actor: UserActor): boolean => OVERSEERS.some((role) => actor.roles.includes(role))

const selectConsents = (core: Core) => core.db.selectFrom('consent').selectAll()
type ConsentRow = Awaited<ReturnType<ReturnType<typeof selectConsents>['execute']>>[number]

async function askViews(core: Core, rows: readonly ConsentRow[]): Promise<AskView[]> {
  const uses = await useCounts(
    core,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({
    id: row.id,
    contractId: row.contract_id,
    purpose: row.purpose,
    kind: row.kind,
    state: row.state,
    askedScopes: row.asked_scopes,
    scopes: row.scopes,
    periodFrom: row.period_from,
    periodUntil: row.period_until,
    reason: row.reason,
    askedUntil: row.asked_until,
    until: row.until_at,
    createdAt: row.created_at,
    answeredAt: row.answered_at,
    endedAt: row.ended_at,
    uses: uses.get(row.id) ?? 0,
  }))
}

async function ownViews(core: Core, rows: readonly ConsentRow[]): Promise<OwnConsent[]> {
  const bodies = await participantsByIds(
    core,
    rows.map((row) => row.asker_id),
  )
  const views = await askViews(core, rows)
  return views.map((view, i) => {
    const row = rows[i]!
    const body = bodies.get(row.asker_id)
    return {
      ...view,
      askerNameZh: body?.nameZh ?? '',
      askerNameEn: body?.nameEn ?? '',
      byGuardian: row.guardianship_id !== null,
      proof: row.proof,
    }
  })
}

async function useCounts(core: Core, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await core.db
    .selectFrom('consent_use')
    .select(['consent_id', (eb) => eb.fn.countAll<number>().as('uses')])
    .where('consent_id', 'in', ids)
    .groupBy('consent_id')
    .execute()
  return new Map(rows.map((row) => [row.consent_id, row.uses]))
}

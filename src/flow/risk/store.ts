import { z } from 'zod'
import type { Purpose } from '../policy/index.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { UserActor } from '../../kernel/actor.ts'
import type { Page } from '../../platform/http/index.ts'
import type { BodyRole } from '../../kernel/roles.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { participantById } from '../../safeguard/identity/index.ts'
import { type ProductTable, tablesOf, versionById } from '../../supply/catalog/index.ts'
import { columnLevels } from './grades.ts'
import { Assessed, type ConsumerKind, RiskFacts, RiskForm, type RiskRecord } from './model.ts'
import { approvalsFor, NEEDS } from './weights.ts'

const NOTICE_MS = 2 * 365 * 86_400_000

/** What the space knows of a product and of who asks for it, as the assessment takes it. @throws XinyuError NOT_FOUND */
export async function riskFacts(
  core: Core,
  { productId, consumerId, purpose }: { productId: string; consumerId: string; purpose: Purpose },
): Promise<RiskFacts> {
  const tables = await tablesOf(core, productId)
  const consumer = await participantById(core, consumerId)
  const { count } = await core.db
    .selectFrom('risk_notice')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('participant_id', '=', consumerId)
    .where('created_at', '>=', core.clock.now() - NOTICE_MS)
    .executeTakeFirstOrThrow()
  return {
    purpose,
    consumer: consumerKind(consumer?.roles ?? []),
    notices: count,
    tables: await Promise.all(tables.map((table) => tableFacts(core, table))),
  }
}

async function tableFacts(core: Core, table: ProductTable): Promise<RiskFacts['tables'][number]> {
  const levels = await columnLevels(core, table.datasetId)
  return {
    name: table.name,
    rows: table.rows,
    persons: table.persons,
    columns: table.columns.map(({ name, titleZh, titleEn }) => ({
      name,
      titleZh,
      titleEn,
      grade: levels.get(name)?.share ?? null,
      level: levels.get(name)?.level ?? null,
    })),
    ...(await daysOf(core, table.versionId)),
  }
}

/** First and last day of the records, from the profile of the first time column that was measured. */
async function daysOf(core: Core, versionId: string): Promise<{ from: string | null; to: string | null }> {
  const version = await versionById(core, versionId)
  const times = new Set(NEEDS.groups.time?.columns)
  const days = (version?.columns ?? [])
    .filter((column) => times.has(column.name.toLowerCase()))
    .map(({ min, max }) => ({ from: dayOf(min), to: dayOf(max) }))
  return days.find(({ from, to }) => from !== null && to !== null) ?? { from: null, to: null }
}

const dayOf = (text: string | undefined): string | null => text?.match(/^\d{4}-\d{2}-\d{2}/)?.[0] ?? null

/** Bodies that supervise, provide public data or run the space answer to the law of authorities; others to contracts. */
export function consumerKind(roles: readonly BodyRole[]): ConsumerKind {
  if (roles.some((role) => ['supervisor', 'provider', 'operator'].includes(role))) return 'public'
  return roles.includes('service_provider') ? 'service' : 'market'
}

/** The newest assessment of a request, for both of its bodies and for who oversees; of others it looks like none. */
export async function riskOfRequest(core: Core, actor: UserActor, requestId: string): Promise<RiskRecord> {
  const row = await core.db
    .selectFrom('risk_record')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst()
  const sees = row && ([row.provider_id, row.consumer_id].includes(actor.participantId) || oversees(actor))
  if (!sees) throw new XinyuError('NOT_FOUND', { what: 'risk' })
  const result = Assessed.parse(row.result)
  const facts = RiskFacts.parse(row.facts)
  return {
    ...result,
    id: row.id,
    requestId,
    n: row.n,
    form: RiskForm.parse(row.form),
    facts: { consumer: facts.consumer, notices: facts.notices, purpose: facts.purpose },
    approvals: approvalsFor(result.level, core.config.flow),
    createdAt: row.created_at,
  }
}

/** Score and level of the newest assessment of a request, for rules that decide; undefined where there is none. */
export async function riskScore(
  core: Pick<Core, 'db'>,
  requestId: string,
): Promise<{ score: number; level: Assessed['level'] } | undefined> {
  return core.db
    .selectFrom('risk_record')
    .select(['score', 'level'])
    .where('request_id', '=', requestId)
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export const NoticeView = z.object({
  id: z.uuid(),
  participantId: z.uuid(),
  authorId: z.uuid(),
  contractId: z.uuid().nullable(),
  reason: z.string(),
  createdAt: z.int(),
})
export type NoticeView = z.output<typeof NoticeView>

/** Notices by and about one body, or all for who oversees, newest first. */
export async function listNotices(
  core: Core,
  actor: UserActor,
  { limit, offset }: Page,
): Promise<{ items: NoticeView[]; total: number }> {
  let query = core.db.selectFrom('risk_notice')
  if (!oversees(actor)) {
    const { participantId } = actor
    query = query.where((eb) =>
      eb.or([eb('participant_id', '=', participantId), eb('author_id', '=', participantId)]),
    )
  }
  const { count } = await query.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const rows = await query.selectAll().orderBy('created_at', 'desc').limit(limit).offset(offset).execute()
  const items = rows.map((row) => ({
    id: row.id,
    participantId: row.participant_id,
    authorId: row.author_id,
    contractId: row.contract_id,
    reason: row.reason,
    createdAt: row.created_at,
  }))
  return { items, total: count }
}

const oversees = (actor: UserActor): boolean =>
  actor.roles.some((role) => role === 'auditor' || role === 'security_officer')

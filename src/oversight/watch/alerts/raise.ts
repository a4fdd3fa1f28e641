import { sql } from 'kysely'
import { systemActor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import { act, type ActionScope, type Core } from '../../../safeguard/evidence/index.ts'
import { type PlannedBlock, plannedBlocks } from '../blocks/plan.ts'
import type { Hit } from '../detect/watcher.ts'
import { userById } from '../../../safeguard/identity/index.ts'
import { alertText, shippedRule } from '../rules/shipped.ts'
import type { About } from '../signals/model.ts'

declare module '../../../kernel/events.ts' {
  interface Events {
    /** An alert is durable; its blocks may not be in force yet. */
    'watch.alert': { alertId: string; caseId: string }
  }
}

const WATCH = systemActor('watch')

export interface Raised {
  readonly alertId: string
  readonly caseId: string
}

/**
 * Makes a hit durable: alert, case and the blocks that are wanted, in one action. Nothing is blocked before this, so
 * that a server that is killed in between finds what it owes. The same cause twice makes one alert: null.
 */
export async function raiseAlert(core: Core, hit: Hit): Promise<Raised | null> {
  const about = await completed(core, hit.about)
  const leaves = hit.leaves.length > 0 ? hit.leaves : await newestAbout(core, about)
  const { reaction } = hit.rule
  const contracts = reaction === 'revoke' ? await contractsOf(core, about) : []
  const blocks = plannedBlocks(reaction, about, hit.users, contracts)
  const cause = causeOf(hit, leaves)
  const known = await core.db
    .selectFrom('watch_alert')
    .select('id')
    .where('cause', '=', cause)
    .executeTakeFirst()
  if (known) return null
  const { value } = await act(core, WATCH, (scope) => write(scope, { ...hit, about, leaves }, cause, blocks))
  return value
}

async function write(
  scope: ActionScope,
  hit: Hit,
  cause: string,
  blocks: readonly PlannedBlock[],
): Promise<Raised> {
  const { tx, now, id, note, emit } = scope
  const { rule, about, leaves, at } = hit
  const caseId = await openCase(scope, hit)
  const alertId = id()
  const { zh, en } = alertText(shippedRule(rule.id)!, { ...rule.threshold, amount: hit.amount })
  await tx
    .insertInto('watch_alert')
    .values({
      id: alertId,
      case_id: caseId,
      rule: rule.id,
      rule_version: rule.version,
      severity: rule.severity,
      reaction: rule.reaction,
      participant_id: about.participantId ?? null,
      user_id: about.userId ?? null,
      project_id: about.projectId ?? null,
      seat_id: about.seatId ?? null,
      contract_id: about.contractId ?? null,
      zh,
      en,
      leaves: JSON.stringify(leaves),
      cause,
      at,
      raised_at: now,
      blocked_at: null,
    })
    .execute()
  for (const block of blocks) await want(tx, { ...block, id: id(), caseId, alertId, now })
  note({
    kind: 'watch.alerted',
    subject: { alert: alertId, case: caseId, rule: rule.id, ...subjectOf(about) },
    payload: {
      version: rule.version,
      severity: rule.severity,
      reaction: rule.reaction,
      amount: hit.amount,
      threshold: { ...rule.threshold },
      leaves: [...leaves],
      at,
    },
  })
  emit('watch.alert', { alertId, caseId })
  return { alertId, caseId }
}

/** The open case of the same rule about the same subject, or a new one. */
async function openCase({ tx, now, id }: ActionScope, { rule, about }: Hit): Promise<string> {
  const subject = about.seatId ?? about.projectId ?? about.userId ?? about.participantId ?? 'space'
  await sql`select pg_advisory_xact_lock(hashtextextended(${`watch_case:${rule.id}:${subject}`}, 0))`.execute(
    tx,
  )
  const known = await tx
    .selectFrom('watch_case')
    .select(['id', 'severity'])
    .where('rule', '=', rule.id)
    .where('subject', '=', subject)
    .where('state', '<>', 'closed')
    .executeTakeFirst()
  if (known) return known.id
  const caseId = id()
  await tx
    .insertInto('watch_case')
    .values({
      id: caseId,
      n: sql<number>`nextval('watch_case_number')`,
      state: 'open',
      severity: rule.severity,
      rule: rule.id,
      subject,
      participant_id: about.participantId ?? null,
      taken_by: null,
      outcome: null,
      created_at: now,
      closed_at: null,
    })
    .execute()
  return caseId
}

interface Wanted extends PlannedBlock {
  readonly id: string
  readonly caseId: string
  readonly alertId: string
  readonly now: number
}

/** What is blocked in the same way already stays as it is. */
async function want(tx: Tx, { id, caseId, alertId, what, subjectId, reaction, now }: Wanted): Promise<void> {
  await tx
    .insertInto('watch_block')
    .values({
      id,
      case_id: caseId,
      alert_id: alertId,
      what,
      subject_id: subjectId,
      reaction,
      state: 'wanted',
      epoch: null,
      problem: null,
      wanted_at: now,
      in_force_at: null,
      lifted_at: null,
      lifted_by: null,
      reason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The same entry never makes two alerts of one rule; without one the moment tells them apart. */
function causeOf({ rule, at, about }: Hit, leaves: readonly number[]): string {
  const last = leaves.at(-1)
  return last === undefined || about.seatId !== undefined
    ? `${rule.id} ${rule.version} ${about.seatId ?? about.projectId ?? about.userId ?? ''} ${at}`
    : `${rule.id} ${rule.version} ${last}`
}

const subjectOf = (about: About): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      user: about.userId,
      consumer: about.participantId,
      project: about.projectId,
      seat: about.seatId,
      contract: about.contractId,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )

/** Project and body of a seat, the body of a project or a user, where the signal did not say. */
async function completed(core: Core, about: About): Promise<About> {
  const { participantId, projectId, seatId, userId } = about
  if (participantId !== undefined && (projectId !== undefined || seatId === undefined)) return about
  if (seatId !== undefined) {
    const seat = await core.db
      .selectFrom('seat')
      .select(['project_id', 'consumer_id'])
      .where('id', '=', seatId)
      .executeTakeFirst()
    if (seat) return { ...about, projectId: seat.project_id, participantId: seat.consumer_id }
  }
  if (projectId !== undefined) {
    const project = await core.db
      .selectFrom('project')
      .select('consumer_id')
      .where('id', '=', projectId)
      .executeTakeFirst()
    if (project) return { ...about, participantId: project.consumer_id }
  }
  const user = userId === undefined ? undefined : await userById(core, userId)
  return user ? { ...about, participantId: user.participantId } : about
}

async function contractsOf(core: Core, { contractId, projectId }: About): Promise<string[]> {
  if (contractId !== undefined) return [contractId]
  if (projectId === undefined) return []
  const rows = await core.db
    .selectFrom('contract')
    .select('id')
    .where('project_id', '=', projectId)
    .where('state', '=', 'active')
    .execute()
  return rows.map(({ id }) => id)
}

/** Events carry no leaf: the newest entries about the same thing show what happened. */
async function newestAbout(core: Core, about: About): Promise<number[]> {
  const subject = about.seatId ?? about.projectId ?? about.userId
  if (subject === undefined) return []
  const found = await core.evidence.leavesAbout([subject])
  return found.slice(-3).map(({ leaf }) => leaf)
}

import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import { releaseBar } from './duty.ts'
import { queueFor } from './list.ts'
import { mattersOf, personOf } from './people.ts'
import { numberOf, type RequestRow } from './store.ts'

/** One request that waits for this user. */
export interface AirlockWaiting {
  readonly id: string
  readonly number: string
  readonly title: string
  readonly consumerId: string
  readonly at: number
}

/** What a user can do next at the airlock: check, mend what came back, let go what is approved. Oldest first. */
export async function waitingAtAirlock(
  core: Core,
  actor: UserActor,
  most: number,
): Promise<AirlockWaiting[]> {
  const checks = actor.roles.some((role) => role === 'output_checker' || role === 'expert')
  const page = { offset: 0, limit: most }
  const queue = checks ? (await queueFor(core, actor, page)).items : []
  const found = queue.map(({ id, number, title, consumerId, submittedAt, createdAt }) => ({
    id,
    number,
    title,
    consumerId,
    at: submittedAt ?? createdAt,
  }))
  return [...found, ...(await ownReturned(core, actor, most)), ...(await toRelease(core, actor, most))].slice(
    0,
    most,
  )
}

async function ownReturned(core: Core, actor: UserActor, most: number): Promise<AirlockWaiting[]> {
  const rows = await core.db
    .selectFrom('airlock_request')
    .selectAll()
    .where('author_id', '=', actor.userId)
    .where('state', '=', 'returned')
    .orderBy('decided_at')
    .limit(most)
    .execute()
  return rows.map((row) => ({ ...briefly(row), at: row.decided_at ?? row.created_at }))
}

async function toRelease(core: Core, actor: UserActor, most: number): Promise<AirlockWaiting[]> {
  const rows = await core.db
    .selectFrom('airlock_request')
    .selectAll()
    .where('state', '=', 'approved')
    .orderBy('decided_at')
    .limit(200)
    .execute()
  if (rows.length === 0) return []
  const person = await personOf(core.db, actor)
  const matters = await mattersOf(core.db, rows)
  return rows
    .filter((row) => releaseBar(person, matters.get(row.id)!) === null)
    .slice(0, most)
    .map((row) => ({ ...briefly(row), at: row.decided_at ?? row.created_at }))
}

const briefly = (row: RequestRow) => ({
  id: row.id,
  number: numberOf(row),
  title: row.title,
  consumerId: row.consumer_id,
})

import { sql } from 'kysely'
import type { UserActor } from '../../kernel/actor.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { AirlockNumbers } from './model.ts'
import { personOf } from './people.ts'
import { oversees } from './readers.ts'

/**
 * How the airlock works: of all bodies for those who check or oversee, of the own body for everybody else. Only rounds
 * that are over are counted; nothing is counted by checker.
 */
export async function airlockNumbers(core: Core, actor: UserActor): Promise<AirlockNumbers> {
  const person = await personOf(core.db, actor)
  const checks = person.roles.some((role) => role === 'output_checker' || role === 'expert')
  const all = oversees(person) || checks
  const own = all ? sql`true` : sql`r.consumer_id = ${actor.participantId}`
  const { rows } = await sql<{
    waiting: number
    median: number | null
    p95: number | null
    released: number
    returned: number
    rejected: number
  }>`
    select
      (select count(*)::int from airlock_request r where r.state in ('review', 'differ') and ${own}) as waiting,
      (select count(*)::int from airlock_request r where r.released_at is not null and ${own}) as released,
      count(*) filter (where d.outcome = 'returned')::int as returned,
      count(*) filter (where d.outcome = 'rejected')::int as rejected,
      percentile_cont(0.5) within group (order by d.decided_at - d.submitted_at)
        filter (where not d.by_machine) as median,
      percentile_cont(0.95) within group (order by d.decided_at - d.submitted_at)
        filter (where not d.by_machine) as p95
    from airlock_round d join airlock_request r on r.id = d.request_id
    where d.outcome in ('returned', 'approved', 'rejected') and ${own}`.execute(core.db)
  const one = rows[0]!
  return {
    waiting: one.waiting,
    waitMedianMs: one.median === null ? null : Math.round(one.median),
    waitP95Ms: one.p95 === null ? null : Math.round(one.p95),
    released: one.released,
    returned: one.returned,
    rejected: one.rejected,
    reasons: await reasonsOf(core, all ? null : actor.participantId),
  }
}

async function reasonsOf(core: Core, consumerId: string | null): Promise<AirlockNumbers['reasons']> {
  const { rows } = await sql<{ reason: string; count: number }>`
    select reason, count(*)::int as count from (
      select d.request_id, d.round, unnest(d.reasons || coalesce((
        select array_agg(distinct x) from airlock_opinion o, unnest(o.reasons) as x
        where o.request_id = d.request_id and o.round = d.round and not o.void), '{}')) as reason
      from airlock_round d join airlock_request r on r.id = d.request_id
      where d.outcome in ('returned', 'rejected')
        and (${consumerId}::uuid is null or r.consumer_id = ${consumerId}::uuid)
    ) as given group by reason order by count desc, reason`.execute(core.db)
  return rows
}

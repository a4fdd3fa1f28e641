import { type Core, listEntries } from '../../../safeguard/evidence/index.ts'
import { contractIntact } from '../signing/rules.ts'
import { endByRule } from './actions.ts'

const BATCH = 50
const DAY_MS = 86_400_000

/**
 * Looks at the contracts in force that were not looked at for longest: hash and signatures again, and how often the
 * consumer was denied within a day. A breach ends the contract by rule. Called by the clock of `app.ts`; returns how
 * many ended.
 */
export async function endBreached(core: Core): Promise<number> {
  const now = core.clock.now()
  const rows = await core.db
    .selectFrom('contract')
    .selectAll()
    .where('state', '=', 'active')
    .orderBy('checked_at', (order) => order.asc().nullsFirst())
    .limit(BATCH)
    .execute()
  let ended = 0
  for (const row of rows) {
    const breach = !contractIntact(row).intact
      ? ('integrity' as const)
      : (await overdrawn(core, row.id, now))
        ? ('overdrawn' as const)
        : null
    if (breach !== null && (await endByRule(core, row.id, breach)).value) ended++
  }
  // Says only when somebody looked: no action of anybody, so without an entry.
  if (rows.length > 0)
    await core.db
      .updateTable('contract')
      .set({ checked_at: now })
      .where(
        'id',
        'in',
        rows.map((row) => row.id),
      )
      .execute()
  return ended
}

async function overdrawn(core: Core, contractId: string, now: number): Promise<boolean> {
  const limit = core.config.flow?.deniedPerDay ?? 0
  if (limit === 0) return false
  const denied = await listEntries(
    core.db,
    { kind: 'run.denied', subject: contractId, from: now - DAY_MS },
    limit + 1,
  )
  return denied.length > limit
}

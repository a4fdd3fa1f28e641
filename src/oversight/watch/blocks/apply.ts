import { systemActor } from '../../../kernel/actor.ts'
import { isXinyuError } from '../../../kernel/errors/index.ts'
import { holdByOversight } from '../../../flow/contract/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { restoreUser, suspendUser, userById } from '../../../safeguard/identity/index.ts'
import type { Throttles } from '../throttle.ts'
import type { WatchPorts } from './ports.ts'

declare module '../../../kernel/events.ts' {
  interface Events {
    /** A block came into force or was taken back. */
    'watch.blocked': { caseId: string; blockId: string }
  }
}

const WATCH = systemActor('watch')
const REASON = 'alert of the watch'

/** What putting blocks in force leans on. */
export interface BlockTools {
  readonly core: Core
  readonly ports: WatchPorts
  readonly throttles: Throttles
}

const blocks = (core: Core) => core.db.selectFrom('watch_block').selectAll()
export type BlockRow = Awaited<ReturnType<ReturnType<typeof blocks>['execute']>>[number]

/** Puts every block of an alert in force that is wanted; of all alerts without one. Returns how many are in force now. */
export async function applyBlocks(tools: BlockTools, alertId?: string): Promise<number> {
  let query = blocks(tools.core).where('state', '=', 'wanted')
  if (alertId !== undefined) query = query.where('alert_id', '=', alertId)
  const rows = await query.orderBy('wanted_at').execute()
  const done = await Promise.all(rows.map((row) => applyBlock(tools, row)))
  return done.filter(Boolean).length
}

const underWay = new WeakMap<Core, Set<string>>()

async function applyBlock(tools: BlockTools, row: BlockRow): Promise<boolean> {
  const { core } = tools
  const busy = underWay.get(core) ?? new Set()
  underWay.set(core, busy)
  if (busy.has(row.id)) return false
  busy.add(row.id)
  try {
    const settled = await settle(core, row, {
      state: 'in_force',
      problem: null,
      ...(await effect(tools, row)),
    })
    // Somebody lifted it while it was being put in force.
    if (!settled) await undo(tools, row)
    return settled
  } catch (error) {
    // What a rule forbids (the last officer of a kind) is for people; anything else is tried again.
    if (!isXinyuError(error) || error.code.startsWith('EVIDENCE_')) {
      core.log.error({ err: error, block: row.id }, 'a block is put off')
      return false
    }
    await settle(core, row, { state: 'failed', epoch: null, ours: false, problem: error.code })
    return false
  } finally {
    busy.delete(row.id)
  }
}

interface Effect {
  readonly epoch: number | null
  /** False where it was so before, by somebody else. */
  readonly ours: boolean
}

/** Idempotent: what is so already stays so. */
async function effect({ core, ports, throttles }: BlockTools, row: BlockRow): Promise<Effect> {
  const { what, subject_id: id, reaction } = row
  const done = { epoch: null, ours: true }
  if (reaction === 'throttle') {
    if (what === 'seat') await ports.weighSeat(id, core.config.watch.throttleCpuWeight)
    else throttles.slow(id)
    return done
  }
  if (what === 'seat') await ports.blockSeat(id)
  if (what === 'user') return { epoch: null, ours: await suspend(core, ports, row) }
  if (what === 'contract') {
    const { value: epoch } = await holdByOversight(core, WATCH, id, 'suspend', REASON)
    return { epoch, ours: epoch !== null }
  }
  return done
}

/** True where the suspension is ours, also one of a server that was killed before it could say so. */
async function suspend(
  core: Core,
  ports: WatchPorts,
  { subject_id: userId, wanted_at }: BlockRow,
): Promise<boolean> {
  const user = await core.db
    .selectFrom('app_user')
    .select(['state', 'updated_at'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!user) return false
  if (user.state === 'suspended') return user.updated_at >= wanted_at
  await suspendUser(core, WATCH, userId, REASON)
  const runs = await core.db
    .selectFrom('run')
    .select('id')
    .where('user_id', '=', userId)
    .where('state', 'in', ['granted', 'running'])
    .execute()
  for (const { id } of runs) ports.stopRun(id)
  return true
}

async function settle(
  core: Core,
  row: BlockRow,
  to: Effect & { readonly state: 'in_force' | 'failed'; readonly problem: string | null },
): Promise<boolean> {
  const { value } = await act(core, WATCH, async ({ tx, now, note, emit }) => {
    const { numUpdatedRows } = await tx
      .updateTable('watch_block')
      .set({ ...to, in_force_at: to.state === 'in_force' ? now : null })
      .where('id', '=', row.id)
      .where('state', '=', 'wanted')
      .executeTakeFirst()
    if (to.state === 'in_force')
      await tx
        .updateTable('watch_alert')
        .set({ blocked_at: now })
        .where('id', '=', row.alert_id)
        .where('blocked_at', 'is', null)
        .execute()
    note({
      kind: to.state === 'in_force' ? 'watch.blocked' : 'watch.block_failed',
      subject: { block: row.id, case: row.case_id, alert: row.alert_id, [row.what]: row.subject_id },
      payload: { reaction: row.reaction, problem: to.problem },
    })
    emit('watch.blocked', { caseId: row.case_id, blockId: row.id })
    return numUpdatedRows === 1n
  })
  return value
}

/** What lives in memory alone is put in force again: at the start, and when a seat wakes. */
export async function reapplyThrottles(
  { core, ports, throttles }: BlockTools,
  seatId?: string,
): Promise<void> {
  let query = blocks(core).where('state', '=', 'in_force').where('reaction', '=', 'throttle')
  if (seatId !== undefined) query = query.where('what', '=', 'seat').where('subject_id', '=', seatId)
  for (const { what, subject_id: id } of await query.execute()) {
    if (what === 'seat') await ports.weighSeat(id, core.config.watch.throttleCpuWeight)
    else throttles.slow(id)
  }
}

/** Takes the effect of a block back, where no other case holds it and it was ours. Idempotent, as `effect` is. */
export async function undo({ core, ports, throttles }: BlockTools, row: BlockRow): Promise<void> {
  const { what, subject_id: id, reaction } = row
  const same = await blocks(core)
    .where('what', '=', what)
    .where('subject_id', '=', id)
    .where('reaction', '=', reaction)
    .where('state', '<>', 'failed')
    .where((eb) => eb.or([eb('state', '<>', 'lifted'), eb('lifted_at', '>=', row.wanted_at)]))
    .execute()
  if (same.some((other) => other.id !== row.id && ['wanted', 'in_force'].includes(other.state))) return
  if (reaction === 'throttle') {
    if (what === 'seat') await ports.weighSeat(id, null)
    else throttles.release(id)
    return
  }
  if (!same.some(({ ours }) => ours)) return
  if (what === 'seat') await ports.unblockSeat(id)
  if (what === 'user' && (await userById(core, id))?.state === 'suspended') await restoreUser(core, WATCH, id)
  if (what === 'contract') {
    const epoch = Math.max(...same.map((one) => one.epoch ?? 0))
    await holdByOversight(core, WATCH, id, 'resume', REASON, epoch)
  }
}

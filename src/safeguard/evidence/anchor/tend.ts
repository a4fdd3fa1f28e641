import { systemActor } from '../../../kernel/actor.ts'
import { uuid7 } from '../../../kernel/random.ts'
import { act, type Core } from '../act.ts'
import { parseCheckpoint, parseNote } from '../verifier/index.ts'
import { type AnchorDriver, AnchorError } from './driver.ts'
import { rfc3161 } from './rfc3161/index.ts'
import { lastAnchor } from './store.ts'
import type { EvidenceAnchorTable } from './tables.ts'

/** How often is looked whether a checkpoint is to be stamped. */
const LOOK_MS = 15_000
const RETRY_FIRST_MS = 60_000
const RETRY_LAST_MS = 3_600_000

/** The driver that the settings name; null where anchors are off. */
export function anchorDriver({ config, clock, random }: Core): AnchorDriver | null {
  const { url, caFile, policy, timeoutSeconds } = config.anchor
  if (url === null) return null
  return rfc3161({ url, caFile, policy, timeoutMs: timeoutSeconds * 1000, clock, random })
}

/**
 * Asks for a stamp where one is due, and again where one failed. One checkpoint is open at a time: an authority that is
 * away for a week is asked for one stamp after it, not for a week of them.
 */
export async function tendAnchors(core: Core, driver: AnchorDriver): Promise<void> {
  const now = core.clock.now()
  const last = await lastAnchor(core.db)
  const open = last && last.state !== 'stamped' ? last : await begin(core, driver, last, now)
  if (open && open.next_try_at <= now) await tryOnce(core, driver, open)
}

async function begin(
  core: Core,
  driver: AnchorDriver,
  last: EvidenceAnchorTable | undefined,
  now: number,
): Promise<EvidenceAnchorTable | null> {
  if (last && last.asked_at + core.config.anchor.everyMinutes * 60_000 > now) return null
  const note = parseNote(await core.evidence.checkpoint())
  const checkpoint = typeof note === 'string' ? null : parseCheckpoint(note.text)
  if (typeof note === 'string' || !checkpoint) throw new Error('the published checkpoint cannot be read')
  // An anchor leaves an entry itself; that one alone is nothing new.
  if (checkpoint.size <= (last?.size ?? 0) + 1) return null
  return core.db
    .insertInto('evidence_anchor')
    .values({
      id: uuid7(core.random, now),
      driver: driver.name,
      size: checkpoint.size,
      root: Buffer.from(checkpoint.root),
      text: note.text,
      state: 'waiting',
      asked_at: now,
      tried: 0,
      next_try_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function tryOnce(core: Core, driver: AnchorDriver, row: EvidenceAnchorTable): Promise<void> {
  try {
    const { token, authority, at } = await driver.anchor(row.text)
    await act(core, systemActor('anchor'), async ({ tx, note }) => {
      await tx
        .updateTable('evidence_anchor')
        .set({ state: 'stamped', token, authority, stamped_at: at, problem: null, tried: row.tried + 1 })
        .where('id', '=', row.id)
        .execute()
      note({
        kind: 'evidence.anchored',
        subject: { anchor: row.id },
        payload: { driver: driver.name, size: row.size, authority, at },
      })
    })
  } catch (error) {
    if (!(error instanceof AnchorError)) throw error
    core.log.warn({ err: error, anchor: row.id }, 'a checkpoint could not be anchored')
    const pause = Math.min(RETRY_FIRST_MS * 2 ** row.tried, RETRY_LAST_MS)
    await core.db
      .updateTable('evidence_anchor')
      .set({
        state: 'failed',
        problem: error.reason,
        tried: row.tried + 1,
        next_try_at: core.clock.now() + pause,
      })
      .where('id', '=', row.id)
      .execute()
  }
}

/** Anchors checkpoints beside the work until it is stopped; nothing where no authority is set. */
export function startAnchors(core: Core): () => Promise<void> {
  const driver = anchorDriver(core)
  if (!driver) return async () => {}
  let tending: Promise<void> | null = null
  const look = () => {
    tending ??= tendAnchors(core, driver)
      .catch((error: unknown) => core.log.error({ err: error }, 'anchoring is put off'))
      .finally(() => (tending = null))
  }
  const timer = setInterval(look, LOOK_MS)
  look()
  return async () => {
    clearInterval(timer)
    await tending
  }
}

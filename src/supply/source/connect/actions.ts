import type { Actor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { act, type Core } from '../../../safeguard/evidence/index.ts'
import { checkAccess } from './drivers.ts'
import { NewSource, SourceChange, type SourceState } from './model.ts'
import { nextRun } from './rules.ts'
import { sealSecret } from './secrets.ts'
import { ownFeed, ownSource } from './store.ts'

/**
 * Registers a source of the own body; nothing is connected yet. The secret is encrypted and never shown again.
 * @throws XinyuError SOURCE_KIND_UNKNOWN, SOURCE_SETTINGS
 */
export async function createSource(
  core: Core,
  actor: Actor,
  input: NewSource & { participantId?: string },
): Promise<string> {
  const { participantId, ...rest } = input
  const source = NewSource.parse(rest)
  const { settings, secret } = checkAccess(core, source)
  const owner = actor.kind === 'user' ? actor.participantId : participantId
  if (owner === undefined)
    throw new XinyuError('INPUT_INVALID', { where: 'participantId', why: 'is missing' })
  const { value } = await act(core, actor, async ({ tx, now, id, note }) => {
    const sourceId = id()
    const sealed = await sealSecret(core, sourceId, secret)
    await tx
      .insertInto('source')
      .values({
        id: sourceId,
        participant_id: owner,
        kind: source.kind,
        title: source.title,
        settings: JSON.stringify(settings),
        secret: sealed.bytes,
        secret_key: sealed.keyId,
        secret_at: now,
        state: 'active',
        created_by: actor.kind === 'user' ? actor.userId : null,
        created_at: now,
      })
      .execute()
    note({
      kind: 'source.created',
      subject: { source: sourceId, participant: owner },
      payload: { kind: source.kind, title: source.title },
    })
    return sourceId
  })
  return value
}

/**
 * Changes title, settings or secret. Settings need the secret with them, so that no one has it sent elsewhere.
 * @throws XinyuError NOT_FOUND, SOURCE_SETTINGS, SOURCE_SECRET_NEEDED
 */
export async function updateSource(
  core: Core,
  actor: Actor,
  sourceId: string,
  input: SourceChange,
): Promise<void> {
  const change = SourceChange.parse(input)
  const row = await ownSource(core, actor, sourceId)
  if (change.settings !== undefined && change.secret === undefined)
    throw new XinyuError('SOURCE_SECRET_NEEDED')
  const access = { kind: row.kind, settings: change.settings ?? row.settings, secret: change.secret }
  const checked = change.secret === undefined ? null : checkAccess(core, access)
  const sealed = checked === null ? null : await sealSecret(core, sourceId, checked.secret)
  await act(core, actor, async ({ tx, now, note }) => {
    await tx
      .updateTable('source')
      .set({
        title: change.title ?? row.title,
        ...(checked === null ? {} : { settings: JSON.stringify(checked.settings) }),
        ...(sealed === null ? {} : { secret: sealed.bytes, secret_key: sealed.keyId, secret_at: now }),
      })
      .where('id', '=', sourceId)
      .execute()
    // What was entered anew is told, never what it is.
    note({
      kind: 'source.changed',
      subject: { source: sourceId, participant: row.participant_id },
      payload: {
        title: change.title ?? null,
        settings: change.settings !== undefined,
        secret: sealed !== null,
      },
    })
  })
}

/** Replaces the secret alone. @throws XinyuError NOT_FOUND, SOURCE_SETTINGS */
export const replaceSecret = (
  core: Core,
  actor: Actor,
  sourceId: string,
  secret: Record<string, unknown>,
): Promise<void> => updateSource(core, actor, sourceId, { secret })

/** Pauses a source with all its feeds, or lets it go on. What runs now runs to its end. @throws XinyuError NOT_FOUND */
export async function setSourceState(
  core: Core,
  actor: Actor,
  sourceId: string,
  state: SourceState,
): Promise<void> {
  const row = await ownSource(core, actor, sourceId)
  if (row.state === state) return
  await act(core, actor, async ({ tx, note }) => {
    await tx.updateTable('source').set({ state }).where('id', '=', sourceId).execute()
    note({
      kind: state === 'paused' ? 'source.paused' : 'source.resumed',
      subject: { source: sourceId, participant: row.participant_id },
    })
  })
}

/** Pauses one feed, or lets it go on at once. @throws XinyuError NOT_FOUND */
export async function setFeedState(
  core: Core,
  actor: Actor,
  feedId: string,
  state: SourceState,
): Promise<void> {
  const { feed, source } = await ownFeed(core, actor, feedId)
  if (feed.state === state) return
  await act(core, actor, async ({ tx, now, note }) => {
    const next_at =
      state === 'paused' ? null : nextRun(feed.schedule, now, core.config.sources.timeZone, true)
    await tx
      .updateTable('source_feed')
      .set({ state, next_at, failures: 0 })
      .where('id', '=', feedId)
      .execute()
    note({
      kind: state === 'paused' ? 'feed.paused' : 'feed.resumed',
      subject: { feed: feedId, source: source.id, participant: source.participant_id },
    })
  })
}

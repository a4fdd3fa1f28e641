import type { UserActor } from '../../../kernel/actor.ts'
import { XinyuError } from '../../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import type { Seal } from '../../../safeguard/identity/index.ts'
import type { NewCanary } from '../model.ts'

declare module '../../../kernel/events.ts' {
  interface Events {
    'watch.canaries_changed': { canaryId: string }
  }
}

export const ownerOf = (id: string): string => `canary ${id}`

/** Registers a planted person: sealed before it is stored, and in no log. */
export function registerCanary(
  core: Core,
  seal: Seal,
  actor: UserActor,
  { label, keys }: NewCanary,
): Promise<Acted<string>> {
  return act(core, actor, async ({ tx, now, id, note, emit }) => {
    const canaryId = id()
    const sealed = await seal.seal(JSON.stringify(keys), ownerOf(canaryId))
    await tx
      .insertInto('watch_canary')
      .values({
        id: canaryId,
        label,
        sealed,
        keys: keys.length,
        created_by: actor.userId,
        created_at: now,
        retired_at: null,
      })
      .execute()
    note({ kind: 'watch.canary_planted', subject: { canary: canaryId }, payload: { keys: keys.length } })
    emit('watch.canaries_changed', { canaryId })
    return canaryId
  })
}

/** Looked for no more; what it was known by is destroyed. @throws XinyuError NOT_FOUND */
export function retireCanary(core: Core, actor: UserActor, canaryId: string): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, now, note, emit }) => {
    const done = await tx
      .updateTable('watch_canary')
      .set({ retired_at: now, sealed: '', keys: 0 })
      .where('id', '=', canaryId)
      .where('retired_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!done) throw new XinyuError('NOT_FOUND', { what: 'canary' })
    note({ kind: 'watch.canary_retired', subject: { canary: canaryId } })
    emit('watch.canaries_changed', { canaryId })
  })
}

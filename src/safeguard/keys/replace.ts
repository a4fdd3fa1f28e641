import type { Actor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { fingerprintOf, keyStore, schemeSuite, type SigningKey, type SchemeName } from '../crypto/index.ts'
import { act, type ActionScope, type Core } from '../evidence/index.ts'
import { isNext, NEXT } from './rules.ts'

declare module '../../kernel/events.ts' {
  interface Events {
    /** A key of the space has a successor under its name: whoever shows its public half shows the new one. */
    'key.replaced': { name: string; scheme: SchemeName; publicKey: string }
  }
}

export interface Replacement {
  readonly name: string
  readonly reason: string
  /** The old key may be in other hands. */
  readonly revoke: boolean
}

/**
 * Puts a new key in the place of an old one, whose public half stays in the history. The new one waits under another
 * name until the entry is durable: a server killed in between finishes it at the next start.
 * @throws XinyuError NOT_FOUND
 */
export async function replaceKey(
  core: Core,
  actor: Actor,
  { name, reason, revoke }: Replacement,
  alongside: (scope: ActionScope) => Promise<void>,
): Promise<void> {
  const store = keyStore(core.home)
  const old = await store.find(name)
  if (old === null) throw new XinyuError('NOT_FOUND', { what: 'key' })
  await store.destroy(`${name}${NEXT}`)
  const next = await store.make(schemeSuite(old.scheme), `${name}${NEXT}`)
  const madeAt = (await store.list()).find((one) => one.name === name)?.madeAt ?? 0
  try {
    await act(core, actor, async (scope) => {
      const { tx, now, id, note } = scope
      await alongside(scope)
      await tx.deleteFrom('signing_key').where('key_id', '=', idOf(old)).execute()
      const ended = revoke ? { revoked_at: now, retired_at: null } : { retired_at: now, revoked_at: null }
      const row = (key: SigningKey, made_at: number) => ({
        id: id(),
        name,
        key_id: idOf(key),
        public_key: key.publicKey.toString('base64'),
        scheme: key.scheme,
        made_at,
      })
      await tx
        .insertInto('signing_key')
        .values([
          { ...row(old, madeAt), ...ended },
          { ...row(next, now), retired_at: null, revoked_at: null },
        ])
        .execute()
      note({
        kind: revoke ? 'key.revoked' : 'key.rotated',
        subject: { key: idOf(next), before: idOf(old) },
        payload: {
          name,
          scheme: next.scheme,
          old: old.publicKey.toString('base64'),
          new: next.publicKey.toString('base64'),
          reason,
        },
      })
    })
  } catch (error) {
    // EVIDENCE_DELAYED comes after the commit: then the new key is the one that the table names.
    await finishOne(core, name)
    throw error
  }
  await finishOne(core, name)
}

/** Finishes what a killed server left between the entry and the file. */
export async function finishReplacements(core: Core): Promise<void> {
  const kept = await keyStore(core.home).list()
  for (const { name } of kept.filter((one) => isNext(one.name)))
    await finishOne(core, name.slice(0, -NEXT.length))
}

async function finishOne(core: Core, name: string): Promise<void> {
  const store = keyStore(core.home)
  const next = await store.find(`${name}${NEXT}`)
  if (next === null) return
  const recorded = await core.db
    .selectFrom('signing_key')
    .select('id')
    .where('key_id', '=', idOf(next))
    .where('name', '=', name)
    .executeTakeFirst()
  if (!recorded) {
    await store.destroy(`${name}${NEXT}`)
    return
  }
  // Told first: a server killed in between tells and promotes again.
  const publicKey = next.publicKey.toString('base64')
  await core.events.publish('key.replaced', { name, scheme: next.scheme, publicKey })
  await store.promote(`${name}${NEXT}`, name)
}

const idOf = (key: SigningKey): string => fingerprintOf(key.publicKey).slice(0, 32)

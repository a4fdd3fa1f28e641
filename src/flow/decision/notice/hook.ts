import { systemActor, type UserActor } from '../../../kernel/actor.ts'
import { isXinyuError, XinyuError } from '../../../kernel/errors/index.ts'
import { signingKey, suite } from '../../../safeguard/crypto/index.ts'
import { type Acted, act, type Core } from '../../../safeguard/evidence/index.ts'
import { hostsOf } from '../../../supply/source/connect/index.ts'
import type { HookView } from './model.ts'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Name of the key below HOME/keys that signs what one provider is sent. */
export const hookKey = (participantId: string): string => `hook-${participantId}`

/**
 * Sets where a provider is told of grants. https to a place that sources may be at; http only on this machine, where
 * the settings (or the demo) allow that at all: a data officer must not reach what listens here for neighbours only.
 * @throws XinyuError HOOK_ADDRESS
 */
export async function setHook(
  core: Core,
  actor: UserActor,
  input: { readonly url: string; readonly active: boolean },
): Promise<Acted<void>> {
  const url = new URL(input.url)
  await mustBeReachable(core, url)
  const key = await signingKey(suite(), core.home, hookKey(actor.participantId))
  const publicKey = key.publicKey.toString('base64')
  return act(core, actor, async ({ tx, now, note }) => {
    const values = {
      url: url.href,
      active: input.active,
      public_key: publicKey,
      updated_by: actor.userId,
      updated_at: now,
    }
    await tx
      .insertInto('provider_hook')
      .values({ participant_id: actor.participantId, ...values, last: null })
      .onConflict((conflict) => conflict.column('participant_id').doUpdateSet(values))
      .execute()
    // The address may hold a secret path: the log keeps the host.
    note({
      kind: 'hook.set',
      subject: { participant: actor.participantId },
      payload: { host: url.host, active: input.active, publicKey },
    })
  })
}

async function mustBeReachable(core: Core, url: URL): Promise<void> {
  const refuse = (why: string): never => {
    throw new XinyuError('HOOK_ADDRESS', { where: url.host || url.protocol, why })
  }
  const near = LOOPBACK.test(url.hostname)
  if (url.username !== '' || url.password !== '') refuse('a password in the address')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && near)) refuse('only https')
  await (await hostsOf(core)).resolve(url.hostname).catch((error: unknown) => {
    if (!isXinyuError(error)) throw error
    return refuse(error.message)
  })
}

/** The hook of a body, also when there is none. */
export async function hookOf(core: Core, participantId: string): Promise<HookView> {
  const row = await core.db
    .selectFrom('provider_hook')
    .selectAll()
    .where('participant_id', '=', participantId)
    .executeTakeFirst()
  if (!row) return { url: null, active: false, publicKey: null, last: null }
  return { url: row.url, active: row.active, publicKey: row.public_key, last: row.last }
}

/** Shows the new public half of a hook's key; other keys are not ours. */
export async function hookKeyReplaced(core: Core, key: { name: string; publicKey: string }): Promise<void> {
  const hook = await core.db
    .selectFrom('provider_hook')
    .select(['participant_id', 'public_key'])
    .execute()
    .then((rows) => rows.find((row) => hookKey(row.participant_id) === key.name))
  if (!hook || hook.public_key === key.publicKey) return
  await act(core, systemActor('keys'), async ({ tx, note }) => {
    await tx
      .updateTable('provider_hook')
      .set({ public_key: key.publicKey })
      .where('participant_id', '=', hook.participant_id)
      .execute()
    note({
      kind: 'hook.key_replaced',
      subject: { participant: hook.participant_id },
      payload: { publicKey: key.publicKey },
    })
  })
}

import { timingSafeEqual } from 'node:crypto'
import type { Actor } from '../../../../../kernel/actor.ts'
import { XinyuError } from '../../../../../kernel/errors/index.ts'
import { suite } from '../../../../../safeguard/crypto/index.ts'
import { act, type Core } from '../../../../../safeguard/evidence/index.ts'
import { ownSource } from '../../store.ts'
import { PushSettings } from './model.ts'

/** The source that a message is for, once its token was checked. */
export interface PushSource {
  readonly id: string
  readonly participantId: string
  readonly state: 'active' | 'paused'
  readonly settings: PushSettings
}

const TOKEN_BYTES = 32
const TOKEN = /^Bearer ([\w-]{43})$/
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

const hashOf = (token: string): Buffer => suite().hash.of(token)
/** Compared with where there is nothing to compare with, so that the time tells nothing. */
const NOTHING = Buffer.alloc(32)

/**
 * Who pushes: the token alone says it. A source that does not exist, takes no pushes or has another token answers alike.
 * @throws XinyuError PUSH_TOKEN_REFUSED
 */
export async function checkToken(
  core: Core,
  sourceId: string,
  header: string | undefined,
): Promise<PushSource> {
  const token = TOKEN.exec(header ?? '')?.[1]
  if (token === undefined || !UUID.test(sourceId)) throw new XinyuError('PUSH_TOKEN_REFUSED')
  const row = await core.db
    .selectFrom('source as s')
    .innerJoin('push_access as a', 'a.source_id', 's.id')
    .innerJoin('participant as p', 'p.id', 's.participant_id')
    .select(['s.id', 's.participant_id', 's.state', 's.settings', 'a.token_hash'])
    .where('s.id', '=', sourceId)
    .where('s.kind', '=', 'push')
    .where('p.state', '=', 'active')
    .executeTakeFirst()
  const same = timingSafeEqual(hashOf(token), row ? Buffer.from(row.token_hash, 'hex') : NOTHING)
  if (!row || !same) throw new XinyuError('PUSH_TOKEN_REFUSED')
  const settings = PushSettings.parse(row.settings)
  return { id: row.id, participantId: row.participant_id, state: row.state, settings }
}

/**
 * Makes the token of a source; an earlier one ends at once. It is told this one time and kept as a hash.
 * @throws XinyuError NOT_FOUND, also for a source of another kind
 */
export async function makeToken(core: Core, actor: Actor, sourceId: string): Promise<string> {
  const source = await ownPushSource(core, actor, sourceId)
  const token = Buffer.from(core.random.bytes(TOKEN_BYTES)).toString('base64url')
  const token_hash = hashOf(token).toString('hex')
  await act(core, actor, async ({ tx, now, note }) => {
    await tx
      .insertInto('push_access')
      .values({ source_id: sourceId, token_hash, created_at: now })
      .onConflict((conflict) => conflict.column('source_id').doUpdateSet({ token_hash, created_at: now }))
      .execute()
    note({
      kind: 'push.token_made',
      subject: { source: sourceId, participant: source.participant_id },
    })
  })
  return token
}

/** @throws XinyuError NOT_FOUND */
export async function ownPushSource(core: Core, actor: Actor, sourceId: string) {
  const source = await ownSource(core, actor, sourceId)
  if (source.kind !== 'push') throw new XinyuError('NOT_FOUND', { what: 'source' })
  return source
}

import type { z } from 'zod'
import type { UserActor } from '../../kernel/actor.ts'
import { isIdentifier } from '../../kernel/identifier.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import { type Acted, act, type Core } from '../../safeguard/evidence/index.ts'
import { insertTechnicalUser, participantById, participantsByIds } from '../../safeguard/identity/index.ts'
import { parseKey } from '../../safeguard/evidence/verifier/index.ts'
import { fingerprintOf, keyIdOf, usccOf } from './identity.ts'
import { type ConnectorView, NewConnector, NewKey } from './model.ts'
import type { ConnectorTable } from './tables.ts'

/** Roles of the technical user that a connector's messages act as: what its body may do by data officer and developer. */
const SERVICE_ROLES = ['data_officer', 'developer'] as const

/**
 * Registers a connector of the actor's body at this platform. It opens nothing before it is admitted.
 * @throws XinyuError TC609_CONNECTOR_ID, TC609_CONNECTOR_TAKEN
 */
export async function registerConnector(
  core: Core,
  actor: UserActor,
  input: NewConnector,
): Promise<Acted<{ id: string }>> {
  const { id, url, publicKey, logVkey } = NewConnector.parse(input)
  const body = await participantById(core, actor.participantId)
  if (!isIdentifier(id) || id[0] !== '5' || usccOf(id) !== body?.uscc || !parseKey(logVkey))
    throw new XinyuError('TC609_CONNECTOR_ID', { id })
  return act(core, actor, async ({ tx, now, note }) => {
    const made = await tx
      .insertInto('tc609_connector')
      .values({
        id,
        participant_id: actor.participantId,
        url,
        state: 'registered',
        service_user_id: null,
        log_vkey: logVkey,
        log_keys: null,
        seen_at: null,
        created_by: actor.userId,
        created_at: now,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n) throw new XinyuError('TC609_CONNECTOR_TAKEN', { id })
    await tx
      .insertInto('tc609_connector_key')
      .values({
        connector_id: id,
        key_id: keyIdOf(publicKey),
        public_key: publicKey,
        from_at: now,
        until_at: null,
        revoked_at: null,
      })
      .execute()
    note({
      kind: 'connector.registered',
      subject: { connector: id, participant: actor.participantId },
      payload: { url, publicKey, logVkey },
    })
    return { id }
  })
}

/** Adds a key, so that it can be changed without a pause. @throws XinyuError NOT_FOUND, TC609_CONNECTOR_TAKEN */
export function addKey(
  core: Core,
  actor: UserActor,
  id: string,
  input: z.input<typeof NewKey>,
): Promise<Acted<void>> {
  const { publicKey, until } = NewKey.parse(input)
  return act(core, actor, async ({ tx, now, note }) => {
    const row = await lockConnector(tx, id)
    if (row?.participant_id !== actor.participantId || row.state === 'revoked')
      throw new XinyuError('NOT_FOUND', { what: 'connector' })
    const made = await tx
      .insertInto('tc609_connector_key')
      .values({
        connector_id: id,
        key_id: keyIdOf(publicKey),
        public_key: publicKey,
        from_at: now,
        until_at: until ?? null,
        revoked_at: null,
      })
      .onConflict((conflict) => conflict.columns(['connector_id', 'key_id']).doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n) throw new XinyuError('TC609_CONNECTOR_TAKEN', { id })
    note({
      kind: 'connector.key_added',
      subject: { connector: id, participant: row.participant_id },
      payload: { publicKey },
    })
  })
}

/** A key that is no longer to be believed. @throws XinyuError NOT_FOUND */
export function revokeConnectorKey(
  core: Core,
  actor: UserActor,
  id: string,
  keyId: string,
): Promise<Acted<void>> {
  return act(core, actor, async ({ tx, now, note }) => {
    const row = await lockConnector(tx, id)
    if (!row || !(row.participant_id === actor.participantId || isOfficer(actor)))
      throw new XinyuError('NOT_FOUND', { what: 'connector' })
    const done = await tx
      .updateTable('tc609_connector_key')
      .set({ revoked_at: now })
      .where('connector_id', '=', id)
      .where('key_id', '=', keyId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (done.numUpdatedRows !== 1n) throw new XinyuError('NOT_FOUND', { what: 'key' })
    note({
      kind: 'connector.key_revoked',
      subject: { connector: id, participant: row.participant_id, key: keyId },
    })
  })
}

type Change = 'admit' | 'suspend' | 'resume' | 'revoke'
const CHANGES: Readonly<
  Record<Change, { from: readonly ConnectorTable['state'][]; to: ConnectorTable['state'] }>
> = {
  admit: { from: ['registered'], to: 'active' },
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  revoke: { from: ['registered', 'active', 'suspended'], to: 'revoked' },
}

/**
 * The security officer admits, suspends, resumes or revokes. Admission makes the technical user of its messages.
 * @throws XinyuError NOT_FOUND, TC609_PEER_STATE
 */
export function changeConnector(
  core: Core,
  actor: UserActor,
  id: string,
  change: Change,
): Promise<Acted<void>> {
  const { from, to } = CHANGES[change]
  return act(core, actor, async (scope) => {
    const row = await lockConnector(scope.tx, id)
    if (!row) throw new XinyuError('NOT_FOUND', { what: 'connector' })
    if (!from.includes(row.state))
      throw new XinyuError('TC609_PEER_STATE', { state: row.state, action: change })
    const service_user_id =
      row.service_user_id ??
      (to === 'active'
        ? await insertTechnicalUser(scope, {
            participantId: row.participant_id,
            login: `connector-${id.toLowerCase().replace('*', 'x')}`,
            displayName: `TC609 ${id}`,
            roles: SERVICE_ROLES,
          })
        : null)
    await scope.tx
      .updateTable('tc609_connector')
      .set({ state: to, service_user_id })
      .where('id', '=', id)
      .execute()
    scope.note({
      kind: `connector.${change === 'admit' ? 'admitted' : change === 'suspend' ? 'suspended' : `${change}d`}`,
      subject: { connector: id, participant: row.participant_id },
    })
  })
}

const lockConnector = (tx: Parameters<Parameters<typeof act>[2]>[0]['tx'], id: string) =>
  tx.selectFrom('tc609_connector').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

const isOfficer = (actor: UserActor): boolean =>
  actor.roles.some((role) => role === 'security_officer' || role === 'system_administrator')

/** Connectors registered here: those of the own body, all for the officers. */
export async function listConnectors(core: Core, actor: UserActor): Promise<ConnectorView[]> {
  let query = core.db.selectFrom('tc609_connector').selectAll()
  const all = isOfficer(actor) || actor.roles.includes('auditor')
  if (!all) query = query.where('participant_id', '=', actor.participantId)
  const rows = await query.orderBy('created_at', 'desc').limit(500).execute()
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const keys = await core.db
    .selectFrom('tc609_connector_key')
    .selectAll()
    .where('connector_id', 'in', ids)
    .execute()
  const bodies = await participantsByIds(
    core,
    rows.map((row) => row.participant_id),
  )
  return rows.map((row) => ({
    id: row.id,
    participantId: row.participant_id,
    participantNameZh: bodies.get(row.participant_id)?.nameZh ?? '',
    participantNameEn: bodies.get(row.participant_id)?.nameEn ?? '',
    url: row.url,
    state: row.state,
    keys: keys
      .filter((key) => key.connector_id === row.id)
      .map((key) => ({
        keyId: key.key_id,
        fingerprint: fingerprintOf(key.public_key),
        fromAt: key.from_at,
        untilAt: key.until_at,
        revokedAt: key.revoked_at,
      })),
    seenAt: row.seen_at,
    createdAt: row.created_at,
  }))
}

/** The keys of a connector that hold now. */
export async function liveKeys(core: Core, connectorId: string): Promise<string[]> {
  const now = core.clock.now()
  const rows = await core.db
    .selectFrom('tc609_connector_key')
    .select(['public_key', 'until_at'])
    .where('connector_id', '=', connectorId)
    .where('revoked_at', 'is', null)
    .execute()
  return rows.filter((row) => row.until_at === null || row.until_at > now).map((row) => row.public_key)
}

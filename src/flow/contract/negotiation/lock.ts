import { XinyuError } from '../../../kernel/errors/index.ts'
import type { Tx } from '../../../platform/postgres/tables.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { sideOf } from '../lock.ts'
import type { Side } from '../model.ts'

const select = (db: Core['db'] | Tx, id: string) =>
  db.selectFrom('access_request').selectAll().where('id', '=', id)
export type RequestRow = NonNullable<Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirst']>>>

interface Found {
  readonly request: RequestRow
  readonly side: Side
}

/** A negotiation of the body; of others it looks like none (design rule 4). @throws XinyuError NOT_FOUND */
export async function ownRequest(core: Pick<Core, 'db'>, id: string, participantId: string): Promise<Found> {
  return found(await select(core.db, id).executeTakeFirst(), participantId)
}

/** The same, locked until the transaction ends. Locked before its approvals, everywhere in this order. */
export async function lockRequest(tx: Tx, id: string, participantId: string): Promise<Found> {
  return found(await select(tx, id).forUpdate().executeTakeFirst(), participantId)
}

function found(request: RequestRow | undefined, participantId: string): Found {
  const side = request && sideOf(request, participantId)
  if (!request || !side) throw new XinyuError('NOT_FOUND', { what: 'request' })
  return { request, side }
}

export const requestSubject = (request: RequestRow): Record<string, string> => ({
  request: request.id,
  project: request.project_id,
  provider: request.provider_id,
  consumer: request.consumer_id,
})

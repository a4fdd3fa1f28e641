import type { Insertable } from 'kysely'
import { isXinyuError } from '../../kernel/errors/index.ts'
import { uuid7 } from '../../kernel/random.ts'
import type { Tx } from '../../platform/postgres/tables.ts'
import type { Core } from '../../safeguard/evidence/index.ts'
import type { Interface } from './fields.ts'
import { type Node, newSequence, send } from './http.ts'
import { platformId } from './identity.ts'
import type { MessageView } from './model.ts'
import type { Outbox, ProofTable } from './tables.ts'

/** Messages that nobody waits for: kept, sent in the order of their contract, and tried again until they are taken. */

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 3_600_000
/** About a day of trying. */
const MOST_TRIES = 32
const AT_ONCE = 50

export interface Outgoing {
  readonly to: { readonly connectorId: string } | { readonly peerId: string }
  readonly interface: Interface
  readonly contractNumber: string | null
  readonly body: object
  /** A proof of ours that this message carries: kept with it, and only once. */
  readonly proof?: Insertable<ProofTable>
}

/** Puts a message into the outbox, in the caller's transaction where there is one. */
export async function enqueue(core: Core, tx: Tx | Core['db'], message: Outgoing): Promise<void> {
  const now = core.clock.now()
  if (message.proof) {
    const made = await tx
      .insertInto('tc609_proof')
      .values(message.proof)
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (made.numInsertedOrUpdatedRows !== 1n) return
  }
  await tx
    .insertInto('tc609_outbox')
    .values({
      id: uuid7(core.random, now),
      connector_id: 'connectorId' in message.to ? message.to.connectorId : null,
      peer_id: 'peerId' in message.to ? message.to.peerId : null,
      interface: message.interface,
      contract_number: message.contractNumber,
      body: JSON.stringify(message.body),
      seq: newSequence(core),
      state: 'waiting',
      tries: 0,
      next_at: now,
      last_error: null,
      created_at: now,
      sent_at: null,
    })
    .execute()
}

/** Looks at the answer to a message that nobody waited for. @throws XinyuError to have it sent again */
export type Answered = (message: Outbox, answer: unknown) => Promise<void>

/** One sender of a system: a node that is slow holds up nobody but itself. */
export interface Postman {
  /** Begins to send what is due to nodes that are not being talked to. */
  deliver(): Promise<void>
  /** Waits for what is on its way. */
  settled(): Promise<void>
  /** Breaks off what is on its way: it is sent again at the next start. */
  stop(): Promise<void>
}

export function createPostman(core: Core, answered: Answered): Postman {
  const abort = new AbortController()
  const flights = new Map<string, Promise<void>>()
  const fly = async (messages: readonly Outbox[]) => {
    for (const message of messages)
      if (!abort.signal.aborted) await tryOnce(core, message, answered, abort.signal)
  }
  const settled = async () => void (await Promise.allSettled(flights.values()))
  return {
    async deliver() {
      const due = Object.groupBy(await dueMessages(core), nodeKey)
      for (const [node, messages] of Object.entries(due)) {
        if (flights.has(node)) continue
        const flight = fly(messages!)
          .catch((error: unknown) => core.log.error({ err: error }, 'messages to another system are put off'))
          .finally(() => flights.delete(node))
        flights.set(node, flight)
      }
    },
    settled,
    async stop() {
      abort.abort()
      await settled()
    },
  }
}

const nodeKey = (message: Outbox): string => message.connector_id ?? message.peer_id!

/** What is due, in order; a message waits for those before it of the same contract to the same node. */
const dueMessages = (core: Core): Promise<Outbox[]> =>
  core.db
    .selectFrom('tc609_outbox as o')
    .selectAll('o')
    .where('o.state', '=', 'waiting')
    .where('o.next_at', '<=', core.clock.now())
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('tc609_outbox as before')
            .select('before.id')
            .whereRef('before.contract_number', '=', 'o.contract_number')
            .where('before.state', '=', 'waiting')
            .whereRef('before.id', '<', 'o.id'),
        ),
      ),
    )
    .orderBy('o.id')
    .limit(AT_ONCE)
    .execute()

async function tryOnce(core: Core, message: Outbox, answered: Answered, signal: AbortSignal): Promise<void> {
  const row = core.db.updateTable('tc609_outbox').where('id', '=', message.id).where('state', '=', 'waiting')
  try {
    const node = await nodeFor(core, message)
    const answer = await send(core, node, message.interface, message.body as never, message.seq, signal)
    await answered(message, answer)
    await row.set({ state: 'sent', sent_at: core.clock.now(), last_error: null }).execute()
  } catch (error) {
    if (signal.aborted) return
    if (!isXinyuError(error)) core.log.error({ err: error, interface: message.interface }, 'message not sent')
    const tries = message.tries + 1
    const final = isFinal(error) || tries >= MOST_TRIES
    await row
      .set({
        tries,
        state: final ? 'failed' : 'waiting',
        next_at: core.clock.now() + Math.min(FIRST_WAIT_MS * 2 ** message.tries, LONGEST_WAIT_MS),
        last_error: (error as Error).message.slice(0, 500),
      })
      .execute()
  }
}

/** Refusals that time mends: the message came before the one that it follows, or our keys could not be looked at then. */
const EARLY = ['TC609_STATE', 'TC609_IN_PROGRESS', 'TC609_PEER_SILENT', 'EVIDENCE_NOT_READY']

/** Any other refusal is an answer: asked again it would be the same. */
export const isFinal = (error: unknown): boolean => {
  if (!isXinyuError(error)) return false
  if (error.code === 'TC609_TERMS_DIFFER') return true
  return error.code === 'TC609_PEER_REFUSED' && !EARLY.includes(String(error.params.code))
}

async function nodeFor(core: Core, { connector_id, peer_id }: Outbox): Promise<Node> {
  if (connector_id !== null) {
    const row = await core.db
      .selectFrom('tc609_connector')
      .select(['url', 'id'])
      .where('id', '=', connector_id)
      .executeTakeFirstOrThrow()
    return { url: row.url, id: row.id, ownId: (await platformId(core)).id }
  }
  const row = await core.db
    .selectFrom('tc609_peer')
    .select(['url', 'platform_id', 'own_id'])
    .where('id', '=', peer_id!)
    .executeTakeFirstOrThrow()
  return { url: row.url, id: row.platform_id, ownId: row.own_id }
}

/** The last messages to and from the nodes that a body may know of; all for null. */
export async function lastMessages(core: Core, nodes: readonly string[] | null): Promise<MessageView[]> {
  if (nodes?.length === 0) return []
  let inbox = core.db.selectFrom('tc609_inbox').selectAll()
  let outbox = core.db
    .selectFrom('tc609_outbox as o')
    .leftJoin('tc609_peer as p', 'p.id', 'o.peer_id')
    .selectAll('o')
    .select('p.platform_id')
  if (nodes) {
    inbox = inbox.where('sender', 'in', [...nodes])
    outbox = outbox.where((eb) =>
      eb.or([eb('o.connector_id', 'in', [...nodes]), eb('p.platform_id', 'in', [...nodes])]),
    )
  }
  const came = await inbox.orderBy('at', 'desc').limit(50).execute()
  const went = await outbox.orderBy('o.created_at', 'desc').limit(50).execute()
  const views: MessageView[] = [
    ...came.map((row) => ({
      direction: 'in' as const,
      node: row.sender,
      interface: row.interface,
      contractNumber: row.contract_number,
      state: row.answer ? ('answered' as const) : ('waiting' as const),
      tries: 1,
      error: null,
      at: row.at,
    })),
    ...went.map((row) => ({
      direction: 'out' as const,
      node: row.connector_id ?? row.platform_id ?? '',
      interface: row.interface,
      contractNumber: row.contract_number,
      state: row.state,
      tries: row.tries,
      error: row.last_error,
      at: row.created_at,
    })),
  ]
  return views.sort((a, b) => b.at - a.at).slice(0, 50)
}

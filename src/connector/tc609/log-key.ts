import { systemActor } from '../../kernel/actor.ts'
import { XinyuError } from '../../kernel/errors/index.ts'
import type { Tx } from '../../platform/postgres/index.ts'
import { act, type Core } from '../../safeguard/evidence/index.ts'
import {
  type GoodReceipt,
  parseKeyHistory,
  trustedKeys,
  verifyReceipt,
} from '../../safeguard/evidence/verifier/index.ts'
import { fetchKeyHistory } from './http.ts'
import { type Expected, mustProve } from './proof-log.ts'
import type { ConnectorTable, PeerTable } from './tables.ts'

/** A system whose log was pinned when it was registered. */
export type OtherLog =
  | { readonly kind: 'peer'; readonly row: PeerTable }
  | { readonly kind: 'connector'; readonly row: ConnectorTable }

type Pinned = Pick<PeerTable, 'log_vkey' | 'log_keys'>

/**
 * Verifies a receipt of another log. Where a key signed that is not known, the other system is asked for its history of
 * keys: each step from the registered key on must be signed by the key before it.
 * @throws XinyuError TC609_PROOF naming where it fails, TC609_PEER_SILENT where the history cannot be had now
 */
export async function mustProveBy(
  core: Core,
  other: OtherLog,
  receipt: string,
  expected: Expected,
): Promise<GoodReceipt> {
  const first = verifyReceipt(Buffer.from(receipt), trustOf(other.row))
  if (first.ok || first.where !== 'key') return mustProve(receipt, trustOf(other.row), expected)
  const keys = await fetchKeyHistory(core, other.row.url)
  await follow(core, other, keys)
  return mustProve(receipt, trustOf({ ...other.row, log_keys: keys }), expected)
}

const trustOf = ({ log_vkey, log_keys }: Pinned) => ({ vkey: log_vkey, keys: log_keys ?? undefined })

/** Keeps a history that goes on from the one that is known. A key that it says was revoked counts for nothing from now on. */
async function follow(core: Core, { kind, row }: OtherLog, keys: string): Promise<void> {
  if (!goesOn(row, keys)) return
  await act(core, systemActor('tc609'), async ({ tx, note }) => {
    // Looked at again under the lock: two histories that contradict each other must not both be followed.
    const known = await lockKnown(tx, kind, row.id)
    if (!known || !goesOn(known, keys)) return
    await tx
      .updateTable(kind === 'peer' ? 'tc609_peer' : 'tc609_connector')
      .set({ log_keys: keys })
      .where('id', '=', row.id)
      .execute()
    note({
      kind: `${kind}.log_key_followed`,
      subject: { [kind]: row.id, participant: row.participant_id },
      payload: { registered: known.log_vkey, signs: signing(known.log_vkey, keys) },
    })
  })
}

/** The keys that sign now, by what leads there from the registered one. */
function signing(registered: string, keys: string): string[] {
  const trusted = trustedKeys([registered], keys)
  return typeof trusted === 'string'
    ? []
    : [...trusted].flatMap(([vkey, { to }]) => (to === null ? [vkey] : []))
}

const lockKnown = (tx: Tx, kind: OtherLog['kind'], id: string): Promise<Pinned | undefined> =>
  tx
    .selectFrom(kind === 'peer' ? 'tc609_peer' : 'tc609_connector')
    .select(['log_vkey', 'log_keys'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

/**
 * Whether a history tells more than is known, and nothing else. A former key that is in other hands by now could name
 * another successor: what was followed once stays.
 * @throws XinyuError TC609_PROOF
 */
function goesOn({ log_vkey, log_keys }: Pinned, keys: string): boolean {
  const trusted = trustedKeys([log_vkey], keys)
  if (typeof trusted === 'string') throw refused(trusted)
  const [before, now] = [stepsOf(log_keys), stepsOf(keys)]
  if ([...before].some((step) => !now.has(step))) throw refused('not the history that was followed before')
  return now.size > before.size && trusted.size > 1
}

function stepsOf(keys: string | null): ReadonlySet<string> {
  const history = keys === null ? null : parseKeyHistory(keys)
  if (typeof history === 'string') throw refused(history)
  return new Set(history?.successions.map((one) => one.note.text))
}

const refused = (why: string) => new XinyuError('TC609_PROOF', { why: `keys: ${why}` })

import { sql } from 'kysely'
import type { Json } from '../../../kernel/canonical.ts'
import type { Core } from '../../../safeguard/evidence/index.ts'
import { READ_KINDS, type ReadEntry } from './entries.ts'

/** Entries that one look reads at most. */
const PAGE = 500

interface Row {
  readonly id: string
  readonly leaf: number
  readonly kind: string
  readonly happened_at: number
  readonly entry: string
}

/** Entries after a leaf that say something to a rule, in the order of the log, and up to where was looked. */
export async function entriesAfter(
  core: Pick<Core, 'db' | 'evidence'>,
  leaf: number,
): Promise<{ readonly entries: ReadEntry[]; readonly upTo: number; readonly more: boolean }> {
  const last = await core.db
    .selectFrom('evidence_outbox')
    .select((eb) => eb.fn.max('leaf').as('leaf'))
    .executeTakeFirst()
  const size = last?.leaf ?? -1
  const upTo = Math.max(leaf, Math.min(size, leaf + PAGE))
  if (upTo === leaf) return { entries: [], upTo, more: false }
  const { rows } = await sql<Row>`
    select o.id, o.leaf, o.kind, o.happened_at, o.entry from evidence_outbox o
    where o.leaf > ${leaf} and o.leaf <= ${upTo} and o.kind = any(${[...READ_KINDS]}::text[])
    order by o.leaf`.execute(core.db)
  const payloads = await core.evidence.payloads(rows.map(({ id }) => id))
  const entries = rows.map((row) => read(row, payloads.get(row.id)?.body))
  return { entries, upTo, more: size > upTo }
}

/** The first leaf at or after a moment; -1 where there is none. */
export async function leafBefore(core: Pick<Core, 'db'>, at: number): Promise<number> {
  const row = await core.db
    .selectFrom('evidence_outbox')
    .select((eb) => eb.fn.min('leaf').as('leaf'))
    .where('happened_at', '>=', at)
    .where('leaf', 'is not', null)
    .executeTakeFirst()
  return (row?.leaf ?? 0) - 1
}

function read({ leaf, kind, happened_at, entry }: Row, body: string | undefined): ReadEntry {
  const { actor, subject } = JSON.parse(entry) as {
    readonly actor: { readonly user?: string; readonly body?: string }
    readonly subject: Readonly<Record<string, string>>
  }
  return {
    leaf,
    at: happened_at,
    kind,
    userId: actor.user ?? null,
    participantId: actor.body ?? null,
    subject,
    payload: body === undefined ? null : (JSON.parse(body) as Json),
  }
}

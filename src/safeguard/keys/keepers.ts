import type { Keeper } from '../crypto/index.ts'
import type { Core } from '../evidence/index.ts'
import { parseEntry } from '../evidence/verifier/index.ts'
import type { RequestRow } from './tables.ts'

/** The column that says who set a keeper's passphrase. */
export const SEALED_BY = {
  security_officer: 'sealed_by_security',
  system_administrator: 'sealed_by_system',
} as const satisfies Record<Keeper, keyof RequestRow>

/**
 * Who set which passphrase of a recovery file; null where neither the row nor the log says it,
 * and in finished files of before the users were kept: nobody sets anything there any more.
 */
export async function keepersOf(core: Core, row: RequestRow): Promise<ReadonlyMap<Keeper, string | null>> {
  const keepers = new Map<Keeper, string | null>()
  const parts = row.recovery?.parts ?? []
  for (const { keeper } of parts)
    keepers.set(keeper, row[SEALED_BY[keeper]] ?? (parts.length === 1 ? await fromLog(core, row) : null))
  return keepers
}

/** Rows of before the users were kept: the log has always said who sealed the first half. */
async function fromLog({ evidence }: Core, { id }: RequestRow): Promise<string | null> {
  const sealed = (await evidence.leavesAbout([id])).find(({ kind }) => kind === 'key.recovery_sealed')
  if (!sealed) return null
  const entry = parseEntry((await evidence.reader().entry(sealed.leaf)).toString('utf8'))
  return typeof entry === 'string' || !('user' in entry.actor) ? null : entry.actor.user
}
